import { describe, expect, it } from "vitest";
import { type ScoredPiece, UnigramPieces } from "#lib/domain/text/unigram-pieces";
import { isEnglishRow, layOutPieces, SenseFeeder } from "./sense-feeder";
import type { SenseShape } from "./sense-model";
import type { TrainingRow } from "./set-reader";
import { COLUMNS, targetCells } from "./text-deep-recipe";

const VOCABULARY: ScoredPiece[] = [..."??????"].map((sign): ScoredPiece => [sign, 0]);
for (const sign of "▁abcdefghijklmnopqrstuvwxyz") VOCABULARY.push([sign, -3]);
const pieces = new UnigramPieces(VOCABULARY);
const SHAPE = { wide: 3, high: 2 } as SenseShape;

function row(text: string, kind = "templates"): TrainingRow {
  const targets = new Float32Array(9).fill(Number.NaN);
  targets[0] = 1;
  return { text, cells: targetCells(targets, new Float32Array(9).fill(0.5), { kind }), length: 1 };
}

describe("isEnglishRow", () => {
  it("leaves out the rows of kinds in other languages", () => {
    expect(isEnglishRow(row("see you"))).toBe(true);
    expect(isEnglishRow(row("olá", "portuguese"))).toBe(false);
  });
});

describe("layOutPieces", () => {
  it("pads to the longest text and numbers the rows that are touched; a text of nothing is one unknown piece", () => {
    const { feeds, rows } = layOutPieces([[9, 4, 9], [], [4]]);
    expect(Array.from(rows)).toEqual([0, 9, 4]);
    expect(Array.from(feeds.ids.data as Int32Array)).toEqual([1, 2, 1, 0, 0, 0, 2, 0, 0]);
    expect(Array.from(feeds.mask.data as Float32Array)).toEqual([1, 1, 1, 1, 0, 0, 1, 0, 0]);
  });
});

describe("SenseFeeder", () => {
  const rows = [
    ...Array.from({ length: 40 }, (_, at) => row("see you soon".slice(0, 3 + (at % 9)))),
    row("oi", "portuguese"),
  ];
  const feeder = () => new SenseFeeder(() => [...rows], pieces, { seed: 3, longest: 6, shape: SHAPE });
  const dataOf = (step: number, from = feeder()) => {
    const { feeds, rows: touched } = from.inputs(step);
    return [
      Array.from(touched),
      ...Object.values(feeds).map(({ data, dims }) => [dims, Array.from(data as Float32Array)]),
    ];
  };

  it("gives a step the same batch whatever came before, and other steps other noise", () => {
    const used = feeder();
    for (let step = 1; step < 5; step++) used.inputs(step);
    expect(dataOf(2, used)).toEqual(dataOf(2));
    expect(dataOf(2)).not.toEqual(dataOf(3));
  });

  it("cuts texts, and serves English ones alone with their targets", () => {
    const { feeds } = feeder().inputs(1);
    const [texts, length] = feeds.ids ? feeds.ids.dims : [];
    expect([texts, length]).toEqual([40, 6]);
    expect(feeds.targets?.dims).toEqual([40, COLUMNS]);
    expect(feeds.weights?.data[0]).toBe(0.5);
    expect(feeds.pooled_noise?.dims).toEqual([40, SHAPE.wide + SHAPE.high]);
  });
});
