import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Evidence, packEvidence } from "#lib/domain/fusion/evidence";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { readInitializers } from "#lib/onnx/onnx-reader";
import { encodeModel, type OnnxTensor } from "#lib/onnx/onnx-writer";
import { captionedPicture } from "#scripts/test/fusion-posts";
import { LARGEST_UNTAUGHT_GAP, teachFusion } from "./fusion-labels";
import { fusionGraph } from "./fusion-model";
import { fusedScores } from "./fusion-train";
import type { JudgedItem } from "./fusion-trial";
import { Random } from "./random";

const SHIPPED = [...readInitializers(readFileSync("models/fusion/1.0.0/model.onnx")).values()];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fusion-labels-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function judged(
  count: number,
  seed: number,
  says: (kind: 0 | 1, random: Random) => Category[],
): JudgedItem[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, at) => {
    const kind = random.next() < 0.5 ? 0 : 1;
    const categories = says(kind, random);
    return {
      evidence: packEvidence(captionedPicture(random, kind)),
      // Labels of hate alone: of the rest they are silent.
      outcomes: Float32Array.from(CATEGORIES, (category) =>
        category === "hate" ? Number(categories.includes("hate")) : Number.NaN,
      ),
      weight: 1,
      group: `${seed} ${at}`,
    };
  });
}

const scoresOf = async (weights: readonly OnnxTensor[], evidence: Evidence) =>
  fusedScores(await InferenceSession.create(encodeModel(fusionGraph(weights))), [packEvidence(evidence)]);
const HATE = CATEGORIES.indexOf("hate");

describe("teaching fusion from labels", () => {
  it("learns what no part says by itself, and leaves the rest with late fusion", async () => {
    const items = judged(500, 1, (kind) => (kind === 1 ? ["hate"] : []));
    const found = await teachFusion(items, SHIPPED, { seed: 3, steps: 240, folder });
    expect(found.refusal).toBeNull();
    expect(found.figures.filter(({ taught }) => taught).map(({ category }) => category)).toEqual(["hate"]);
    expect(found.figures[HATE]?.aucAfter).toBeGreaterThan(0.95);
    expect(found.gap.untaught).toBeLessThanOrEqual(LARGEST_UNTAUGHT_GAP);
    const random = new Random(99);
    expect((await scoresOf(found.weights, captionedPicture(random, 1)))[HATE]).toBeGreaterThan(0.6);
    expect((await scoresOf(found.weights, captionedPicture(random, 0)))[HATE]).toBeLessThan(0.3);
    // Whatever it learnt of harmless pictures: what a part is certain of stays.
    const sure = captionedPicture(random, 0, { hate: 0.97 });
    expect((await scoresOf(found.weights, sure))[HATE]).toBeGreaterThanOrEqual(0.97 - 1e-6);
    expect(found.lowered).toBeLessThan(1e-6);
  });

  it("refuses labels that tell nothing apart, however many are harmful", async () => {
    const items = judged(400, 2, (_, random) => (random.next() < 0.5 ? ["hate"] : []));
    const found = await teachFusion(items, SHIPPED, { seed: 3, steps: 90, folder });
    expect(found.figures[HATE]?.positives).toBeGreaterThan(20);
    // Saying "as often as not" of everything lowers the log loss; it is no knowledge.
    expect(found.figures[HATE]?.after).toBeLessThan(found.figures[HATE]?.before ?? 0);
    expect(found.refusal).toBe("No category is told apart better on held-out items.");
  });

  it("says how many labels there are where they are too few", async () => {
    const found = await teachFusion(
      judged(40, 4, (kind) => (kind ? ["hate"] : [])),
      SHIPPED,
      {
        ...{ seed: 3, steps: 10, folder },
      },
    );
    expect(found.refusal).toMatch(
      /^Too few labels: 40 judged items .* the nearest is hate with \d+ harmful and \d+ harmless, \d and \d of them there\.$/,
    );
    expect(found.weights).toEqual(SHIPPED);
    const none = await teachFusion([], SHIPPED, { seed: 3, steps: 10, folder });
    expect(none.refusal).toContain("0 judged items");
  });
});
