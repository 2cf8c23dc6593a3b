import { describe, expect, it } from "vitest";
import { dequantise, linearLogits, quantise, type SparseRows, trainLinear } from "./linear-model";
import { auc } from "./metrics";
import { Random } from "./random";

const BUCKETS = 256;

/** Rows whose first output is told by feature 1, the second by feature 2; a row may be silent on one of them. */
function made(count: number, silent: (row: number, output: number) => boolean = () => false): SparseRows {
  const random = new Random(3);
  const ids: number[] = [];
  const offsets = new Float64Array(count + 1);
  const targets = new Float32Array(count * 2);
  const trust = new Float32Array(count * 2);
  for (let row = 0; row < count; row += 1) {
    const told = [random.next() < 0.5, random.next() < 0.5];
    told.forEach((yes, output) => {
      if (yes) ids.push(output + 1);
      const unknown = silent(row, output);
      targets[row * 2 + output] = unknown ? Number.NaN : yes ? 1 : 0;
      trust[row * 2 + output] = unknown ? 0 : 1;
    });
    for (let noise = 0; noise < 8; noise += 1) ids.push(10 + random.below(BUCKETS - 10));
    offsets[row + 1] = ids.length;
  }
  const shares = Float32Array.from(
    { length: count },
    (_, row) => 1 / Math.sqrt((offsets[row + 1] as number) - (offsets[row] as number)),
  );
  return { ids: Int32Array.from(ids), offsets, shares, targets, trust, groups: new Int32Array(count) };
}
const options = { outputs: 2, buckets: BUCKETS, epochs: 5, rate: 0.3, decay: 0, seed: 1, offsetOutputs: [] };
const share = 1 / 3;

describe("trainLinear", () => {
  it("learns what tells each output", () => {
    const model = trainLinear(made(2000), options);
    const first = linearLogits(model, [1], share);
    const second = linearLogits(model, [2], share);
    expect(first[0]).toBeGreaterThan((first[1] as number) + 1);
    expect(second[1]).toBeGreaterThan((second[0] as number) + 1);
  });

  it("gives the same weights for the same seed", () => {
    expect(trainLinear(made(300), options)).toEqual(trainLinear(made(300), options));
    expect(trainLinear(made(300), options).weights).not.toEqual(
      trainLinear(made(300), { ...options, seed: 2 }).weights,
    );
  });

  it("learns nothing from silence", () => {
    const model = trainLinear(
      made(500, (_, output) => output === 1),
      options,
    );
    expect(linearLogits(model, [2], share)[1]).toBe(model.bias[1]);
    expect(linearLogits(model, [1], share)[0]).toBeGreaterThan(model.bias[0] as number);
  });

  it("lets a group's offset take what only tells the sets apart", () => {
    const rows = made(2000);
    // Group 1 always has feature 5 and always says yes, whatever its text.
    rows.groups.forEach((_, row) => {
      if (row % 2 === 0) return;
      rows.groups[row] = 1;
      rows.targets[row * 2] = 1;
      rows.ids[(rows.offsets[row + 1] as number) - 1] = 5;
    });
    const without = trainLinear(rows, options);
    const withOffset = trainLinear(rows, { ...options, offsetOutputs: [0] });
    expect(linearLogits(withOffset, [5], share)[0]).toBeLessThan(
      linearLogits(without, [5], share)[0] as number,
    );
  });
});

describe("quantise", () => {
  const rows = made(2000);
  const model = trainLinear(rows, options);
  const read = dequantise(quantise(model));
  const scored = (scorer: typeof model) => ({
    scores: Array.from(rows.shares, (value, row) =>
      Number(linearLogits(scorer, rows.ids.subarray(rows.offsets[row], rows.offsets[row + 1]), value)[0]),
    ),
    labels: Array.from(rows.shares, (_, row) => rows.targets[row * 2] as number),
  });

  it("keeps the ranking", () => {
    expect(auc(scored(read))).toBeGreaterThan(0.9);
    expect(Math.abs(auc(scored(read)) - auc(scored(model)))).toBeLessThan(0.005);
  });

  it("keeps padding at zero and weights within half a step", () => {
    const { weights, scales } = quantise(model);
    expect(Array.from(weights.subarray(0, 2))).toEqual([0, 0]);
    for (let at = 2; at < weights.length; at += 1) {
      const scale = scales[at % 2] as number;
      const wanted = model.weights[at] as number;
      if (Math.abs(wanted) < 127 * scale)
        expect(Math.abs((weights[at] as number) * scale - wanted)).toBeLessThanOrEqual(scale / 2 + 1e-6);
    }
  });
});
