import { InferenceSession } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { tinySense } from "#scripts/test/tiny-deep-model";
import { readsPieces, SenseNetwork } from "./sense-network";
import type { ReadRows } from "./steady-rows";

const { model, pieces } = tinySense(["we bought bread and eggs at the market this morning"]);
const SIZE = { maxPieces: 16, categories: CATEGORIES.length };
let read: ReadRows<readonly number[]>;
beforeAll(async () => {
  read = readsPieces(await InferenceSession.create(model, { intraOpNumThreads: 1 }));
});

/** A network, and how many rows of how many pieces it reads at a time. */
function watched(readRows: typeof read = read) {
  const runs: { rows: number; length: number; pieces: number[][] }[] = [];
  const network = new SenseNetwork(
    (rows, length) => {
      runs.push({ rows: rows.length, length, pieces: rows.map((row) => [...row]) });
      return readRows(rows, length);
    },
    pieces,
    SIZE,
  );
  return { network, runs };
}

describe("SenseNetwork", () => {
  it("gives a text the same bits alone and in any company", async () => {
    const texts = Array.from(
      { length: 300 },
      (_, at) =>
        `${"bread and eggs at the market ".repeat(at % 5)}we bought ${"morning".slice(at % 7)} ${at}`,
    );
    const { network, runs } = watched();
    const together = await network.logits(texts);
    const turned = await network.logits([...texts].reverse());
    expect(Math.max(...runs.map(({ rows, length }) => rows * length))).toBeLessThanOrEqual(2048);
    expect(new Set(together.map((row) => row.join())).size).toBeGreaterThan(10);
    for (const at of [0, 1, 4, 31, 150, 299]) {
      const [alone] = await network.logits([texts[at] as string]);
      const beside = await network.logits([texts[at] as string, "bread"]);
      for (const same of [together[at], turned[texts.length - 1 - at], beside[0]])
        expect(same).toEqual(alone);
    }
  });

  it("gives a single text a blank companion where the runtime takes another path for one row", async () => {
    const oneOff: typeof read = async (rows, length) => {
      const logits = await read(rows, length);
      return rows.length === 1 ? logits.map((logit) => logit + 1) : logits;
    };
    const { network, runs } = watched(oneOff);
    const [alone] = await network.logits(["bread"]);
    expect(alone).toEqual((await network.logits(["bread", "eggs"]))[0]);
    expect(runs.at(-2)).toMatchObject({ rows: 2, pieces: [[expect.any(Number)], [0]] });
  });

  it("pads to a multiple of eight pieces, as far as the network reads", async () => {
    const { network, runs } = watched();
    await network.logits(["bread", "and ".repeat(9), "and ".repeat(16)]);
    const lengths = runs
      .filter(({ pieces: [first] }) => first && first.length !== 7)
      .map(({ length }) => length);
    expect(new Set(lengths)).toEqual(new Set([8, 16]));
  });

  it("reads a text of nothing as one unknown piece", async () => {
    const { network, runs } = watched();
    await network.logits([""]);
    await network.logits([" \n", "bread"]);
    expect(runs.at(-2)?.pieces[0]).toEqual([0]);
    expect(runs.at(-1)?.pieces).toEqual([[0], pieces.encode("bread", 10)]);
  });

  it("takes of a long text the highest of each category over at most twenty windows, spread over it", async () => {
    const { network, runs } = watched();
    const long = `${"bread ".repeat(8)}${"eggs ".repeat(8)}${"morning ".repeat(8)}`.trim();
    const ids = pieces.encode(long, 100_000);
    const [whole] = await network.logits([long]);
    const windows = runs.flatMap(({ pieces: rows }) => rows).filter((row) => row.length === 16);
    expect(windows).toEqual([ids.slice(0, 16), ids.slice(8)]);
    const parts = await network.logits([
      `${"bread ".repeat(8)}${"eggs ".repeat(8)}`,
      `${"eggs ".repeat(8)}${"morning ".repeat(8)}`,
    ]);
    const highest = (whole as Float32Array).map((_, at) =>
      Math.max(...parts.map((row) => row[at] as number)),
    );
    expect(whole).toEqual(highest);
    const very = watched();
    await very.network.logits(["bread ".repeat(50_000)]);
    expect(very.runs.flatMap(({ pieces: rows }) => rows).filter((row) => row.length === 16)).toHaveLength(20);
  });
});
