import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExitBounds, StageContext, StageSpec } from "#lib/domain/cascade";
import { DEFAULT_POLICY, decide } from "#lib/domain/policy";
import { CATEGORIES, type Scores } from "#lib/domain/taxonomy";
import { blendScores } from "#lib/domain/text/blend-scores";
import type { ItemContent, StageResult } from "#lib/domain/verdict";
import { runCascade } from "#lib/services/run-cascade";
import { stageResult } from "#scripts/test/fake-cascade";
import { writeTinyBert } from "#scripts/test/tiny-bert";
import { addTinyDeep, addTinyGlance, addTinySense } from "#scripts/test/tiny-deep-model";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "./cascade";
import { ModelsFolder } from "./models-folder";
import { addPack } from "./packs/add-pack";
import type { Part, ReadApart } from "./second-look";
import { runSense } from "./stages/sense";
import type { TextOutput } from "./text-outputs";
import { toExplain } from "./to-explain";

const root = mkdtempSync(path.join(tmpdir(), "sightline-sense-"));
const folder = path.join(root, "models");
const context: StageContext = { orgId: "o", rules: [], rulesVersion: 1, previous: [], explain: false };
const text = "We bought bread, eggs and one marrow at the market this morning.";
const calm = "The weather is nice today.";
const content = (words: string): ItemContent => ({ text: words, language: null });
const BLEND = { hate: { weight: 0.65, calibration: { kind: "platt", slope: 1, offset: 0 } } } as const;
/** Bounds within which everything is certain. */
const WIDE: ExitBounds = Object.fromEntries(CATEGORIES.map((each) => [each, { low: 1, high: 1.01 }]));
const open: Cascade[] = [];
const start = async (modelsDir: string, more: { threadUrl?: URL } = {}): Promise<Cascade> => {
  const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"], ...more });
  open.push(cascade);
  return cascade;
};
/** A copy of the models to be changed. */
const copied = (name: string): string => {
  const models = path.join(root, name);
  cpSync(folder, models, { recursive: true });
  return models;
};
const names = (cascade: Cascade) => cascade.plan(content(text)).map(({ name }) => name);
const specOf = (cascade: Cascade, name: string) =>
  cascade.plan(content(text)).find((spec) => spec.name === name) as StageSpec;
const judge = async (cascade: Cascade, words: string) => {
  const { results, features } = await runCascade(cascade, content(words), context);
  const plan = cascade.plan(content(words));
  const verdictOf = (some: StageResult[]) =>
    decide({ plan, results: some, spotCheckDraw: 1 }, DEFAULT_POLICY);
  const [sense] = results.filter(({ stage }) => stage === "text-sense");
  const without = verdictOf(results.filter((result) => result !== sense));
  return { results, features, sense, verdict: verdictOf(results), without };
};
/** What text-sense says after a text-deep that has said this. */
const refine = async (cascade: Cascade, said: Partial<StageResult>, over: Partial<StageContext> = {}) => {
  const previous = [stageResult({ stage: "text-deep", language: { code: "en", confidence: 1 }, ...said })];
  return cascade.run(specOf(cascade, "text-sense"), content(text), { ...context, previous, ...over });
};
const refined = async (cascade: Cascade, scores: Scores) => (await refine(cascade, { scores })).result.scores;
let cascade: Cascade;

beforeAll(async () => {
  writeTinyModels(folder, { toxicity: "marrow" });
  addTinyDeep(folder, [text]);
  addTinyGlance(folder, [text]);
  addTinySense(folder, [text]);
  const joint = { exit: {}, joint: { deep: "0.0.1", blend: BLEND } };
  new ModelsFolder(folder).setDerived((name) => (name === "text-glance" ? joint : undefined));
  cascade = await start(folder);
});
afterAll(async () => {
  await Promise.all(open.map((each) => each.close()));
  rmSync(root, { recursive: true });
});

