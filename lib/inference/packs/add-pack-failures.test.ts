import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { weightsElsewhere } from "#lib/onnx/onnx-fields";
import { writeTinyBert } from "#scripts/test/tiny-bert";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { findModels } from "../model-files";
import { addPack, removePack } from "./add-pack";

const root = mkdtempSync(path.join(tmpdir(), "sightline-add-"));
afterAll(() => rmSync(root, { recursive: true }));
let runs = 0;
let [folder, modelsDir] = ["", ""];
beforeEach(() => {
  runs += 1;
  [folder, modelsDir] = [path.join(root, `${runs}`, "tiny-bert"), path.join(root, `${runs}`, "models")];
  writeTinyBert(folder);
  writeTinyModels(modelsDir, { toxicity: "cabbage" });
});

const at = (file: string) => path.join(folder, file);
const model = () => readFileSync(at("onnx/model.onnx"));
const manifest = () => readFileSync(path.join(modelsDir, "manifest.json"), "utf8");

/** A protobuf field of bytes. */
const field = (number: number, content: Buffer | string) => {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([Buffer.of((number << 3) | 2, bytes.length), bytes]);
};
/** A weight whose values are in another file: a second graph, which protobuf merges with the first. */
const outside = () => {
  const location = Buffer.concat([field(1, "location"), field(2, "model.onnx_data")]);
  const tensor = Buffer.concat([
    Buffer.of(8, 2, 16, 1),
    field(8, "far_weight"),
    field(13, location),
    Buffer.of(112, 1),
  ]);
  return field(7, field(5, tensor));
};

describe("addPack", () => {
  it.each<[string, () => void, RegExp]>([
    ["no such folder", () => rmSync(folder, { recursive: true }), /there is no folder/u],
    [
      "a file",
      () => {
        rmSync(folder, { recursive: true });
        writeFileSync(folder, "");
      },
      /is a file: name the folder/u,
    ],
    [
      "no tokenizer",
      () => rmSync(at("tokenizer.json")),
      /has no tokenizer.json: save the model's fast tokenizer/u,
    ],
    ["no ONNX file", () => rmSync(at("onnx/model.onnx")), /export the model to ONNX/u],
    [
      "a list for a config",
      () => writeFileSync(at("config.json"), "[]"),
      /config.json is not what it should be/u,
    ],
    [
      "labels of another shape",
      () => writeFileSync(at("config.json"), '{"id2label": ["toxic"]}'),
      /config.json is not what it should be: id2label/u,
    ],
    ["no labels", () => writeFileSync(at("config.json"), "{}"), /names no labels/u],
    [
      "a pointer of Git LFS",
      () =>
        writeFileSync(at("onnx/model.onnx"), "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"),
      /onnx\/model.onnx is a pointer of Git LFS.*git lfs pull/u,
    ],
    ["an empty file", () => writeFileSync(at("onnx/model.onnx"), ""), /is empty: download it again/u],
    [
      "half a file",
      () => writeFileSync(at("onnx/model.onnx"), model().subarray(0, 400)),
      /or only a part of one/u,
    ],
    [
      "operators of the future",
      () => writeFileSync(at("onnx/model.onnx"), Buffer.concat([model(), Buffer.of(0x42, 2, 0x10, 99)])),
      /newer ONNX Runtime than this one \(Opset 99\): export it again with opset 21/u,
    ],
    [
      "a format of the future",
      () => writeFileSync(at("onnx/model.onnx"), Buffer.concat([model(), Buffer.of(0x08, 99)])),
      /newer ONNX Runtime than this one \(IR version: 99\)/u,
    ],
    [
      "an unknown operation",
      () => {
        const renamed = model().toString("latin1").replaceAll("\x06Gather", "\x06Father");
        writeFileSync(at("onnx/model.onnx"), Buffer.from(renamed, "latin1"));
      },
      /needs the operation Father/u,
    ],
    [
      "weights in another file",
      () => writeFileSync(at("onnx/model.onnx"), Buffer.concat([model(), outside()])),
      /onnx\/model.onnx keeps its weights in model.onnx_data, and only models in one file are read/u,
    ],
    [
      "a tokenizer that is none",
      () => writeFileSync(at("tokenizer.json"), "{}"),
      /tokenizer.json cannot be used/u,
    ],
  ])("says what to do about %s, and leaves nothing behind", async (_, spoil, message) => {
    const before = [manifest(), readdirSync(modelsDir)];
    spoil();
    await expect(addPack(folder, { modelsDir })).rejects.toThrow(message);
    await expect(addPack(folder, { modelsDir })).rejects.toMatchObject({ name: "Failure" });
    expect([manifest(), readdirSync(modelsDir)]).toEqual(before);
  });

  it("refuses a name and a version that cannot be", async () => {
    await expect(addPack(folder, { modelsDir, version: "new" })).rejects.toThrow(
      /cannot be added so: version/u,
    );
    await expect(addPack(folder, { modelsDir, maxTokens: Number.NaN })).rejects.toThrow(
      /added so: maxTokens/u,
    );
  });

  it("keeps the pack that serves when its successor cannot be written, and replaces it when it can", async () => {
    await addPack(folder, { modelsDir });
    const card = path.join(modelsDir, "cards", "tiny-bert.md");
    rmSync(card);
    mkdirSync(card);
    await expect(addPack(folder, { modelsDir, labels: { toxic: "spam" } })).rejects.toThrow(
      /Nothing was added/u,
    );
    expect((await findModels(modelsDir)).models.map(({ name, ok }) => [name, ok])).toEqual([
      ["text-screen", true],
      ["tiny-bert", true],
    ]);
    rmSync(card, { recursive: true });
    await addPack(folder, { modelsDir, labels: { toxic: "spam" } });
    const { models } = await findModels(modelsDir);
    expect(models.find(({ name }) => name === "tiny-bert")).toMatchObject({
      ok: true,
      files: { manifest: { categories: ["harassment", "spam"] } },
    });
    expect(readdirSync(modelsDir).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

describe("removePack", () => {
  it("says in a sentence that the folder cannot be written, and takes nothing away", async () => {
    await addPack(folder, { modelsDir });
    const before = manifest();
    const flag = path.join(modelsDir, `.lock-${process.pid}@${encodeURIComponent(hostname())}`);
    mkdirSync(flag);
    const refusal = {
      code: "unavailable",
      message: expect.stringMatching(/models cannot be written: EISDIR/u),
    };
    expect(() => removePack(modelsDir, "tiny-bert")).toThrow(expect.objectContaining(refusal));
    expect(manifest()).toBe(before);
    rmdirSync(flag);
    removePack(modelsDir, "tiny-bert");
    expect(manifest()).not.toContain("tiny-bert");
  });
});

describe("weightsElsewhere", () => {
  it("names the file that holds the weights, and is silent on what is no model", () => {
    expect(weightsElsewhere(model())).toBeUndefined();
    expect(weightsElsewhere(Buffer.concat([model(), outside()]))).toBe("model.onnx_data");
    expect(weightsElsewhere(Buffer.from("not a model"))).toBeUndefined();
  });
});
