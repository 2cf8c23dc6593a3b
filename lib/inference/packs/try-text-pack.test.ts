import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type TinyBertTraits, writeTinyBert } from "#scripts/test/tiny-bert";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { findModels } from "../model-files";
import { addPack, type TextPackOptions } from "./add-pack";
import type { PackTimes } from "./pack-times";

const root = mkdtempSync(path.join(tmpdir(), "sightline-try-"));
afterAll(() => rmSync(root, { recursive: true }));
let runs = 0;
let [folder, modelsDir] = ["", ""];
beforeEach(() => {
  runs += 1;
  [folder, modelsDir] = [path.join(root, `${runs}`, "tiny-bert"), path.join(root, `${runs}`, "models")];
  writeTinyModels(modelsDir, { toxicity: "cabbage" });
});
const add = (traits: TinyBertTraits, options: Partial<TextPackOptions> = {}) => {
  writeTinyBert(folder, ["toxic", "insult"], traits);
  return addPack(folder, { modelsDir, ...options });
};
const names = async () => (await findModels(modelsDir)).models.map(({ name }) => name);

describe("trying out a text model", () => {
  it("measures a full window and a batch, and gives the stage a time-out that fits", async () => {
    const heard: PackTimes[] = [];
    const manifest = await add({}, { onTimes: (times) => heard.push(times) });
    expect(heard).toEqual([
      {
        ...{ windowTokens: 16, windowMs: expect.any(Number) },
        ...{ batchTexts: 8, batchTokens: 16, batchMs: expect.any(Number) },
      },
    ]);
    expect(heard[0]?.windowMs).toBeGreaterThan(0);
    expect(manifest.timeoutMs).toBeGreaterThanOrEqual(2_000);
    expect(manifest.timeoutMs).toBeLessThanOrEqual(60_000);
    expect(readFileSync(path.join(modelsDir, manifest.card), "utf8")).toMatch(/A window of 16 tokens takes/u);
  });

  it("refuses a model that does not read as many tokens as its config.json says", async () => {
    await expect(add({ positions: 12 })).rejects.toThrow(
      /does not read 16 tokens at once, as long texts need: name fewer with --max-tokens \(/u,
    );
    await expect(add({ positions: 12 })).rejects.toMatchObject({ name: "Failure", code: "invalid_input" });
    expect(await names()).toEqual(["text-screen"]);
    expect(await add({ positions: 12 }, { maxTokens: 12 })).toMatchObject({
      maxTokens: 12,
      attention: ["layer0_probs"],
    });
  });

  it("refuses a model that reads one text at a time only", async () => {
    await expect(add({ batch: 1 })).rejects.toThrow(
      /does not read two texts together: export it with a batch size that may vary \(/u,
    );
    expect(await names()).toEqual(["text-screen"]);
  });

  it("takes for attention what is [1, heads, tokens, tokens], and adds no other softmax to the file", async () => {
    const manifest = await add({ shares: true });
    expect(manifest.attention).toEqual(["layer0_probs"]);
    const session = await InferenceSession.create(path.join(modelsDir, manifest.files.model.path));
    expect(session.outputNames).toEqual(["logits", "layer0_probs"]);
    await session.release();
  });
});

describe("the languages of a text model", () => {
  it("are checked before it is tried out", async () => {
    const heard: PackTimes[] = [];
    const onTimes = (times: PackTimes) => heard.push(times);
    await expect(add({}, { languages: ["english", " DE"], onTimes })).rejects.toThrow(
      /english is no language code .*write en/u,
    );
    expect(heard).toEqual([]);
    const { languages } = await add({}, { languages: ["en", " DE"] });
    expect(Object.keys(languages)).toEqual(["en", "de"]);
  });
});
