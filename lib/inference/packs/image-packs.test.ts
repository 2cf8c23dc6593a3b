import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PreparedImage, PreparedVideo } from "#lib/domain/media";
import { DEFAULT_POLICY, decide } from "#lib/domain/policy";
import { runCascade } from "#lib/services/run-cascade";
import { withHub } from "#scripts/test/hub";
import { copyShippedModels } from "#scripts/test/shipped-models";
import { writeTinyClip, writeTinyPictureClassifier } from "#scripts/test/tiny-pictures";
import { type Cascade, createCascade } from "../cascade";
import { pixelValues } from "../runners/image-classifier";
import { addImagePack, isImagePack } from "./add-image-pack";
import { removePack } from "./add-pack";
import type { Prompt } from "./image-prompts";
import { pullPack } from "./pull-pack";

const root = mkdtempSync(path.join(tmpdir(), "sightline-picture-packs-"));
const open: Cascade[] = [];
let runs = 0;
let folder = "";
let modelsDir = "";
beforeEach(() => {
  runs += 1;
  folder = path.join(root, `${runs}`, "Tiny_Pictures");
  modelsDir = path.join(root, `${runs}`, "models");
  copyShippedModels(modelsDir, ["image-screen"]);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((cascade) => cascade.close()));
});
afterAll(() => rmSync(root, { recursive: true }));

const PROMPTS: Prompt[] = [
  { text: "a marrow", category: "violence" },
  { text: "a kind day", category: null },
];
const plain = (red: number, green: number, blue: number) =>
  Uint8Array.from({ length: 224 * 224 * 3 }, (_, at) => [red, green, blue][at % 3] as number);
const [RED, GREEN] = [plain(255, 0, 0), plain(0, 255, 0)];
const pictureOf = (model: Uint8Array): PreparedImage => ({
  ...{ kind: "image", id: "med_1", sha256: "0".repeat(64), width: 224, height: 224, others: [], model },
  ...{ hashes: { pdq: [], quality: 100 }, readable: new Uint8Array() },
});

async function judge(media: PreparedImage | PreparedVideo) {
  const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
  open.push(cascade);
  const content = { text: null, language: null, media: [media] };
  const context = { orgId: "o", rules: [], rulesVersion: 1 };
  const { results } = await runCascade(cascade, content, context);
  const plan = cascade.plan(content);
  return { results, plan, verdict: decide({ plan, results, spotCheckDraw: 1 }, DEFAULT_POLICY) };
}

describe("a zero-shot pack", () => {
  it("reads its prompts once and judges pictures by them, in a channel of its own", async () => {
    writeTinyClip(folder);
    expect(isImagePack(folder)).toBe(true);
    const manifest = await addImagePack(folder, { modelsDir, name: "tiny-clip", prompts: PROMPTS });
    expect(manifest).toMatchObject({
      runner: "image-classifier",
      categories: ["violence"],
      scale: 100,
      side: 32,
    });
    const [red, green] = [await judge(pictureOf(RED)), await judge(pictureOf(GREEN))];
    const own = red.results.find(({ stage }) => stage === "tiny-clip");
    expect(own).toMatchObject({ outcome: "continue", channel: "image.tiny-clip", model: "tiny-clip@1.0.0" });
    expect(own?.scores.violence).toBeGreaterThan(0.99);
    expect(own?.explanations[0]).toMatchObject({ modality: "image", category: "violence" });
    expect(red.verdict.decision).not.toBe("APPROVE");
    expect(green.verdict.scores.violence).toBeLessThan(0.01);
    expect(readFileSync(path.join(modelsDir, manifest.card), "utf8")).toContain("| a marrow | violence |");
  });

  it("judges a film's frames, and what lasts counts", async () => {
    writeTinyClip(folder);
    await addImagePack(folder, { modelsDir, name: "tiny-clip", prompts: PROMPTS });
    const frame = (model: Uint8Array, at: number) => {
      const pdq = [Uint8Array.from({ length: 32 }, (_, byte) => (byte * 37 + at * 101) % 256)];
      return { ...pictureOf(model), hashes: { pdq, quality: 100 }, at };
    };
    const film = (frames: Uint8Array[]): PreparedVideo => ({
      ...{
        kind: "video",
        id: "med_2",
        sha256: "1".repeat(64),
        seconds: frames.length,
        complete: true,
        samples: null,
      },
      frames: frames.map(frame),
    });
    const found = async (frames: Uint8Array[]) =>
      (await judge(film(frames))).results.find(({ stage }) => stage === "film-tiny-clip");
    expect((await found([GREEN, RED, RED, GREEN]))?.scores.violence).toBeGreaterThan(0.99);
    expect((await found([GREEN, RED, GREEN, GREEN]))?.scores.violence).toBeLessThan(0.01);
  });

  it("needs words for what is harmless, a text tower, and a tower that fits it", async () => {
    writeTinyClip(folder);
    const [marrow] = PROMPTS as [Prompt];
    await expect(addImagePack(folder, { modelsDir, prompts: [marrow] })).rejects.toThrow(
      /nothing to worry about/u,
    );
    rmSync(path.join(folder, "onnx/text_model.onnx"));
    await expect(addImagePack(folder, { modelsDir, prompts: PROMPTS })).rejects.toThrow(/has none of/u);
    const { models } = JSON.parse(readFileSync(path.join(modelsDir, "manifest.json"), "utf8"));
    expect(models).toHaveLength(1);
  });
});