describe("a cascade with text-sense", () => {
  it("asks it after text-deep, and joins what it says with what that said", async () => {
    const plan = cascade.plan(content(text)).map(({ name, level, refines }) => [name, level, refines]);
    expect(plan).toEqual([
      ["text-rules", 0, undefined],
      ["text-screen", 1, undefined],
      ["text-glance", 1, undefined],
      ["text-deep", 2, undefined],
      ["text-sense", 2, true],
    ]);
    const { results, features, sense } = await judge(cascade, calm);
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(5).fill("continue"));
    expect(sense).toMatchObject({ model: "text-sense@0.0.1", covered: true, explanations: [] });
    expect(features.at(-1)).toMatchObject({ model: "text-sense@0.0.1" });
    expect(features.at(-1)?.data).toHaveLength(36);
  });

  it("says what both say by the blend", async () => {
    const alone = await refined(cascade, { toxicity: 0.5 });
    expect(Object.keys(alone)).toHaveLength(9);
    for (const hate of [0.1, 0.9])
      expect((await refined(cascade, { hate })).hate).toBe(blendScores({ hate }, alone, BLEND).hate);
  });

  it("is not in the plan behind packs, and text-deep stops nothing there: packs are heard", async () => {
    const models = copied("with pack");
    const exit = { exit: WIDE };
    new ModelsFolder(models).setDerived((name) => (name === "text-deep" ? exit : undefined));
    writeTinyBert(path.join(root, "tiny-bert"));
    await addPack(path.join(root, "tiny-bert"), { modelsDir: models });
    const packed = await start(models);
    expect(names(packed)).toEqual(["text-rules", "text-screen", "text-deep", "tiny-bert"]);
    expect(specOf(packed, "text-deep")).not.toHaveProperty("exit");
    expect((await judge(packed, calm)).results.map(({ stage }) => stage)).toEqual(names(packed));
  });

  it("is not asked where text-deep is certain", async () => {
    const models = copied("certain");
    new ModelsFolder(models).setDerived((name) => (name === "text-deep" ? { exit: WIDE } : undefined));
    const certain = await start(models);
    expect(names(certain)).toContain("text-sense");
    expect((await judge(certain, calm)).sense).toBeUndefined();
  });

  it("is not in the plan where nobody has derived how text-deep is joined with both models of level 1", async () => {
    const models = copied("not derived");
    new ModelsFolder(models).setDerived((name) =>
      name === "text-glance" ? { exit: {}, joint: undefined } : undefined,
    );
    expect(names(await start(models))).toEqual(["text-rules", "text-screen", "text-glance", "text-deep"]);
  });

  it("is not in the plan without text-deep", async () => {
    const models = path.join(root, "alone");
    writeTinyModels(models, { toxicity: "marrow" });
    addTinySense(models, [text]);
    expect(names(await start(models))).toEqual(["text-rules", "text-screen"]);
  });

  it("scores a text the same, bit for bit, alone and in any company", async () => {
    const texts = Array.from(
      { length: 70 },
      (_, at) => `${"bread and eggs at noon ".repeat(at % 9)}no ${at}`,
    );
    const previous = [stageResult({ stage: "text-deep", scores: { hate: 0.5 } })];
    const spec = specOf(cascade, "text-sense");
    const ask = (words: string) => cascade.run(spec, content(words), { ...context, previous });
    const crowd = await Promise.all(texts.map(ask));
    for (const at of [0, 3, 8, 31, 69]) {
      const alone = await ask(texts[at] as string);
      expect(alone.result.scores).toEqual(crowd[at]?.result.scores);
      expect(alone.features?.data).toEqual(crowd[at]?.features?.data);
    }
  });
});

