import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RuleMatch } from "#lib/domain/verdict";
import { segmentText } from "./segments";

const rule = (start: number, end: number): RuleMatch => ({
  entryId: `l${start}`,
  kind: "keyword",
  value: "x",
  category: "spam",
  action: "flag",
  start,
  end,
});

const shape = (text: string, ...rest: [Parameters<typeof segmentText>[1], RuleMatch[]]) =>
  segmentText(text, ...rest).map((s) => [text.slice(s.start, s.end), s.heat, s.rules.length]);

describe("segmentText", () => {
  it("leaves unmarked text whole and empty text empty", () => {
    expect(shape("plain", [], [])).toEqual([["plain", 0, 0]]);
    expect(segmentText("", [{ start: 0, end: 3, weight: 1 }], [])).toEqual([]);
  });

  it("grades weights in five steps against the strongest", () => {
    const spans = [
      { start: 0, end: 1, weight: 1 },
      { start: 1, end: 2, weight: 0.5 },
      { start: 2, end: 3, weight: 0.15 },
      { start: 3, end: 4, weight: -0.4 },
      { start: 4, end: 5, weight: 0.1 },
    ];
    expect(shape("abcde", spans, []).map(([, heat]) => heat)).toEqual([5, 3, 1, -1, 0]);
  });

  it("adds the weights of overlapping spans", () => {
    const spans = [
      { start: 0, end: 4, weight: 0.4 },
      { start: 2, end: 6, weight: 0.6 },
    ];
    expect(shape("abcdef", spans, [])).toEqual([
      ["ab", 2, 0],
      ["cd", 5, 0],
      ["ef", 3, 0],
    ]);
  });

  it("marks rule matches beside and over spans", () => {
    const spans = [{ start: 0, end: 3, weight: 1 }];
    expect(shape("abcdef", spans, [rule(2, 5)])).toEqual([
      ["ab", 5, 0],
      ["c", 5, 1],
      ["de", 0, 1],
      ["f", 0, 0],
    ]);
  });

  it("never cuts an emoji and ignores what lies outside the text", () => {
    const spans = [
      { start: 0, end: 2, weight: 1 },
      { start: 40, end: 60, weight: 9 },
    ];
    expect(shape("a😀b", spans, [])).toEqual([
      ["a", 5, 0],
      ["😀b", 0, 0],
    ]);
  });

  it("always covers the text exactly, in order", () => {
    const spans = fc.array(
      fc.record({ start: fc.nat(60), end: fc.nat(60), weight: fc.double({ min: -2, max: 2, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 50 }), spans, (text, marks) => {
        const segments = segmentText(text, marks, [rule(3, 9)]);
        expect(segments.map((s) => text.slice(s.start, s.end)).join("")).toBe(text);
        for (const segment of segments) expect(segment.end).toBeGreaterThan(segment.start);
      }),
    );
  });
});
