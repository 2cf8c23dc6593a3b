import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StageContext, StageSpec } from "#lib/domain/cascade";
import { DEFAULT_POLICY, decide } from "#lib/domain/policy";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { blendScores } from "#lib/domain/text/blend-scores";
import type { ItemContent } from "#lib/domain/verdict";
import { runCascade } from "#lib/services/run-cascade";
import { addTinyDeep, addTinyGlance } from "#scripts/test/tiny-deep-model";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "./cascade";
import { ModelsFolder } from "./models-folder";

const root = mkdtempSync(path.join(tmpdir(), "sightline-glance-"));
const folder = path.join(root, "models");
const context: StageContext = { orgId: "o", rules: [], rulesVersion: 1, previous: [], explain: false };
const text = "We bought bread, eggs and one marrow at the market this morning.";
const content = (words: string): ItemContent => ({ text: words, language: null });
/** Untrained weights say about a half of everything: certain below 0.9 at these bounds. */
const WIDE = Object.fromEntries(CATEGORIES.map((category) => [category, { low: 0.9, high: 1.01 }]));
const open: Cascade[] = [];
const start = async (modelsDir: string): Promise<Cascade> => {
  const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
  open.push(cascade);
  return cascade;
};
let cascade: Cascade;
const judge = async (cascade: Cascade, words: string) => {
  const { results, features } = await runCascade(cascade, content(words), context);
  const plan = cascade.plan(content(words));
  const decision = decide({ plan, results, spotCheckDraw: 1 }, DEFAULT_POLICY);
  return { results, features, decision, outcomes: results.map(({ stage, outcome }) => [stage, outcome]) };
};

beforeAll(async () => {
  writeTinyModels(folder, { toxicity: "marrow" });
  addTinyDeep(folder, [text]);
  addTinyGlance(folder, [text], WIDE);
  cascade = await start(folder);
});
afterAll(async () => {
  await Promise.all(open.map((cascade) => cascade.close()));
  rmSync(root, { recursive: true });
});