describe("a text parts of which were read by themselves", () => {
  it("is refined as a whole, and its parts raise that", async () => {
    const { results, sense } = await judge(cascade, `marrow marrow marrow! ${text} `.repeat(2));
    const deep = results.find(({ stage }) => stage === "text-deep")?.scores as Scores;
    expect(sense?.outcome).toBe("continue");
    expect(sense?.scores.hate).not.toBe(deep.hate);
  });

  it("keeps what a part raised, whatever text-sense says of the whole", async () => {
    const whole = { toxicity: 0.2, hate: 0.2 };
    const part = {
      text: "",
      pieces: [],
      between: "\n",
      from: { hate: 0.1 },
      fullyUpTo: 0.7,
    } as unknown as Part;
    const aparts = [{ part, scores: { hate: 0.9 } }] as unknown as ReadApart[];
    const deep = stageResult({ stage: "text-deep", scores: { toxicity: 0.2, hate: 0.8 } });
    const output = { scores: { toxicity: 0.01, hate: 0.01 }, language: { code: "en" }, covered: true };
    const { result } = await runSense(specOf(cascade, "text-sense"), text, [deep], {
      ...{ apart: { whole, aparts }, isJoined: true, languages: { en: [] } },
      blends: { usual: { ...BLEND, toxicity: BLEND.hate }, languages: {} },
      ask: async () => ({ ...output, logits: new Uint8Array(36), explanations: [] }) as unknown as TextOutput,
    });
    expect(result.scores.toxicity).toBeLessThan(0.1);
    expect(result.scores.hate).toBeGreaterThanOrEqual(0.7);
  });
});

describe("what text-sense does not refine", () => {
  it("is what text-deep did not score", async () => {
    const { sense, verdict } = await judge(
      cascade,
      "Das ist ein wirklich schöner Tag heute, findest du nicht auch?",
    );
    expect(sense).toMatchObject({
      ...{ outcome: "skipped", scores: {}, covered: true },
      reason: "text-deep gave no scores to join with.",
    });
    expect(verdict.reviewReason).toBe("language_not_covered");
  });

  it("is a text in another language", async () => {
    const words = "Que dia bonito para caminhar com os amigos na praia, você não acha?";
    const { results, sense, verdict, without } = await judge(cascade, words);
    expect(results.find(({ stage }) => stage === "text-deep")?.scores).not.toEqual({});
    expect(sense).toMatchObject({ outcome: "skipped", scores: {}, covered: true });
    expect(verdict).toEqual(without);
  });

  it("is a text that text-deep covers and its languages do not, whatever it would say", async () => {
    const { result } = await refine(cascade, {
      scores: { hate: 0.5 },
      language: { code: "pt", confidence: 1 },
    });
    expect(result).toMatchObject({ outcome: "skipped", reason: "It judges English alone." });
    const beside = await refine(cascade, { scores: { hate: 0.5 }, covered: false });
    expect(beside.result).toMatchObject({
      outcome: "skipped",
      reason: "It judges English alone.",
      covered: true,
    });
  });

  it("is a text that is longer than it reads, of which it would know a part", async () => {
    const { sense, verdict, without } = await judge(cascade, `${calm} `.repeat(90));
    expect(sense).toMatchObject({ outcome: "skipped", reason: "It reads texts of up to 2000 characters." });
    expect(verdict).toEqual(without);
  });

  it("is a category of which nobody has derived how it is joined", async () => {
    const models = copied("one category");
    const joint = { exit: {}, joint: { deep: "0.0.1", blend: BLEND } };
    new ModelsFolder(models).setDerived((name) => (name === "text-sense" ? joint : undefined));
    expect(Object.keys(await refined(await start(models), { hate: 0.1, spam: 0.2 }))).toEqual(["hate"]);
  });

  it("is what text-deep said without text-glance", async () => {
    const models = copied("glance damaged");
    writeFileSync(path.join(models, "text-glance/features.bin"), "damaged");
    const { sense, verdict, without } = await judge(await start(models), calm);
    expect(sense).toMatchObject({
      outcome: "skipped",
      reason: "text-deep was not joined with both models of level 1.",
    });
    expect(verdict).toEqual(without);
  });

  it("is what was joined with another text-deep, or never", async () => {
    const models = copied("joint");
    const joint = (deep: string) => ({
      ...{ exit: {}, joint: { deep, blend: { hate: { ...BLEND.hate, weight: 0.2 } } } },
    });
    const derive = (deep: string) =>
      new ModelsFolder(models).setDerived((name) => (name === "text-sense" ? joint(deep) : undefined));
    derive("0.0.1");
    const [usual, own] = [
      await refined(cascade, { hate: 0.1 }),
      await refined(await start(models), { hate: 0.1 }),
    ];
    expect(own.hate).toBeLessThan(usual.hate as number);
    derive("0.0.2");
    const other = await judge(await start(models), calm);
    expect(other.sense).toMatchObject({ outcome: "skipped", reason: expect.stringContaining("derived") });
    expect(other.verdict).toEqual(other.without);
  });
});

