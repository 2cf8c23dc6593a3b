import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StageContext } from "#lib/domain/cascade";
import { withHub } from "#scripts/test/hub";
import { writeTinyBert } from "#scripts/test/tiny-bert";
import { addTinyGlance } from "#scripts/test/tiny-deep-model";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "../cascade";
import { categoryLogits } from "../category-logits";
import { findModels } from "../model-files";
import { placeTokens } from "../token-spans";
import { addPack, removePack } from "./add-pack";
import { categoriesOf, labelsOf } from "./pack-folder";
import { attentionNames, withOutputs } from "./patch-attention";
import { pullPack } from "./pull-pack";

const root = mkdtempSync(path.join(tmpdir(), "sightline-packs-"));
afterAll(() => rmSync(root, { recursive: true }));
let runs = 0;
let folder = "";
let modelsDir = "";
beforeEach(() => {
  runs += 1;
  folder = path.join(root, `${runs}`, "Tiny_BERT");
  modelsDir = path.join(root, `${runs}`, "models");
  writeTinyBert(folder);
  writeTinyModels(modelsDir, { toxicity: "cabbage" });
});
const open: Cascade[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((cascade) => cascade.close()));
});

describe("addPack", () => {
  it("writes a checked manifest, adds the attention, and leaves the shipped models alone", async () => {
    const manifest = await addPack(folder, { modelsDir, languages: ["en", "de"] });
    expect(manifest).toMatchObject({
      name: "tiny-bert",
      version: "1.0.0",
      runner: "classifier",
      activation: "sigmoid",
      categories: ["toxicity", "harassment"],
      labels: [
        { name: "toxic", category: "toxicity" },
        { name: "insult", category: "harassment" },
      ],
      languages: { en: ["toxicity", "harassment"], de: ["toxicity", "harassment"] },
      maxTokens: 16,
      attention: ["layer0_probs"],
    });
    const bytes = readFileSync(path.join(modelsDir, manifest.files.model.path));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(manifest.files.model.sha256);
    const { models } = await findModels(modelsDir);
    expect(models.map(({ name, ok }) => [name, ok])).toEqual([
      ["text-screen", true],
      ["tiny-bert", true],
    ]);
    expect(readFileSync(path.join(modelsDir, manifest.card), "utf8")).toContain("| toxic | toxicity |");
  });

  it("leaves out text-glance, whose exit is not proven against it", async () => {
    addTinyGlance(modelsDir, ["a marrow"]);
    const planned = async () => {
      const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
      open.push(cascade);
      return cascade.plan({ text: "a", language: null }).map(({ name }) => name);
    };
    expect(await planned()).toEqual(["text-rules", "text-screen", "text-glance"]);
    await addPack(folder, { modelsDir });
    expect(await planned()).toEqual(["text-rules", "text-screen", "tiny-bert"]);
  });

  it("runs as an ordinary stage: scored, joined with the level before, explained by spans", async () => {
    await addPack(folder, { modelsDir });
    const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
    open.push(cascade);
    const item = { text: "What a MARROW you are", language: "en" };
    const plan = cascade.plan(item);
    expect(plan.map(({ name, level }) => [name, level])).toEqual([
      ["text-rules", 0],
      ["text-screen", 1],
      ["tiny-bert", 2],
    ]);
    const context: StageContext = { orgId: "o", rules: [], rulesVersion: 1, previous: [] };
    const stage = plan[2] as (typeof plan)[number];
    const { result } = await cascade.run(stage, item, context);
    expect(result).toMatchObject({ stage: "tiny-bert", model: "tiny-bert@1.0.0", outcome: "continue" });
    expect(result.scores.toxicity).toBeGreaterThan(0.9);
    expect(result.scores.harassment).toBeLessThan(0.2);
    const [explanation] = result.explanations;
    const strongest = explanation?.spans.toSorted((a, b) => b.weight - a.weight)[0];
    expect(item.text.slice(strongest?.start, strongest?.end)).toBe("MARROW");
    expect(explanation).not.toHaveProperty("gap");
    const calm = { ...item, text: "What a kind day" };
    const { result: kind } = await cascade.run(stage, calm, context);
    expect(kind.scores.toxicity).toBeLessThan(0.3);
    const previous = [{ ...kind, stage: "text-screen", scores: { toxicity: 0.01 } }];
    const { result: joined } = await cascade.run(stage, item, { ...context, previous });
    expect(joined.scores.toxicity).toBeLessThan(result.scores.toxicity as number);
    const deeper = [...previous, { ...kind, stage: "text-deep", scores: { toxicity: 0.6 } }];
    const { result: joinedDeeper } = await cascade.run(stage, item, { ...context, previous: deeper });
    expect(joinedDeeper.scores.toxicity).toBeGreaterThan(joined.scores.toxicity as number);
    const foreign = await cascade.run(
      stage,
      { text: "Das ist ein schöner Tag für uns alle, oder nicht?", language: "de" },
      context,
    );
    expect(foreign.result.covered).toBe(false);
  });

  it("judges a text longer than the network reads by its worst window", async () => {
    await addPack(folder, { modelsDir });
    const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
    open.push(cascade);
    const item = { text: `${"a kind day ".repeat(60)} marrow`, language: "en" };
    const stage = cascade.plan(item).at(-1) as ReturnType<Cascade["plan"]>[number];
    const context: StageContext = { orgId: "o", rules: [], rulesVersion: 1, previous: [] };
    const { result } = await cascade.run(stage, item, context);
    expect(result.scores.toxicity).toBeGreaterThan(0.9);
    const strongest = result.explanations[0]?.spans.toSorted((a, b) => b.weight - a.weight)[0];
    expect(item.text.slice(strongest?.start, strongest?.end)).toBe("marrow");
  });

  it("takes meanings of labels that have no usual name, and leaves labels out", async () => {
    writeTinyBert(folder, ["LABEL_0", "insult"]);
    const manifest = await addPack(folder, { modelsDir, labels: { LABEL_0: "spam", insult: null } });
    expect(manifest.categories).toEqual(["spam"]);
  });

  it.each([
    ["config.json", /has no config.json/u],
    ["tokenizer.json", /has no tokenizer.json/u],
    ["onnx/model.onnx", /has none of onnx\/model.onnx/u],
  ])("says that %s is missing and writes nothing", async (file, message) => {
    rmSync(path.join(folder, file));
    await expect(addPack(folder, { modelsDir })).rejects.toThrow(message);
    expect(existsSync(path.join(modelsDir, "tiny-bert"))).toBe(false);
  });

  it("refuses what cannot be judged with: no meaning, a wrong number of labels, a damaged file, a taken name", async () => {
    const refused = (options: object, message: RegExp) =>
      expect(addPack(folder, { modelsDir, ...options })).rejects.toThrow(message);
    await refused({ name: "text-screen" }, /ships with Sightline/u);
    await refused({ labels: { nothing: "spam" } }, /no label nothing/u);
    await refused({ labels: { toxic: null, insult: null } }, /has a meaning here/u);
    const config = JSON.parse(readFileSync(path.join(folder, "config.json"), "utf8"));
    const more = { ...config, id2label: { ...config.id2label, 2: "threat" } };
    writeFileSync(path.join(folder, "config.json"), JSON.stringify(more));
    await refused({}, /gives \[1,2\] for one text; config.json names 3 labels/u);
    writeFileSync(path.join(folder, "onnx/model.onnx"), "not a model");
    await refused({}, /the model is no ONNX file/u);
  });

  it("is undone by removePack", async () => {
    await addPack(folder, { modelsDir });
    removePack(modelsDir, "tiny-bert");
    expect((await findModels(modelsDir)).models.map(({ name }) => name)).toEqual(["text-screen"]);
    expect(existsSync(path.join(modelsDir, "tiny-bert"))).toBe(false);
    expect(() => removePack(modelsDir, "text-screen")).toThrow(/no model pack/u);
  });
});