describe("a cascade with text-glance", () => {
  it("asks it between text-screen and text-deep, and asks no further where it is certain", async () => {
    expect(cascade.plan(content(text)).map(({ name, level, spares }) => [name, level, spares])).toEqual([
      ["text-rules", 0, undefined],
      ["text-screen", 1, undefined],
      ["text-glance", 1, true],
      ["text-deep", 2, undefined],
    ]);
    const { results, features, outcomes } = await judge(cascade, "The weather is nice today.");
    expect(outcomes).toEqual([
      ["text-rules", "continue"],
      ["text-screen", "continue"],
      ["text-glance", "continue"],
    ]);
    expect(results[2]?.explanations).toEqual([]);
    expect(features.map(({ model }) => model)).toEqual(["text-screen@0.0.1", "text-glance@0.0.1"]);
  });

  it("joins its scores with text-screen's; what level 2 says is joined with text-screen alone where no more was derived", async () => {
    const [, screen, glance, deep] = cascade.plan(content(text));
    const run = async (spec: typeof screen, previous: StageContext["previous"]) =>
      (await cascade.run(spec as NonNullable<typeof spec>, content(text), { ...context, previous })).result;
    const first = { ...(await run(screen, [])), scores: { hate: 0.9, toxicity: 0.1 } };
    const half = { ...first, scores: { hate: 0.5, toxicity: 0.1 } };
    const [joined, other] = [await run(glance, [first]), await run(glance, [half])];
    expect(joined.scores.toxicity).toBe(other.scores.toxicity);
    expect(joined.scores.hate).toBeGreaterThan(other.scores.hate as number);
    const blend = { hate: { weight: 0.65, calibration: { kind: "platt", slope: 1, offset: 0 } } } as const;
    const alone = await run(deep, []);
    const at2 = await run(deep, [first, joined]);
    expect(at2.scores).toEqual(await run(deep, [first]).then(({ scores }) => scores));
    expect(at2.scores.hate).toBe(blendScores({ hate: 0.9 }, alone.scores, blend).hate);
  });

  it("scores a text the same, bit for bit, alone and in any company", async () => {
    const texts = Array.from(
      { length: 70 },
      (_, at) => `${"bread and eggs at noon ".repeat(at % 9)}no ${at}`,
    );
    const [, screen, glance] = cascade.plan(content(text));
    const previous = [(await cascade.run(screen as never, content(text), context)).result];
    const ask = (words: string) => cascade.run(glance as never, content(words), { ...context, previous });
    const crowd = await Promise.all(texts.map(ask));
    const turned = await Promise.all([...texts].reverse().map(ask));
    for (const at of [0, 3, 8, 31, 69]) {
      const alone = await ask(texts[at] as string);
      for (const beside of [crowd[at], turned[texts.length - 1 - at]]) {
        expect(alone.result.scores).toEqual(beside?.result.scores);
        expect(alone.features?.data).toEqual(beside?.features?.data);
      }
    }
  });

  it("says the same whether text-screen's thread goes on with it or its own lane is asked", async () => {
    const words = [
      "The weather is nice today.",
      "Bread and eggs, please!",
      "The weather is nice today. ".repeat(200),
    ];
    const spec = cascade.plan(content(text))[2] as StageSpec;
    for (const each of words) {
      const { results, features } = await runCascade(cascade, content(each), context);
      const previous = results.slice(0, 2);
      const apart = await cascade.run(spec, content(each), { ...context, previous });
      expect(apart.result.scores).toEqual(results[2]?.scores);
      expect(apart.features?.data).toEqual(features[1]?.data);
      expect(apart.result.language).toEqual(results[2]?.language);
    }
  });

  it("leaves a text with a stretch that is likely harm by itself to level 2", async () => {
    const { results, outcomes } = await judge(cascade, `marrow marrow marrow! ${text} `.repeat(2));
    expect(outcomes[2]).toEqual(["text-glance", "skipped"]);
    expect(results[2]?.reason).toContain("read by itself as well");
    expect(outcomes[3]).toEqual(["text-deep", "continue"]);
  });

  it("leaves languages that it does not cover to the others", async () => {
    const { results, outcomes } = await judge(
      cascade,
      "Das ist ein wirklich schöner Tag heute, findest du nicht auch?",
    );
    expect(outcomes).toHaveLength(4);
    expect(results.find(({ stage }) => stage === "text-glance")?.scores).toEqual({});
  });

  it("when its file is damaged only it stops, says why, and nobody's text is judged the worse", async () => {
    const models = path.join(root, "damaged");
    cpSync(folder, models, { recursive: true });
    writeFileSync(path.join(models, "text-glance/features.bin"), "damaged");
    const damaged = await start(models);
    expect(damaged.status().models).toMatchObject([
      { model: "text-screen@0.0.1", ok: true },
      { model: "text-deep@0.0.1", ok: true },
      { model: "text-glance@0.0.1", ok: false, reason: expect.stringMatching(/features.bin is damaged/) },
    ]);
    const { outcomes, decision } = await judge(damaged, "The weather is nice today.");
    expect(outcomes.slice(1)).toEqual([
      ["text-screen", "continue"],
      ["text-glance", "failed"],
      ["text-deep", "continue"],
    ]);
    expect(decision.reviewReason).not.toBe("models_unavailable");
  });

  it("decides with text-screen what both are sure of while level 2 is down", async () => {
    const models = path.join(root, "alone");
    cpSync(folder, models, { recursive: true });
    writeFileSync(path.join(models, "text-deep/features.bin"), "damaged");
    const alone = await start(models);
    expect((await judge(alone, "The weather is nice today.")).outcomes).toHaveLength(3);
    const { outcomes, decision } = await judge(alone, `Marrow marrow! ${text} It was sunny all day.`);
    expect(outcomes.at(-1)).toEqual(["text-deep", "failed"]);
    expect(decision).toMatchObject({ decision: "BLOCK", decidedBy: ["toxicity"] });
  });

  it("does not stop a text that text-screen did not score", async () => {
    const models = path.join(root, "without-screen");
    cpSync(folder, models, { recursive: true });
    rmSync(path.join(models, "text-screen/model.onnx"));
    const { outcomes, decision } = await judge(await start(models), "The weather is nice today.");
    expect(outcomes.slice(1)).toEqual([
      ["text-screen", "failed"],
      ["text-glance", "skipped"],
      ["text-deep", "continue"],
    ]);
    expect(decision).toMatchObject({ decision: "FLAG", reviewReason: "models_unavailable" });
  });
});

