import { readFileSync } from "node:fs";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StageContext } from "#lib/domain/cascade";
import type { PreparedImage } from "#lib/domain/media";
import { makeModelPicture, makePicture } from "#scripts/test/pictures";
import { type Cascade, createCascade } from "./cascade";
import type { ImageOutput } from "./image-codec";
import { LanePools } from "./lane-pools";
import { type ImageManifest, manifestSchema } from "./manifest";
import { findModels } from "./model-files";
import { sexualLogOdds, softmax } from "./stages/image-screen";

const FIXTURE = new URL("./image-screen.fixture.json", import.meta.url);
const { probabilities: REFERENCE } = JSON.parse(readFileSync(FIXTURE, "utf8")) as {
  probabilities: number[][];
};
const MANIFEST = manifestSchema
  .parse(JSON.parse(readFileSync("models/manifest.json", "utf8")))
  .models.find(({ name }) => name === "image-screen") as ImageManifest;
const CELLS = MANIFEST.mapSide ** 2;

let pools: LanePools;
let outputs: ImageOutput[];
let cascade: Cascade;
const ask = (pixels: Uint8Array) => pools.infer<ImageOutput>("image-screen", pixels, 30_000);

beforeAll(async () => {
  const options = { modelsDir: "models", threads: 1, providers: ["cpu"] };
  const found = await findModels("models");
  const models = found.models.filter(({ name }) => name === "image-screen");
  pools = await LanePools.start(
    { models },
    { ...options, threadUrl: new URL("./thread.ts", import.meta.url) },
  );
  const pictures = await Promise.all(REFERENCE.map((_, at) => makeModelPicture(at + 1)));
  outputs = await Promise.all(pictures.map(ask));
  cascade = await createCascade(options);
});
afterAll(async () => {
  await pools.close();
  await cascade.close();
});

describe("image-screen", () => {
  it("says what the original says under TensorFlow.js, within 1e-3, on twenty pictures", () => {
    expect(outputs).toHaveLength(20);
    const worst = outputs.flatMap(({ logits }, at) =>
      softmax(logits).map((p, label) => Math.abs(p - (REFERENCE[at]?.[label] ?? 9))),
    );
    expect(Math.max(...worst)).toBeLessThanOrEqual(1e-3);
  });

  it("has maps whose mean and the class's bias are the logit, within 1e-5", () => {
    for (const { logits, cam } of outputs)
      for (const [label, logit] of logits.entries()) {
        const map = cam.subarray(label * CELLS, (label + 1) * CELLS);
        const mean = map.reduce((sum, value) => sum + value, 0) / CELLS;
        expect(Math.abs(mean + (MANIFEST.bias[label] ?? 9) - logit)).toBeLessThanOrEqual(1e-5);
      }
  });

  it.each([
    ["left", 0],
    ["right", 1],
  ])("has a map that is strongest where a drawing is planted on the %s", async (_, side) => {
    const lines = Array.from({ length: 9 }, (_, at) => `<circle cx="56" cy="56" r="${6 * at + 3}"/>`).join(
      "",
    );
    const drawing = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="112" height="112"><rect width="112" height="112" fill="#fff"/><g fill="none" stroke="#000" stroke-width="2">${lines}</g></svg>`,
    );
    const canvas = makePicture(21, 224, 224)
      .blur(12)
      .composite([{ input: drawing, left: side * 112, top: 56 }]);
    const pixels = new Uint8Array(
      await sharp(await canvas.png().toBuffer())
        .removeAlpha()
        .raw()
        .toBuffer(),
    );
    const { cam } = await ask(pixels);
    const map = cam.subarray(0, CELLS);
    const half = (from: number) =>
      map.reduce((sum, value, cell) => (cell % 7 >= from && cell % 7 < from + 3 ? sum + value : sum), 0);
    expect(half(side === 0 ? 0 : 4)).toBeGreaterThan(half(side === 0 ? 4 : 0));
  });

  it("keeps pictures of people with few clothes below what it calls a scene", () => {
    const odds = (porn: number, sexy: number) =>
      sexualLogOdds([0, 0, 1 - porn - sexy, porn, sexy], MANIFEST.labels);
    expect(odds(0, 0.99)).toBeLessThan(0);
    expect(odds(0.9, 0)).toBeGreaterThan(2);
    expect(odds(0, 0)).toBeLessThan(-10);
  });
});

describe("the picture stage in the cascade", () => {
  const context: StageContext = { orgId: "org", rules: [], rulesVersion: 0, previous: [] };
  const image = (model: Uint8Array): PreparedImage => ({
    ...{ kind: "image", id: "med_1", sha256: "0".repeat(64), width: 224, height: 224, model, others: [] },
    hashes: { pdq: [], quality: 100 },
    readable: new Uint8Array(),
  });

  it("scores a picture, shows where, and keeps its embedding", async () => {
    const content = { text: null, language: null, media: [image(await makeModelPicture(1))] };
    const spec = cascade.plan(content).find(({ name }) => name === "image-screen");
    const { result, features } = await cascade.run(spec as NonNullable<typeof spec>, content, context);
    expect(result).toMatchObject({ outcome: "continue", modality: "image", covered: true });
    expect(result.scores.sexual).toBeLessThan(0.1);
    const [explanation] = result.explanations;
    expect(explanation?.heatmap?.values).toHaveLength(CELLS);
    expect(features?.data.length).toBe(MANIFEST.features * 4);
    expect(result.reason).toContain("waits for labels");
  });

  it("skips a picture that could not be decoded, with the reason", async () => {
    const content = {
      text: null,
      language: null,
      media: [{ kind: "image" as const, id: "m", problem: "Broken." }],
    };
    const [spec] = cascade.plan(content);
    const { result } = await cascade.run(spec as NonNullable<typeof spec>, content, context);
    expect(result).toMatchObject({ outcome: "skipped", reason: "Broken." });
  });
});