describe("patching attention", () => {
  it("finds what is inside the graph and makes it an output, without changing the answer", async () => {
    const bytes = new Uint8Array(readFileSync(path.join(folder, "onnx/model.onnx")));
    expect(attentionNames(bytes)).toEqual(["layer0_probs"]);
    const more = withOutputs(bytes, ["layer0_probs"]);
    const session = await InferenceSession.create(more);
    expect(session.outputNames).toEqual(["logits", "layer0_probs"]);
    expect(attentionNames(more)).toEqual([]);
  });

  it("refuses what is no model", () => {
    expect(() => attentionNames(Uint8Array.of(255, 255, 255))).toThrow(RangeError);
  });
});

describe("categoryLogits", () => {
  const labels = [
    { name: "safe", category: null },
    { name: "spam", category: "spam" as const },
    { name: "scam", category: "spam" as const },
  ];
  it("takes the highest label of a category, or the odds of its labels against the others", () => {
    const row = [1, 2, 3];
    const spam = { labels, categories: ["spam" as const] };
    expect([...categoryLogits(row, { ...spam, activation: "sigmoid" })]).toEqual([3]);
    const [odds] = categoryLogits(row, { ...spam, activation: "softmax" });
    const share = (Math.exp(2) + Math.exp(3)) / (Math.exp(1) + Math.exp(2) + Math.exp(3));
    expect(1 / (1 + Math.exp(-(odds as number)))).toBeCloseTo(share);
  });

  it("joins a category's narrower labels with it, each label once", () => {
    const names = ["OK", "hate", "hate/threatening", "sexual_explicit", "sexual/minors", "severe_toxicity"];
    const known = labelsOf(Object.fromEntries(Object.entries(names)), {});
    const categories = categoriesOf(known);
    expect(categories).toEqual(["toxicity", "hate", "sexual"]);
    const row = [0, 1, 2, 3, -4, 0.5];
    const model = { labels: known, categories };
    expect([...categoryLogits(row, { ...model, activation: "sigmoid" })]).toEqual([0.5, 2, 3]);
    const shares = [...categoryLogits(row, { ...model, activation: "softmax" })].map(
      (x) => 1 / (1 + Math.exp(-x)),
    );
    const all = row.reduce((sum, value) => sum + Math.exp(value), 0);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1 - 1 / all);
  });
});