describe("level 2 joined with both models of level 1", () => {
  const blend = { hate: { weight: 0.5, calibration: { kind: "platt", slope: 1, offset: 0 } } } as const;
  const withJoint = async (name: string, deep: string): Promise<Cascade> => {
    const models = path.join(root, name);
    cpSync(folder, models, { recursive: true });
    new ModelsFolder(models).setDerived((model) =>
      model === "text-glance" ? { exit: {}, joint: { deep, blend } } : undefined,
    );
    return start(models);
  };
  const stages = (cascade: Cascade) =>
    cascade.plan(content(text)) as [StageSpec, StageSpec, StageSpec, StageSpec];
  const said = async (cascade: Cascade, spec: StageSpec, previous: StageContext["previous"]) =>
    (await cascade.run(spec, content(text), { ...context, previous })).result;

  it("averages its scores with what both said together, and without that with text-screen's", async () => {
    const cascade = await withJoint("joint", "0.0.1");
    const [, screen, glance, deep] = stages(cascade);
    const first = { ...(await said(cascade, screen, [])), scores: { hate: 0.9 } };
    const both = { ...(await said(cascade, glance, [first])), scores: { hate: 0.2 } };
    const alone = await said(cascade, deep, []);
    const { scores } = await said(cascade, deep, [first, both]);
    expect(scores.hate).toBe(blendScores({ hate: 0.2 }, alone.scores, blend).hate);
    expect(scores.spam).toBe(alone.scores.spam);
  });

  it("asks text-glance itself about a text that level 1 left to it", async () => {
    const cascade = await withJoint("left", "0.0.1");
    const [, screen, glance, deep] = stages(cascade);
    const first = { ...(await said(cascade, screen, [])), scores: { hate: 0.9 } };
    const both = await said(cascade, glance, [first]);
    const skipped = { ...both, outcome: "skipped" as const, scores: {} };
    const { scores } = await said(cascade, deep, [first, skipped]);
    expect(scores).toEqual((await said(cascade, deep, [first, both])).scores);
    expect(scores.hate).not.toBe((await said(cascade, deep, [])).scores.hate);
    const { results } = await runCascade(
      cascade,
      content(`marrow marrow marrow! ${text} `.repeat(2)),
      context,
    );
    expect(results.map(({ stage, outcome }) => [stage, outcome]).slice(2)).toEqual([
      ["text-glance", "skipped"],
      ["text-deep", "continue"],
    ]);
  });

  it("is not joined so where that was derived with another text-deep, or text-glance is damaged", async () => {
    const other = await withJoint("other", "0.0.2");
    const damaged = path.join(root, "damaged joint");
    await withJoint("damaged joint", "0.0.1");
    writeFileSync(path.join(damaged, "text-glance/features.bin"), "damaged");
    for (const each of [other, await start(damaged)]) {
      const [, screen, , deep] = stages(each);
      const first = { ...(await said(each, screen, [])), scores: { hate: 0.9 } };
      expect((await said(each, deep, [first])).scores).toEqual((await said(cascade, deep, [first])).scores);
    }
  });
});
