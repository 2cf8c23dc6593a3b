import { describe, expect, it } from "vitest";
import { daysBetween, fillBins, itemsBehind } from "./insights";
import { itemQuerySchema } from "./item-query";

describe("itemsBehind", () => {
  it("is an address that the list of items understands", () => {
    const address = itemsBehind({
      decision: "FLAG",
      category: "spam",
      scoreFrom: 0.7,
      scoreTo: 0.8,
      from: "2026-11-01",
    });
    const query = Object.fromEntries(new URL(address, "http://x").searchParams);
    expect(itemQuerySchema.parse(query)).toEqual({
      decision: "FLAG",
      category: "spam",
      scoreFrom: 0.7,
      scoreTo: 0.8,
      from: "2026-11-01",
    });
  });
});

describe("daysBetween", () => {
  it("has both ends, over a change of month", () => {
    expect(daysBetween("2026-10-30", "2026-11-02")).toEqual([
      "2026-10-30",
      "2026-10-31",
      "2026-11-01",
      "2026-11-02",
    ]);
  });
});

describe("fillBins", () => {
  it("covers 0 to 1 without gaps, counted or not", () => {
    const bins = fillBins([{ bin: 1, n: 5 }], 4);
    expect(bins.map(({ from, to }) => [from, to])).toEqual([
      [0, 0.25],
      [0.25, 0.5],
      [0.5, 0.75],
      [0.75, 1],
    ]);
    expect(bins.map(({ row }) => row?.n ?? 0)).toEqual([0, 5, 0, 0]);
  });
});
