import { describe, expect, it } from "vitest";
import { batchesOf, feedsOf, MOST_WINDOWS, windowsOf } from "./token-windows";

const frame = { before: [101], after: [102], pad: 0 };
const tokens = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe("windowsOf", () => {
  it("frames a text that fits, and spreads windows over one that does not", () => {
    expect(windowsOf([7, 8], 3, frame, 16)).toEqual([{ text: 3, from: 0, ids: [101, 7, 8, 102] }]);
    const windows = windowsOf(tokens(100), 0, frame, 64);
    expect(windows.map(({ from, ids }) => [from, ids.length, ids[1], ids.at(-2)])).toEqual([
      [0, 64, 1, 62],
      [19, 64, 20, 81],
      [38, 64, 39, 100],
    ]);
    expect(windowsOf(tokens(50_000), 0, frame, 512)).toHaveLength(MOST_WINDOWS);
  });
});

describe("batchesOf", () => {
  const windows = (...lengths: number[]) =>
    lengths.map((length, text) => ({ text, from: 0, ids: tokens(length) }));
  const sizes = (lengths: number[], most: number) =>
    batchesOf(windows(...lengths), most).map((batch) => batch.map(({ ids }) => ids.length));

  it("puts like lengths together, up to so many tokens with padding", () => {
    expect(sizes([40, 512, 8, 512, 40, 512], 1024)).toEqual([[8, 40, 40], [512, 512], [512]]);
    expect(
      sizes(
        Array.from({ length: 30 }, () => 40),
        1024,
      ).map((batch) => batch.length),
    ).toEqual([25, 5]);
  });

  it("takes one where even that is more", () => {
    expect(sizes([2000, 8, 2000], 1024)).toEqual([[8], [2000], [2000]]);
    expect(sizes([], 1024)).toEqual([]);
  });
});

describe("feedsOf", () => {
  it("pads to the longest and marks what is there, for the inputs that the model has", () => {
    const feeds = feedsOf([{ ids: [5, 6, 7] }, { ids: [5] }], 9, ["attention_mask", "input_ids"]);
    expect(Object.keys(feeds)).toEqual(["attention_mask", "input_ids"]);
    expect(feeds.input_ids?.dims).toEqual([2, 3]);
    expect(feeds.input_ids?.data).toEqual(BigInt64Array.of(5n, 6n, 7n, 5n, 9n, 9n));
    expect(feeds.attention_mask?.data).toEqual(BigInt64Array.of(1n, 1n, 1n, 1n, 0n, 0n));
  });
});