describe("while text-sense or text-deep is down", () => {
  it("text-deep's verdict stands where text-sense is damaged, and no person is asked for that", async () => {
    const models = copied("damaged");
    writeFileSync(path.join(models, "text-sense/pieces.json"), "damaged");
    const { sense, verdict, without } = await judge(await start(models), calm);
    expect(sense).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(/pieces.json is damaged/),
    });
    expect(verdict).toEqual(without);
    expect(verdict.reviewReason).toBe("score");
  });

  it("text-deep's verdict stands where text-sense is too slow", async () => {
    const threadUrl = new URL("./slow-thread.fixture.ts", import.meta.url);
    const { sense, verdict } = await judge(await start(folder, { threadUrl }), "2500 loaves of bread");
    expect(sense).toMatchObject({ outcome: "timeout", scores: {} });
    expect(verdict).toMatchObject({
      decision: "APPROVE",
      reviewReason: null,
      scores: { hate: expect.closeTo(0.01) },
    });
  });

  it("people get what text-deep was to judge where that is damaged", async () => {
    const models = copied("without deep");
    writeFileSync(path.join(models, "text-deep/features.bin"), "damaged");
    const { results, sense, verdict } = await judge(await start(models), calm);
    expect(results.at(-2)).toMatchObject({ stage: "text-deep", outcome: "failed" });
    expect(sense).toMatchObject({ outcome: "skipped", reason: "text-deep gave no scores to join with." });
    expect(verdict.reviewReason).toBe("models_unavailable");
  });
});

describe("explanations", () => {
  it("are asked of text-deep where that has not given them: of what text-sense alone raises", async () => {
    const low = Object.fromEntries(CATEGORIES.map((each) => [each, 0.001]));
    const explained = async (explanations: StageResult["explanations"]) =>
      (await refine(cascade, { scores: low, explanations }, { explain: true })).result;
    const { scores, explanations } = await explained([]);
    expect(explanations.map(({ category }) => category)).toEqual(toExplain(scores));
    expect(explanations).toHaveLength(3);
    for (const { category, spans, summary } of explanations) {
      expect(spans.map(({ start, end }) => text.slice(start, end)).slice(0, 2)).toEqual(["We", "bought"]);
      expect(summary).toContain(`${Math.round(100 * (scores[category] as number))} %`);
    }
    expect((await explained(explanations.slice(0, 2))).explanations).toEqual(explanations.slice(2));
  });

  it("show no category twice, nor with the figure that text-deep gave", async () => {
    const { results } = await runCascade(cascade, content(text), { ...context, explain: true });
    const level2 = results.filter(({ stage }) => stage !== "text-screen");
    const { explanations, scores } = decide(
      { plan: cascade.plan(content(text)), results: level2, spotCheckDraw: 1 },
      DEFAULT_POLICY,
    );
    const categories = explanations.map(({ category }) => category);
    expect(new Set(categories).size).toBe(categories.length);
    for (const { category, summary } of explanations)
      expect(summary).toContain(`${Math.round(100 * (scores[category] as number))} %`);
  });

  it("are left out where nobody reads them", async () => {
    const { result } = await refine(cascade, { scores: { hate: 0.99 } }, { explain: false });
    expect(result).toMatchObject({ outcome: "continue", explanations: [] });
  });
});
