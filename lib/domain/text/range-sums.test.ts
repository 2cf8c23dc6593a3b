import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FeatureTable } from "./feature-sums";
import { extractFeatures, FeatureBuffer, type Window, windowsOf } from "./features";
import { normaliseInto } from "./normalise";
import { RangeSums } from "./range-sums";
import { stretchesOf } from "./stretches";
import { TextBuffer } from "./text-buffer";

const BITS = 12;
const OUTPUTS = 9;
const weights = Int8Array.from(
  { length: 2 ** BITS * OUTPUTS },
  (_, at) => (Math.imul(at, 0x9e3779b1) >> 13) % 128,
);
const table = new FeatureTable(weights, OUTPUTS);
const shared = new RangeSums(table);

/** Each range read by itself, weight by weight. */
function readAlone(text: TextBuffer, range: Window): { count: number; sums: number[] } {
  const { ids, length } = extractFeatures(text, new FeatureBuffer(BITS), range);
  const sums = new Array<number>(OUTPUTS).fill(0);
  for (const id of ids.subarray(0, length))
    for (let output = 0; output < OUTPUTS; output += 1)
      sums[output] = (sums[output] as number) + (weights[id * OUTPUTS + output] as number);
  return { count: length, sums };
}

function readTogether(ranges: Window[]): { count: number; sums: number[] }[] {
  const sums = new Float64Array(OUTPUTS);
  return ranges.map((range) => ({ count: shared.sum(range, sums), sums: Array.from(sums) }));
}

function compare(text: TextBuffer, stretches: Window[]): void {
  const windows = windowsOf(text);
  shared.read(text, windows, stretches);
  const ranges = [...windows, ...stretches];
  expect(readTogether(ranges)).toEqual(ranges.map((range) => readAlone(text, range)));
}

const word = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-z]{1,9}$/) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
  fc.constantFrom("-", "!!", "42", "нет", "我喜欢海", "a.b", "🙂"),
);
const sentences = (most: number) => fc.array(word, { maxLength: most }).map((words) => words.join(" "));

describe("RangeSums", () => {
  it("sums windows and stretches as if each were read alone", () => {
    fc.assert(
      fc.property(fc.oneof(sentences(12), sentences(80)), (raw) => {
        const text = normaliseInto(new TextBuffer(), raw);
        compare(text, stretchesOf(text));
      }),
    );
  });

  it("sums any ranges, also those that cut words or are a unit long", () => {
    const places = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 12 });
    fc.assert(
      fc.property(sentences(40), places, (raw, pairs) => {
        const text = normaliseInto(new TextBuffer(), raw);
        const { length } = text;
        const blanks = [0, length, ...Array.from(text.codes.subarray(0, length).keys())].filter(
          (at) => at === 0 || at === length || text.codes[at] === 32,
        );
        const cut = (number: number, apart: boolean) =>
          apart ? (blanks[number % blanks.length] as number) : number % (length + 1);
        const ranges = pairs.flatMap(([a, b, apart]) => {
          const [from, to] = [cut(a, apart), cut(b, apart)].sort((x, y) => x - y) as [number, number];
          return to > from ? [{ from, to }] : [];
        });
        compare(text, ranges);
      }),
    );
  });

  it("sums texts of several windows, whose stretches are longer, and texts without spaces", () => {
    const words =
      "the boats came home before the rain and 12 children counted them, one by one, from the wall";
    for (const raw of [
      `${words} `.repeat(45),
      `${words} `.repeat(130),
      "7 ".repeat(1500),
      words.replaceAll(" ", "").repeat(60),
      "",
    ]) {
      const text = normaliseInto(new TextBuffer(), raw);
      compare(text, stretchesOf(text));
    }
  });
});
