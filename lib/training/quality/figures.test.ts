import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "#lib/domain/policy";
import { MOST_GROUPS, QualityTally, qualityTable } from "./figures";
import { gapLines, groupTable } from "./group-figures";
import { parseMapping } from "./labels";
import type { QualityRow } from "./rows";

describe("QualityTally", () => {
  const row = (answer: unknown, ...groups: string[]): QualityRow => ({
    id: "1",
    text: "",
    language: null,
    groups,
    labels: { sexist: answer },
    listed: false,
  });
  const rows = [row(1, "a"), row(0, "a"), row(1, "b"), row(0, "b"), row(null, "b")];
  const scores = [{ hate: 0.9 }, { hate: 0.1 }, { harassment: 0.8, hate: 0.2 }, {}, { hate: 1 }];
  const tallied = (size: number) =>
    new QualityTally(size, [parseMapping("sexist=hate|harassment")], DEFAULT_POLICY);

  it("takes the highest of several categories, counts what is not scored as 0, and leaves the unlabelled out", () => {
    const tally = tallied(9);
    for (const at of [4, 0, 3, 1, 2]) tally.add(at, rows[at] as QualityRow, scores[at] ?? {});
    const [all, a, b] = tally.figures({ rounds: 30 });
    expect(all).toMatchObject({ group: "all", rows: 4, positives: 2, auc: 1, averagePrecision: 1 });
    expect(all?.confusion).toMatchObject({ f1: 1, macroF1: 1, accuracy: 1 });
    expect([a?.group, b?.group]).toEqual(["a", "b"]);
    expect(all?.aucInterval).toEqual({ low: 1, high: 1 });
    expect(qualityTable([all as never])).toContain("hate|harassment");
  });

  it("prints the largest groups of a field that has a value for every row", () => {
    const tally = tallied(2 * MOST_GROUPS);
    for (let at = 0; at < 2 * MOST_GROUPS; at++) tally.add(at, row(at % 2, at < 3 ? "large" : `${at}`), {});
    expect(tally.groupCount).toBe(2 * MOST_GROUPS - 2);
    const figures = tally.figures({ rounds: 0 });
    expect(figures).toHaveLength(1 + MOST_GROUPS);
    expect(figures.find(({ group }) => group === "large")?.rows).toBe(3);
  });

  it("reads a question of several groups: each row counts in all of its own", () => {
    const tally = tallied(6);
    const two = [row(1, "a"), row(1, "a", "b"), row(0, "b"), row(0), row(0, "b", "a"), row(1, "b", "a")];
    for (const [at, each] of two.entries()) tally.add(at, each, { hate: at / 10 });
    const figures = tally.figures({ rounds: 0 });
    expect(figures.map(({ group, rows, positives }) => [group, rows, positives])).toEqual([
      ["all", 6, 3],
      ["a", 4, 3],
      ["b", 4, 2],
    ]);
  });
});

describe("figures by group", () => {
  const tallied = (rows: readonly [score: number, answer: number | null, groups?: string[]][]) => {
    const tally = new QualityTally(rows.length, [parseMapping("sexist=hate")], DEFAULT_POLICY);
    for (const [at, [hate, answer, groups]] of rows.entries())
      tally.add(
        at,
        { id: at, text: "", language: null, groups, labels: { sexist: answer }, listed: false },
        { hate },
      );
    return tally;
  };
  const small = tallied([
    [0.9, 1, ["a"]],
    [0.8, 0, ["a", "b"]],
    [1, null, ["a", "b", "c"]],
    [0.6, 1, ["b", "a"]],
    [0.3, 0, ["a"]],
    [0.7, 1, ["b"]],
    [0.2, 0, []],
    [0.5, 0],
  ]);

  it("are AUCs within a group and against all rows that are not in it, of rows that answer", () => {
    const [figures] = small.groupFigures(1);
    // a: yes at .9 and .6, no at .8 and .3; others: yes at .7, no at .2 and .5.
    // b: yes at .6 and .7, no at .8; others: yes at .9, no at .2, .3 and .5.
    expect(figures).toEqual({
      label: "sexist",
      question: ["hate"],
      groups: [
        { group: "a", rows: 4, positives: 2, subgroup: 0.75, bpsn: 0.5, bnsp: 1 },
        { group: "b", rows: 3, positives: 2, subgroup: 0, bpsn: 1, bnsp: 1 },
      ],
    });
    expect(gapLines([figures as never], 1)).toEqual([
      "sexist: subgroup AUC from 0.000 (b) to 0.750 (a), gap 0.750",
    ]);
    const table = groupTable([figures as never]).split("\n");
    expect(table[0]).toMatch(/positive +subgroup AUC +BPSN AUC +BNSP AUC$/u);
    expect(table[2]).toMatch(/^sexist +hate +a +4 +2 +0\.750 +0\.500 +1\.000$/u);
  });

  it("are left out where a group or its background has too few rows of a kind, and it is said", () => {
    const figures = small.groupFigures();
    expect(groupTable(figures)).toMatch(/ a +4 +2 +- +- +-\n/u);
    expect(gapLines(figures)).toEqual([
      "sexist: no gap between groups: 0 of 2 have 10 rows that say yes and 10 that say no",
    ]);
    const many = Array.from({ length: 80 }, (_, at): [number, number, string[]] => [
      (at % 7) / 10,
      at % 2,
      [at < 40 ? "large" : "other", ...(at < 10 ? ["tiny"] : [])],
    ]);
    const [line] = gapLines(tallied(many).groupFigures());
    expect(line).toMatch(/^sexist: subgroup AUC from 0\.\d{3} .*; 1 of 3 groups lack 10 rows/u);
  });
});
