import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addWordSpans, SpanList, unitWeights } from "./attribute";
import { extractFeatures, FeatureBuffer, featureShare, windowsOf } from "./features";
import { normaliseInto } from "./normalise";
import { TextBuffer } from "./text-buffer";

const normalised = (text: string) => normaliseInto(new TextBuffer(), text);
const featuresOf = (text: string, bits = 16) =>
  extractFeatures(normalised(text), new FeatureBuffer(bits, true));
const ids = (text: string) => {
  const found = featuresOf(text);
  return Array.from(found.ids.subarray(0, found.length));
};
const sharedIds = (a: string, b: string) => new Set(ids(a).filter((id) => ids(b).includes(id))).size;

describe("extractFeatures", () => {
  it("counts n-grams of 2 to 5 characters, words and pairs", () => {
    // " ab ": starts at 4 places, then one word.
    expect(featuresOf("ab").length).toBe(3 + 2 + 1 + 1);
    expect(featuresOf("").length).toBe(1);
  });

  it("is the same on every machine", () => {
    expect(ids("ab")).toEqual(ids("ab"));
    expect(ids("a b").slice(-3)).toMatchInlineSnapshot(`
      [
        43318,
        26642,
        53368,
      ]
    `);
  });

  it("reads disguised words as the words they are, and all digits alike", () => {
    expect(ids("B.A.L.C.O.N.Y")).toEqual(ids("balcony"));
    expect(ids("call 555 123")).toEqual(ids("call 777 984"));
  });

  it("gives similar words similar features", () => {
    expect(sharedIds("balcony", "balconies")).toBeGreaterThan(sharedIds("balcony", "marmalade") + 10);
  });

  it("keeps ids off the padding and inside the table, spans inside the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 80 }),
        fc.integer({ min: 10, max: 22 }),
        (text, bits) => {
          const { length } = normalised(text);
          const found = featuresOf(text, bits);
          const used = found.ids.subarray(0, found.length);
          expect(Math.min(...used)).toBeGreaterThan(0);
          expect(Math.max(...used)).toBeLessThan(2 ** bits);
          expect(Math.max(...found.to.subarray(0, found.length))).toBeLessThanOrEqual(length);
          if (length > 0)
            expect(used.every((_, at) => (found.from[at] as number) < (found.to[at] as number))).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("cuts long texts into windows at spaces", () => {
    expect(windowsOf(normalised("short"))).toEqual([{ from: 0, to: 5 }]);
    const long = normalised("word ".repeat(1000));
    const windows = windowsOf(long);
    expect(windows.length).toBeGreaterThan(2);
    expect(windows[0]?.from).toBe(0);
    expect(windows.at(-1)?.to).toBe(long.length);
    windows.slice(1).forEach((window, at) => {
      expect(window.from).toBe(windows[at]?.to);
      expect(long.codes[window.from]).toBe(32);
    });
    expect(windowsOf(normalised("我你".repeat(2000))).map(({ from, to }) => to - from)).toEqual([
      1500, 1500, 1000,
    ]);
  });

  it("reads a window as if it stood alone", () => {
    const window = extractFeatures(normalised("sea balcony sea"), new FeatureBuffer(16, true), {
      from: 4,
      to: 11,
    });
    expect(Array.from(window.ids.subarray(0, window.length))).toEqual(ids("balcony"));
    expect(Math.min(...window.from.subarray(0, window.length))).toBe(4);
    expect(Math.max(...window.to.subarray(0, window.length))).toBe(11);
  });

  it("grows for long texts", () => {
    expect(featuresOf("word ".repeat(4000)).length).toBeGreaterThan(80_000);
  });

  it("makes the vector of a text one long", () => {
    expect(featureShare(400) ** 2 * 400).toBeCloseTo(1);
    expect(featureShare(0)).toBe(0);
  });
});

describe("attribution", () => {
  const BITS = 16;
  const located = (raw: string) => {
    const text = normalised(raw);
    return { text, features: extractFeatures(text, new FeatureBuffer(BITS, true)) };
  };
  const column = (weights: Int8Array) => ({ weights, outputs: 1, output: 0, scale: 0.01 });
  const spansOf = (text: TextBuffer, weights: Float64Array) => {
    const list = new SpanList();
    addWordSpans(text, weights, list);
    return Array.from({ length: list.length / 3 }, (_, at) => {
      const [start, end, weight] = list.values.slice(at * 3, at * 3 + 3) as unknown as [
        number,
        number,
        number,
      ];
      return { start, end, weight };
    });
  };
  const noisy = column(Int8Array.from({ length: 2 ** BITS }, (_, id) => (id % 201) - 100));

  it("loses nothing: spans sum to the features' contributions", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 200 }), (raw) => {
        const { text, features } = located(raw);
        fc.pre(Array.from(text.codes.subarray(0, text.length)).some((code) => code !== 32));
        const total = Array.from(
          features.ids.subarray(0, features.length),
          (id) => (noisy.weights[id] as number) * 0.01,
        );
        const spans = spansOf(text, unitWeights(features, noisy, text.length));
        const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
        expect(sum(spans.map(({ weight }) => weight))).toBeCloseTo(sum(total), 6);
      }),
    );
  });

  it("puts the weight on the word that carries it", () => {
    const { text, features } = located("a quiet balcony by the sea");
    const weights = new Int8Array(2 ** BITS);
    for (const id of ids("balcony")) weights[id] = 100;
    const spans = spansOf(text, unitWeights(features, column(weights), text.length));
    const top = spans.reduce((a, b) => (b.weight > a.weight ? b : a));
    expect("a quiet balcony by the sea".slice(top.start, top.end)).toBe("balcony");
  });

  it("gives spans of the original, in order, the weak ones merged", () => {
    const original = `${"filler ".repeat(300)}B.A.L.C.O.N.Y ${"filler ".repeat(300)}`;
    const text = normalised(original);
    const weights = Float64Array.from({ length: text.length }, (_, at) => 0.001 + at * 1e-9);
    const at = original.toLowerCase().indexOf("b.a");
    weights.fill(1, at, at + 7);
    const spans = spansOf(text, weights);
    expect(spans.length).toBeLessThanOrEqual(25);
    const strongest = spans.reduce((a, b) => (b.weight > a.weight ? b : a));
    expect(original.slice(strongest.start, strongest.end)).toBe("B.A.L.C.O.N.Y");
    spans.slice(1).forEach((span, index) => {
      expect(span.start).toBeGreaterThanOrEqual(spans[index]?.end as number);
    });
  });

  it("splits scripts without spaces by letter", () => {
    const text = normalised("我喜欢");
    expect(spansOf(text, Float64Array.of(1, 2, 3))).toEqual([
      { start: 0, end: 1, weight: 1 },
      { start: 1, end: 2, weight: 2 },
      { start: 2, end: 3, weight: 3 },
    ]);
  });
});
