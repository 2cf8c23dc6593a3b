import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unitWeights, wordSpans } from "./attribute";
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
          for (let at = 0; at < found.length; at += 1) {
            expect(found.ids[at]).toBeGreaterThan(0);
            expect(found.ids[at]).toBeLessThan(2 ** bits);
            if (length > 0) expect(found.from[at]).toBeLessThan(found.to[at] as number);
            expect(found.to[at]).toBeLessThanOrEqual(length);
          }
        },
      ),
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
  const contribution = (id: number) => ((id % 201) - 100) / 100;

  it("loses nothing: spans sum to the features' contributions", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 120 }), (raw) => {
        const text = normalised(raw);
        fc.pre(Array.from(text.codes.subarray(0, text.length)).some((code) => code !== 32));
        const features = extractFeatures(text, new FeatureBuffer(16, true));
        const total = Array.from(features.ids.subarray(0, features.length), contribution).reduce(
          (a, b) => a + b,
          0,
        );
        const spans = wordSpans(text, unitWeights(features, contribution, text.length));
        expect(spans.reduce((sum, span) => sum + span.weight, 0)).toBeCloseTo(total, 6);
      }),
    );
  });

  it("puts the weight on the word that carries it", () => {
    const text = normalised("a quiet balcony by the sea");
    const features = extractFeatures(text, new FeatureBuffer(18, true));
    const marked = new Set(ids18("balcony"));
    const spans = wordSpans(
      text,
      unitWeights(features, (id) => (marked.has(id) ? 1 : 0), text.length),
    );
    const top = spans.reduce((a, b) => (b.weight > a.weight ? b : a));
    expect("a quiet balcony by the sea".slice(top.start, top.end)).toBe("balcony");
  });

  const ids18 = (word: string) => {
    const found = extractFeatures(normalised(word), new FeatureBuffer(18));
    return Array.from(found.ids.subarray(0, found.length));
  };

  it("gives spans of the original, in order, the weak ones merged", () => {
    const original = `${"filler ".repeat(30)}B.A.L.C.O.N.Y ${"filler ".repeat(30)}`;
    const text = normalised(original);
    const weights = new Float64Array(text.length).fill(0.001);
    const at = original.toLowerCase().indexOf("b.a");
    weights.fill(1, at, at + 7);
    const spans = wordSpans(text, weights, 1);
    expect(spans.map(({ start, end }) => original.slice(start, end).trim().slice(0, 13))).toEqual([
      "filler filler",
      "B.A.L.C.O.N.Y",
      "filler filler",
    ]);
  });

  it("splits scripts without spaces by letter", () => {
    const text = normalised("我喜欢");
    expect(wordSpans(text, Float64Array.of(1, 2, 3))).toEqual([
      { start: 0, end: 1, weight: 1 },
      { start: 1, end: 2, weight: 2 },
      { start: 2, end: 3, weight: 3 },
    ]);
  });
});
