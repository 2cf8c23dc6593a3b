import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PreparedImage } from "#lib/domain/media";
import type { Category } from "#lib/domain/taxonomy";
import { type Cascade, createCascade } from "#lib/inference/cascade";
import { closeStore, db } from "#lib/store/client";
import { newId } from "#lib/store/ids";
import { Random } from "#lib/training/random";
import { makeOrganization } from "#scripts/test/organization";
import { makeModelPicture } from "#scripts/test/pictures";
import { copyShippedModels } from "#scripts/test/shipped-models";
import { publishImageHead } from "./image-head";

const modelsDir = mkdtempSync(path.join(tmpdir(), "sightline-head-models-"));
const random = new Random(9);
let cascade: Cascade;
let orgId: string;
let taken: Float32Array;
let kind: Float32Array;

beforeAll(async () => {
  copyShippedModels(modelsDir, ["image-screen"]);
  cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
  orgId = await makeOrganization();
  [taken, kind] = [(await judge(1)).embedding, (await judge(2)).embedding];
});
afterAll(async () => {
  await cascade.close();
  await closeStore();
  rmSync(modelsDir, { recursive: true });
});

/** What the picture stage says of a picture of the project's own, and the embedding that it keeps. */
async function judge(seed: number) {
  const image: PreparedImage = {
    ...{ kind: "image", id: "med_1", sha256: "0".repeat(64), width: 224, height: 224, others: [] },
    ...{ model: await makeModelPicture(seed), hashes: { pdq: [], quality: 100 }, readable: new Uint8Array() },
  };
  const content = { text: null, language: null, media: [image] };
  const spec = cascade.plan(content).find(({ name }) => name === "image-screen") as { name: string };
  const context = { orgId: "o", rules: [], rulesVersion: 1, previous: [] };
  const { result, features } = await cascade.run(spec as never, content, context);
  const data = (features as { data: Uint8Array }).data;
  return { result, embedding: new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4) };
}

/** Judged pictures that look like `like`, give or take. */
async function labelled(count: number, like: Float32Array, categories: Category[], modalities = ["image"]) {
  const rows = Array.from({ length: count }, () => ({ id: newId("itm") }));
  const features = rows.map(({ id }) => ({
    itemId: id,
    model: "image-screen@1.0.0",
    data: new Uint8Array(Float32Array.from(like, (value) => value + 0.3 * random.normal()).buffer),
  }));
  await db().item.createMany({
    data: rows.map(({ id }) => ({ id, orgId, contentId: id, bodyHash: id, state: "decided", modalities })),
  });
  await db().featureLog.createMany({ data: features });
  await db().label.createMany({
    data: rows.map(({ id }) => ({
      ...{
        id: newId("lbl"),
        orgId,
        itemId: id,
        categories,
        harmful: categories.length > 0,
        source: "review",
      },
    })),
  });
}

describe("the head of the picture model", () => {
  it("is empty without labels, and says so", async () => {
    const { published, labels } = await publishImageHead(modelsDir, { steps: 20 });
    expect({ published, labels }).toEqual({ published: null, labels: 0 });
    expect((await judge(1)).result).toMatchObject({ reason: expect.stringContaining("waits for labels") });
  });

  it("waits where there are too few, and learns harm only from items that hold nothing but the picture", async () => {
    await labelled(20, taken, ["violence"]);
    await labelled(150, kind, ["hate"], ["text", "image"]);
    await labelled(60, kind, []);
    const { published, trained } = await publishImageHead(modelsDir, { steps: 60 });
    expect(published).toBeNull();
    expect(trained.figures.find(({ category }) => category === "hate")?.positives).toBe(0);
    expect(await cascade.reload()).toBe(false);
  });

  it("serves what it learnt well enough, swapped into a running cascade, and leaves the rest unscored", async () => {
    await labelled(150, taken, ["violence"]);
    await labelled(120, kind, []);
    const { published, trained } = await publishImageHead(modelsDir);
    expect(published).toEqual({ version: "1.0.0", categories: ["violence"] });
    const figures = trained.figures.find(({ category }) => category === "violence");
    expect(figures?.auc).toBeGreaterThan(0.95);
    expect(figures?.logLoss).toBeLessThan(figures?.base ?? 0);
    expect(await cascade.reload()).toBe(true);
    const [harmful, harmless] = [(await judge(1)).result, (await judge(2)).result];
    expect(Object.keys(harmful.scores).sort()).toEqual(["sexual", "violence"]);
    expect(harmful.scores.violence).toBeGreaterThan(0.8);
    expect(harmless.scores.violence).toBeLessThan(0.2);
    expect(harmful.reason).toContain("image-head@1.0.0");
    expect(harmful.explanations.map(({ category }) => category)).toContain("violence");
    expect(readFileSync(path.join(modelsDir, "cards/image-head.md"), "utf8")).toContain("| violence |");
  });

  it("gives way, in words, to a picture model that it was not trained on", async () => {
    const manifest = path.join(modelsDir, "manifest.json");
    const all = readFileSync(manifest, "utf8");
    writeFileSync(
      manifest,
      all.replace('"encoder": "image-screen@1.0.0"', '"encoder": "image-screen@0.9.0"'),
    );
    await cascade.reload();
    const { result } = await judge(1);
    expect(result.outcome).toBe("continue");
    expect(Object.keys(result.scores)).toEqual(["sexual"]);
    expect(result.reason).toContain("train it anew");
  });
});
