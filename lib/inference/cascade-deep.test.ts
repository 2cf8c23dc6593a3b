import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StageContext } from "#lib/domain/cascade";
import { DEFAULT_POLICY, decide } from "#lib/domain/policy";
import type { Category } from "#lib/domain/taxonomy";
import { logOdds } from "#lib/domain/text/blend-scores";
import { runCascade } from "#lib/services/run-cascade";
import { addTinyDeep } from "#scripts/test/tiny-deep-model";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "./cascade";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-deep-"));
const context: StageContext = { orgId: "o", rules: [], rulesVersion: 1, previous: [] };
const item = { text: "What a marrow you are, and the rest is fine.", language: null };
const open: Cascade[] = [];
const start = async (providers = ["cpu"]): Promise<Cascade> => {
  const cascade = await createCascade({ modelsDir: folder, threads: 1, providers });
  open.push(cascade);
  return cascade;
};

beforeAll(() => {
  writeTinyModels(folder, { toxicity: "marrow" });
  addTinyDeep(folder, [item.text]);
});
afterAll(async () => {
  await Promise.all(open.map((cascade) => cascade.close()));
  rmSync(folder, { recursive: true });
});

describe("a cascade with text-deep", () => {
  it("asks it last, scores all categories and explains the highest by spans of the original", async () => {
    const cascade = await start();
    const plan = cascade.plan(item);
    expect(plan.map(({ name, level }) => [name, level])).toEqual([
      ["text-rules", 0],
      ["text-screen", 1],
      ["text-deep", 2],
    ]);
    const deep = await cascade.run(plan[2] as (typeof plan)[number], item, context);
    expect(deep.result).toMatchObject({
      stage: "text-deep",
      model: "text-deep@0.0.1",
      outcome: "continue",
      covered: true,
    });
    expect(Object.keys(deep.result.scores)).toHaveLength(9);
    const words = deep.result.explanations[0]?.spans.map(({ start, end }) => item.text.slice(start, end));
    expect(words?.slice(0, 3)).toEqual(["What", "a", "marrow"]);
    expect(deep.result.explanations[0]?.gap).toBeGreaterThanOrEqual(0);
    expect(deep.result.explanations[0]?.gap).toBeLessThanOrEqual(1);
    expect(deep.features?.data).toHaveLength(36);
  });

  it("explains each category that a person is asked for, at most three, the highest first", async () => {
    const cascade = await start();
    const spec = cascade.plan(item)[2] as ReturnType<Cascade["plan"]>[number];
    const { result } = await cascade.run(spec, item, context);
    const asked = Object.entries(result.scores)
      .filter(([category, score]) => score >= DEFAULT_POLICY.categories[category as Category].review)
      .sort(([, a], [, b]) => b - a)
      .map(([category]) => category);
    expect(asked.length).toBeGreaterThan(3);
    expect(result.explanations.map(({ category }) => category)).toEqual(asked.slice(0, 3));
    const marks = result.explanations.map(({ spans }) => spans.map(({ weight }) => weight).join());
    expect(new Set(marks).size).toBe(3);
  });

  it("scores a text the same, bit for bit, alone and in any company", async () => {
    const cascade = await start();
    const texts = Array.from(
      { length: 70 },
      (_, at) => `${"some words and a marrow ".repeat(at % 9)}number ${at}`,
    );
    const spec = cascade.plan(item)[2] as ReturnType<Cascade["plan"]>[number];
    const judge = (text: string) =>
      cascade.run(spec, { text, language: null }, { ...context, explain: false });
    const crowd = await Promise.all(texts.map(judge));
    const pairs = await Promise.all([...texts].reverse().map(judge));
    for (const at of [0, 3, 8, 31, 69]) {
      const alone = await judge(texts[at] as string);
      expect(alone.result.scores).toEqual(crowd[at]?.result.scores);
      expect(alone.result.scores).toEqual(pairs[texts.length - 1 - at]?.result.scores);
      expect(alone.features?.data).toEqual(crowd[at]?.features?.data);
    }
  });

  it("leaves costly explanations out where nobody reads them", async () => {
    const cascade = await start();
    const spec = cascade.plan(item)[2] as ReturnType<Cascade["plan"]>[number];
    const { result } = await cascade.run(spec, item, { ...context, explain: false });
    expect(result).toMatchObject({ outcome: "continue", explanations: [] });
  });

  it("blends its scores with those of the stage before", async () => {
    const cascade = await start();
    const spec = cascade.plan(item)[2] as ReturnType<Cascade["plan"]>[number];
    const { result: alone } = await cascade.run(spec, item, context);
    const previous = [{ ...alone, stage: "text-screen", scores: { hate: 0.99 } }];
    const { result: blended } = await cascade.run(spec, item, { ...context, previous });
    expect(blended.scores.hate).toBeGreaterThan(alone.scores.hate as number);
    expect(blended.scores.spam).toBe(alone.scores.spam);
  });

  it("blends by the curves of a language that has its own", async () => {
    const cascade = await start();
    const spec = cascade.plan(item)[2] as ReturnType<Cascade["plan"]>[number];
    const text = "Que dia bonito para caminhar com os amigos na praia, você não acha?";
    const judge = async (previous: StageContext["previous"]) =>
      (await cascade.run(spec, { text, language: null }, { ...context, previous })).result;
    const alone = await judge([]);
    expect(alone.language?.code).toBe("pt");
    const joined = await judge([{ ...alone, stage: "text-screen", scores: { hate: 0.9, spam: 0.5 } }]);
    const [own, before] = [logOdds(alone.scores.hate as number), logOdds(0.9)];
    expect(logOdds(joined.scores.hate as number)).toBeCloseTo(0.65 * own + 0.35 * before - 2, 5);
    expect(joined.scores.spam).toBe(alone.scores.spam);
  });

  it("says what it does not cover", async () => {
    const cascade = await start();
    const german = { text: "Das ist ein wirklich schöner Tag heute, findest du nicht auch?", language: null };
    const spec = cascade.plan(german)[2];
    const { result } = await cascade.run(spec as NonNullable<typeof spec>, german, context);
    expect(result).toMatchObject({ covered: false, scores: {}, explanations: [] });
  });

  it.each([[["nonsense", "cpu"]], [["cuda", "webgpu", "nonsense", "cpu"]]])(
    "falls back in order and says why: %s",
    async (providers) => {
      const [screen, deep] = (await start(providers)).status().models;
      expect(screen).toEqual({ model: "text-screen@0.0.1", ok: true, provider: "cpu" });
      expect(deep?.ok).toBe(true);
      const before = providers.slice(0, providers.indexOf(deep?.provider as string));
      for (const provider of before) expect(deep?.reason).toContain(`${provider}: `);
      expect(deep?.reason).toMatch(new RegExp(`^Runs on ${deep?.provider} because ${providers[0]}: `));
    },
  );

  it("is disabled when no provider takes it; text-screen needs none", async () => {
    const [screen, deep] = (await start(["nonsense"])).status().models;
    expect(screen).toMatchObject({ ok: true });
    expect(deep).toMatchObject({ ok: false, reason: expect.stringMatching(/No execution provider/) });
  });

  it("is left out, with the reason, when one of its files is damaged; text-screen stays", async () => {
    writeFileSync(path.join(folder, "text-deep/features.bin"), "damaged");
    const cascade = await start();
    const [, screen, deep] = cascade.plan(item);
    const runs = await Promise.all(
      [screen, deep].map((spec) => cascade.run(spec as NonNullable<typeof spec>, item, context)),
    );
    expect(runs.map(({ result }) => result.outcome)).toEqual(["continue", "failed"]);
    expect(runs[1]?.result.reason).toMatch(/features.bin is damaged/);
  });

  it("leaves what level 1 is not sure of to people while it is down, and the rest to level 1", async () => {
    const file = path.join(folder, "manifest.json");
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    manifest.models[0].exit = { toxicity: { low: 0.1, high: 0.999 } };
    writeFileSync(file, JSON.stringify(manifest));
    writeFileSync(path.join(folder, "text-deep/features.bin"), "damaged");
    const cascade = await start();
    const judge = async (text: string) => {
      const content = { text, language: null };
      const plan = cascade.plan(content);
      const { results } = await runCascade(cascade, content, context);
      return { stages: results.length, ...decide({ plan, results, spotCheckDraw: 1 }, DEFAULT_POLICY) };
    };
    expect(await judge("The weather is nice today, we went to the sea.")).toMatchObject({
      stages: 2,
      decision: "APPROVE",
    });
    expect(await judge("We bought bread, eggs and one marrow at the market this morning.")).toMatchObject({
      stages: 3,
      decision: "FLAG",
      reviewReason: "models_unavailable",
    });
  });
});