describe("a picture classifier", () => {
  it("stands after the shipped model and counts in its place", async () => {
    writeTinyPictureClassifier(folder);
    const manifest = await addImagePack(folder, { modelsDir });
    expect(manifest).toMatchObject({ name: "tiny-pictures", categories: ["sexual"], activation: "softmax" });
    const { results, plan, verdict } = await judge(pictureOf(RED));
    expect(plan.map(({ name }) => name)).toEqual(["image-known", "image-screen", "tiny-pictures"]);
    const own = results.find(({ stage }) => stage === "tiny-pictures");
    expect(own?.scores.sexual).toBeGreaterThan(0.9);
    expect(verdict.scores.sexual).toBe(own?.scores.sexual);
    expect((await judge(pictureOf(GREEN))).verdict.scores.sexual).toBeLessThan(0.1);
    removePack(modelsDir, "tiny-pictures");
    expect((await judge(pictureOf(RED))).plan.map(({ name }) => name)).not.toContain("tiny-pictures");
  });

  it("sends the picture to a person when its file is damaged", async () => {
    writeTinyPictureClassifier(folder);
    const manifest = await addImagePack(folder, { modelsDir });
    writeFileSync(path.join(modelsDir, manifest.files.model.path), "nothing");
    const { verdict } = await judge(pictureOf(GREEN));
    expect(verdict).toMatchObject({ decision: "FLAG", reviewReason: "media_not_judged" });
  });

  it("is refused where its labels mean nothing here, or their number is another", async () => {
    writeTinyPictureClassifier(folder, ["cat", "dog"]);
    await expect(addImagePack(folder, { modelsDir })).rejects.toThrow(/no label of cat, dog/u);
    writeTinyPictureClassifier(folder, ["normal", "nsfw", "more"]);
    await expect(addImagePack(folder, { modelsDir })).rejects.toThrow(/3 were expected/u);
    writeTinyPictureClassifier(folder);
    await expect(addImagePack(folder, { modelsDir, name: "image-screen" })).rejects.toThrow(/ships with/u);
  });

  it("is pulled from the hub with the files it needs", async () => {
    writeTinyPictureClassifier(folder);
    const needed = ["config.json", "preprocessor_config.json", "onnx/model.onnx"];
    const manifest = await withHub(
      Object.fromEntries(needed.map((file) => [file, path.join(folder, file)])),
      (hub) => pullPack("nsfw-vit", { modelsDir, workDir: path.join(root, "work"), hub }),
    );
    expect(manifest).toMatchObject({ name: "nsfw-vit", runner: "image-classifier", categories: ["sexual"] });
  });
});

describe("pixelValues", () => {
  it("scales, and takes mean and deviation off each channel", () => {
    const setting = { side: 3, mean: [0.5, 0, 0.25], deviation: [0.5, 1, 0.25] };
    const values = pixelValues(plain(255, 51, 0), 1, setting);
    const channel = (at: number) => [...values.subarray(at * 9, at * 9 + 9)];
    for (const value of channel(0)) expect(value).toBeCloseTo(1, 5);
    for (const value of channel(1)) expect(value).toBeCloseTo(0.2, 5);
    for (const value of channel(2)) expect(value).toBeCloseTo(-1, 5);
  });

  it("reads between pixels, left to right and top to bottom", () => {
    const ramp = Uint8Array.from({ length: 224 * 224 * 3 }, (_, at) => Math.floor(at / 3) % 224);
    const values = pixelValues(ramp, 1, { side: 2, mean: [0, 0, 0], deviation: [1, 1, 1] });
    expect(values[0] as number).toBeCloseTo(55.5 / 255, 3);
    expect(values[1] as number).toBeCloseTo(167.5 / 255, 3);
    expect(values[2]).toBe(values[0]);
  });
});
