import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StageSpec } from "#lib/domain/cascade";
import { packEvidence } from "#lib/domain/fusion/evidence";
import type { Category } from "#lib/domain/taxonomy";
import type { ItemContent } from "#lib/domain/verdict";
import { createCascade } from "#lib/inference/cascade";
import { ModelsFolder } from "#lib/inference/models-folder";
import { closeStore, db } from "#lib/store/client";
import { newId } from "#lib/store/ids";
import { Random } from "#lib/training/random";
import { captionedPicture } from "#scripts/test/fusion-posts";
import { makeOrganization } from "#scripts/test/organization";
import { copyShippedModels } from "#scripts/test/shipped-models";
import { publishTaught } from "./fusion-labels";

const modelsDir = mkdtempSync(path.join(tmpdir(), "sightline-fusion-models-"));
const random = new Random(11);
let orgId: string;

beforeAll(async () => {
  copyShippedModels(modelsDir, ["text-screen", "image-screen", "fusion"]);
  orgId = await makeOrganization();
});
afterAll(async () => {
  await closeStore();
  rmSync(modelsDir, { recursive: true });
});

const served = () => new ModelsFolder(modelsDir).models().find(({ name }) => name === "fusion");

/** Posts that were judged with `model`, and what people said of hate in them: yes of one kind of picture. */
async function judged(count: number, { model = "fusion@1.0.0", bytes = 0 } = {}) {
  const rows = Array.from({ length: count }, (_, at) => ({ id: newId("itm"), kind: (at % 2) as 0 | 1 }));
  const evidence = (kind: 0 | 1) => packEvidence(captionedPicture(random, kind));
  await db().item.createMany({
    data: rows.map(({ id }) => ({
      ...{ id, orgId, contentId: id, bodyHash: id, state: "decided", modalities: ["text", "image"] },
    })),
  });
  await db().featureLog.createMany({
    data: rows.map(({ id, kind }) => ({
      ...{
        itemId: id,
        model,
        data: bytes > 0 ? new Uint8Array(bytes) : new Uint8Array(Float32Array.from(evidence(kind)).buffer),
      },
    })),
  });
  await db().label.createMany({
    data: rows.map(({ id, kind }) => ({
      ...{ id: newId("lbl"), orgId, itemId: id, source: "review", about: ["hate"], harmful: kind === 1 },
      categories: kind === 1 ? (["hate"] satisfies Category[]) : [],
    })),
  });
}

describe("fusion taught by labels", () => {
  it("says how many labels there are, and changes nothing, while they are too few", async () => {
    const none = await publishTaught(modelsDir);
    expect(none.published).toBeNull();
    expect(none.taught.refusal).toContain("Too few labels: 0 judged items");
    await judged(30);
    // Evidence of another length, as of another version of the parts, teaches nothing.
    await judged(4, { model: "fusion@0.9.0", bytes: 64 });
    const few = await publishTaught(modelsDir);
    expect(few).toMatchObject({ judged: 30, published: null });
    expect(few.taught.refusal).toContain("Too few labels: 30 judged items with two or more parts.");
    expect(served()?.version).toBe("1.0.0");
  });

  it("serves as the next version, swapped into a running cascade, where it is proven", async () => {
    const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
    try {
      await judged(260);
      await judged(120, { model: "fusion@1.1.0" });
      const { published, taught, judged: learnt } = await publishTaught(modelsDir, { steps: 240 });
      expect({ refusal: taught.refusal, learnt, published }).toEqual({
        ...{ refusal: null, learnt: 410, published: { version: "1.1.0" } },
      });
      expect(served()).toMatchObject({ version: "1.1.0", card: "cards/fusion.md" });
      const card = readFileSync(path.join(modelsDir, "cards/fusion.md"), "utf8");
      expect(card).toContain("Goes on from fusion@1.0.0 with 410 items");
      expect(card).toMatch(/\| hate \|.*\| taught \|/);
      expect(card).toMatch(/\| spam \| 0 \| 0 \|.*\| as before \|/);
      expect(await cascade.reload()).toBe(true);
      const content: ItemContent = { text: "a", language: null, media: [{ kind: "image" } as never] };
      const spec = cascade.plan(content).find(({ name }) => name === "fusion") as StageSpec;
      expect(spec.model).toBe("fusion@1.1.0");
    } finally {
      await cascade.close();
    }
  });
});
