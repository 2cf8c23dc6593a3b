import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StageContext } from "#lib/domain/cascade";
import { writeTinyRoberta } from "#scripts/test/tiny-roberta";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "../cascade";
import type { ClassifierManifest } from "../manifest";
import { placeByteTokens } from "../token-spans";
import { addPack } from "./add-pack";

const root = mkdtempSync(path.join(tmpdir(), "sightline-bytes-"));
const context: StageContext = { orgId: "o", rules: [], rulesVersion: 1, previous: [] };
let manifest: ClassifierManifest;
let cascade: Cascade;
beforeAll(async () => {
  const [folder, modelsDir] = [path.join(root, "Tiny_RoBERTa"), path.join(root, "models")];
  writeTinyRoberta(folder);
  writeTinyModels(modelsDir, { toxicity: "cabbage" });
  manifest = await addPack(folder, { modelsDir, languages: ["en", "ru"] });
  cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
});
afterAll(async () => {
  await cascade.close();
  rmSync(root, { recursive: true });
});

/** What the pack's stage says of a text. */
async function judged(text: string, language = "en") {
  const item = { text, language };
  const stage = cascade.plan(item).at(-1) as ReturnType<Cascade["plan"]>[number];
  const { result } = await cascade.run(stage, item, context);
  const spans = result.explanations[0]?.spans.toSorted((a, b) => b.weight - a.weight) ?? [];
  return { result, words: spans.map(({ start, end }) => text.slice(start, end)), spans };
}

describe("a pack with a byte-level tokenizer", () => {
  it("is added, and reads no more tokens than there are positions behind that of the padding", () => {
    expect(manifest).toMatchObject({
      name: "tiny-roberta",
      runner: "classifier",
      categories: ["toxicity", "harassment"],
      maxTokens: 16,
      attention: ["layer0_probs"],
    });
  });

  it("is an ordinary stage: scored, and calm about what is not among its words", async () => {
    const { result } = await judged("what a marrow you are");
    expect(result).toMatchObject({ stage: "tiny-roberta", model: "tiny-roberta@1.0.0", outcome: "continue" });
    expect(result.scores.toxicity).toBeGreaterThan(0.9);
    expect(result.scores.harassment).toBeLessThan(0.2);
    expect((await judged("what a kind day 🎉")).result.scores.toxicity).toBeLessThan(0.3);
  });

  it.each([
    ["en", "déjà 🍀 what a marrow", "marrow"],
    ["en", "👋🏽 a marrow", "marrow"],
    ["ru", "что 🍀 ты тыква", "тыква"],
    ["en", "what a 🎃 day", "🎃"],
    ["en", "naïve 🎃", "🎃"],
  ])("shows the word that decides behind signs of several bytes: %s %s", async (language, text, decisive) => {
    const { result, words } = await judged(text, language);
    expect(result.scores.toxicity).toBeGreaterThan(0.9);
    expect(words[0]).toBe(decisive);
  });

  it("cuts no character in two and marks no place twice", async () => {
    const text = "a 🎃🍀 día";
    const { spans } = await judged(text);
    const ordered = spans.toSorted((a, b) => a.start - b.start);
    for (const [at, { start, end }] of ordered.entries()) {
      expect(text.slice(start, end).isWellFormed()).toBe(true);
      expect(start).toBeGreaterThanOrEqual(ordered[at - 1]?.end ?? 0);
    }
  });

  it("shows the word that decides at the end of a text of many windows", async () => {
    const { result, words } = await judged(`${"a kind día ".repeat(40)}marrow`);
    expect(result.scores.toxicity).toBeGreaterThan(0.9);
    expect(words[0]).toBe("marrow");
  });
});

describe("placeByteTokens", () => {
  const shown = (text: string, tokens: readonly string[]) =>
    placeByteTokens(text, tokens).map((place) => place && text.slice(place.start, place.end));

  it("reads byte signs, with their spaces and line breaks, and gives parts of a character the whole of it", () => {
    expect(shown("Café\n ñ 🎃!", ["CafÃ©", "Ċ", "ĠÃ", "±", "Ġð", "Ł", "İ", "ĥ", "!"])).toEqual([
      "Café",
      null,
      "ñ",
      "ñ",
      "🎃",
      "🎃",
      "🎃",
      "🎃",
      "!",
    ]);
  });

  it("finds what a tokenizer has put in lower case, and leaves out what is written in no bytes", () => {
    expect(shown("Ein CAFÉ", ["ein</w>", "<тыква>", "ĠcafÃ©</w>"])).toEqual(["Ein", null, "CAFÉ"]);
    expect(shown("ab", ["ð", "a", "b"])).toEqual([null, null, "b"]);
    expect(shown("", [])).toEqual([]);
  });
});
