import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PreparedAudio } from "#lib/domain/media";
import { runCascade } from "#lib/services/run-cascade";
import { withHub } from "#scripts/test/hub";
import { joinSounds, silence, tone } from "#scripts/test/sounds";
import { writeTinyEars } from "#scripts/test/tiny-ears";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "../cascade";
import { findModels } from "../model-files";
import { soundValues } from "../runners/speech-ctc";
import { addedRecogniser } from "../stages/speech-pack";
import { removePack } from "./add-pack";
import { addSpeechPack, isSpeechPack } from "./add-speech-pack";
import { pullPack } from "./pull-pack";

const RATE = 16_000;
const root = mkdtempSync(path.join(tmpdir(), "sightline-speech-packs-"));
const open: Cascade[] = [];
let runs = 0;
let folder = "";
let modelsDir = "";
beforeEach(() => {
  runs += 1;
  folder = path.join(root, `${runs}`, "Tiny_Ears");
  modelsDir = path.join(root, `${runs}`, "models");
  writeTinyEars(folder);
  writeTinyModels(modelsDir, { toxicity: "cabbage" });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((cascade) => cascade.close()));
});
afterAll(() => rmSync(root, { recursive: true }));

/** A buzz that swells as syllables do, twice a second: speech to the ear of the voice finder. */
const babble = Int16Array.from({ length: 4 * RATE }, (_, at) => {
  const swell = Math.max(0, Math.sin(4 * Math.PI * (at / RATE))) ** 2;
  const buzz = [1, 2, 3].reduce((sum, h) => sum + Math.sin((2 * Math.PI * 120 * h * at) / RATE) / h, 0);
  return Math.round(9000 * swell * buzz);
});
const sound = (samples: Int16Array): PreparedAudio => ({
  ...{ kind: "audio", id: "med_1", sha256: "0".repeat(64), seconds: samples.length / RATE, samples },
});

async function hear(samples: Int16Array) {
  const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
  open.push(cascade);
  const content = { text: null, language: null, media: [sound(samples)] };
  const { results } = await runCascade(cascade, content, { orgId: "o", rules: [], rulesVersion: 1 });
  return results.find(({ stage }) => stage === "speech");
}

describe("a speech pack", () => {
  it("hears what is said in place of a missing recogniser, and the text models judge it", async () => {
    expect(await hear(babble)).toMatchObject({ outcome: "failed", model: "none" });
    expect(isSpeechPack(folder)).toBe(true);
    const manifest = await addSpeechPack(folder, { modelsDir });
    expect(manifest).toMatchObject({
      name: "tiny-ears",
      runner: "speech-ctc",
      tokens: ["<pad>", "|", "A"],
      blank: 0,
    });
    const result = await hear(babble);
    expect(result).toMatchObject({ outcome: "continue", model: "tiny-ears@1.0.0" });
    expect(result?.transcript?.words.length).toBeGreaterThanOrEqual(6);
    expect(result?.transcript?.text).toMatch(/^a[ .a]*a$/);
    expect(Object.keys(result?.scores ?? {}).length).toBeGreaterThan(0);
    removePack(modelsDir, "tiny-ears");
    expect(addedRecogniser((await findModels(modelsDir)).models)).toBeUndefined();
  });

  it("hears long stretches in parts, with the times of the whole", async () => {
    await addSpeechPack(folder, { modelsDir });
    const { models } = await findModels(modelsDir);
    const asked: number[] = [];
    const ears = addedRecogniser(models)?.within({
      infer: async <Output>(_: string, part: unknown) => {
        const { length } = part as Int16Array;
        asked.push(length / RATE);
        return [{ word: "a", seconds: { from: 0.5, to: 1 }, confidence: 1 }] as Output;
      },
    });
    const speech = [
      { from: 1, to: 24 },
      { from: 30, to: 31 },
    ];
    const words = await ears?.recognise(silence(31), speech);
    expect(asked).toEqual([10, 10, 3, 1]);
    expect(words?.map(({ seconds }) => seconds.from)).toEqual([1.5, 11.5, 21.5, 30.5]);
  });

  it("is refused where its tokens, their number or its rate are not what they should be", async () => {
    writeTinyEars(folder, { B: 3 });
    await expect(addSpeechPack(folder, { modelsDir })).rejects.toThrow(/4 tokens/u);
    writeFileSync(path.join(folder, "vocab.json"), '{"A": 0}');
    await expect(addSpeechPack(folder, { modelsDir })).rejects.toThrow(/needs <pad>/u);
    writeFileSync(path.join(folder, "preprocessor_config.json"), '{"sampling_rate": 8000}');
    await expect(addSpeechPack(folder, { modelsDir })).rejects.toThrow(/8000 samples/u);
  });

  it("is pulled from the hub with the files it needs", async () => {
    const needed = ["vocab.json", "preprocessor_config.json", "onnx/model.onnx"];
    const manifest = await withHub(
      Object.fromEntries(needed.map((file) => [file, path.join(folder, file)])),
      (hub) => pullPack("wav2vec2-en", { modelsDir, workDir: path.join(root, "work"), hub }),
    );
    expect(manifest).toMatchObject({ name: "wav2vec2-en", runner: "speech-ctc" });
    expect(Object.keys(manifest.languages)).toEqual(["en"]);
  });
});

describe("soundValues", () => {
  it("brings a sound to mean 0 and variance 1, or leaves it from -1 to 1", () => {
    const values = soundValues(joinSounds(tone(0.5), silence(0.5)), true);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0, 4);
    expect(variance).toBeCloseTo(1, 2);
    expect(Math.max(...soundValues(tone(0.1), false))).toBeCloseTo(0.3, 2);
    expect(soundValues(silence(0.01), true).every((value) => Math.abs(value) < 1e-3)).toBe(true);
  });
});