describe("placeTokens", () => {
  it("finds pieces in order, through case, accents and marks, and leaves out what is not there", () => {
    const text = "Ein Café, CAFÉ-Bar";
    const places = placeTokens(text, ["[CLS]", "ein", "▁cafe", ",", "caf", "##e", "▁bar"]);
    expect(places.map((place) => place && text.slice(place.start, place.end))).toEqual([
      null,
      "Ein",
      "Café",
      ",",
      "CAF",
      "É",
      "Bar",
    ]);
  });
});

describe("pullPack", () => {
  const workDir = path.join(root, "work");

  it("fetches a pack's files and adds it, whatever folder of the repository they are in", async () => {
    const at = (file: string) => path.join(folder, file);
    const fetched: string[] = [];
    const onFile = (file: string) => fetched.push(file);
    const files = {
      "config.json": at("config.json"),
      "tokenizer.json": at("tokenizer.json"),
      "onnx/model_quantized.onnx": at("onnx/model.onnx"),
    };
    const manifest = await withHub(files, (hub) =>
      pullPack("toxic-bert", { modelsDir, workDir, hub, onFile }),
    );
    expect(manifest).toMatchObject({ name: "toxic-bert", categories: ["toxicity", "harassment"] });
    expect(fetched).toEqual(["config.json", "tokenizer.json", "onnx/model_quantized.onnx"]);
  });

  it("says what is missing, and what to do without internet", async () => {
    const empty = withHub({}, (hub) => pullPack("toxic-bert", { modelsDir, workDir, hub }));
    await expect(empty).rejects.toThrow(/has no config.json/u);
    const offline = pullPack("toxic-bert", { modelsDir, workDir, hub: "http://127.0.0.1:9" });
    await expect(offline).rejects.toThrow(/cannot be reached.*npm run models:add/u);
    await expect(pullPack("nonsense", { modelsDir, workDir })).rejects.toThrow(
      /Known packs:\n {2}toxic-bert/u,
    );
  });
});
