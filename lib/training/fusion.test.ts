import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { evidenceFields, packEvidence } from "#lib/domain/fusion/evidence";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { encodeModel } from "#lib/onnx/onnx-writer";
import { CERTAIN_HARM, fusionGraph } from "./fusion-model";
import { fusionRows, lateFusion } from "./fusion-sets";
import { distilFusion, measureGap } from "./fusion-train";

describe("late fusion", () => {
  it("is the worst of the parts that know a category", () => {
    const evidence = {
      text: { scores: { hate: 0.2, spam: 0.9 } },
      ocr: { scores: { hate: 0.7 } },
      image: { scores: { sexual: 0.1 } },
    };
    expect(lateFusion(evidence)).toEqual({ hate: 0.7, spam: 0.9, sexual: 0.1 });
  });

  it("is what made-up items are labelled with, the same for the same seed", () => {
    const rows = fusionRows(50, 3);
    expect(rows).toEqual(fusionRows(50, 3));
    expect(rows).not.toEqual(fusionRows(50, 4));
    expect(rows.some(({ targets }) => targets.some(Number.isNaN))).toBe(true);
  });
});

describe("distilling", () => {
  it("brings a fresh network nearer to late fusion, and ends in the same weights again", async () => {
    const [rows, held] = [fusionRows(400, 1), fusionRows(200, 2)];
    const run = async (steps: number) => {
      const folder = mkdtempSync(path.join(tmpdir(), "fusion-test-"));
      try {
        return await distilFusion(rows, held, { seed: 5, steps, peakRate: 3e-3, folder });
      } finally {
        rmSync(folder, { recursive: true });
      }
    };
    const gapOf = async (weights: Awaited<ReturnType<typeof run>>) =>
      measureGap(await InferenceSession.create(encodeModel(fusionGraph(weights))), held);
    const [first, again, longer] = [await run(2), await run(2), await run(60)];
    expect(again).toEqual(first);
    expect((await gapOf(longer)).mean).toBeLessThan((await gapOf(first)).mean * 0.8);
  });

  it("leaves a floor that no weights can go below", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "fusion-test-"));
    const weights = await distilFusion(fusionRows(50, 1), fusionRows(20, 2), {
      ...{ seed: 5, steps: 1, peakRate: 1e-3, folder },
    });
    rmSync(folder, { recursive: true });
    // Weights that deny all harm: the correction is driven far below zero.
    const denying = weights.map((weight) =>
      weight.name === "spoken" || weight.name === "context.bias"
        ? {
            ...weight,
            data: Float32Array.from(weight.data as Float32Array, () => (weight.name === "spoken" ? -50 : 3)),
          }
        : weight,
    );
    const session = await InferenceSession.create(encodeModel(fusionGraph(denying)));
    const scores = { hate: CERTAIN_HARM + 0.1, spam: CERTAIN_HARM - 0.1 };
    const row = packEvidence({ text: { scores }, image: { scores: { sexual: 0.1 } } });
    const fields = Object.entries(evidenceFields([row])).map(([name, { data, dims }]) => [
      name,
      new Tensor("float32", data, dims),
    ]);
    const { fused } = await session.run(Object.fromEntries(fields));
    const of = (category: (typeof CATEGORIES)[number]) => Number(fused?.data[CATEGORIES.indexOf(category)]);
    expect(of("hate")).toBeCloseTo(0.9, 5);
    expect(of("spam")).toBeLessThan(0.01);
  });
});
