import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StageContext, StageSpec } from "#lib/domain/cascade";
import type { ItemContent, ListRule } from "#lib/domain/verdict";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "./cascade";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-models-"));
const open: Cascade[] = [];
const start = async (modelsDir: string, providers = ["cpu"]) => {
  const cascade = await createCascade({ modelsDir, threads: 1, providers });
  open.push(cascade);
  return cascade;
};
const content = (text: string | null, language: string | null = null): ItemContent => ({ text, language });
const context = (rules: ListRule[] = [], rulesVersion = 1): StageContext => ({
  orgId: "o",
  rules,
  rulesVersion,
  previous: [],
});
const runAll = async (cascade: Cascade, item: ItemContent, ctx = context()) => {
  const runs = [];
  for (const spec of cascade.plan(item)) runs.push(await cascade.run(spec, item, ctx));
  return runs;
};
const rule = (over: Partial<ListRule>): ListRule => ({
  id: "r1",
  kind: "keyword",
  value: "turnip",
  category: "spam",
  action: "flag",
  ...over,
});

beforeAll(() => writeTinyModels(folder, { toxicity: "marrow", spam: "parsnip" }));
afterAll(async () => {
  await Promise.all(open.map((cascade) => cascade.close()));
  rmSync(folder, { recursive: true });
});

describe("createCascade", () => {
  let cascade: Cascade;
  beforeAll(async () => {
    cascade = await start(folder);
  });

  it("plans rules and model for text, nothing for none", () => {
    expect(cascade.plan(content("hello")).map(({ name, level }) => [name, level])).toEqual([
      ["text-rules", 0],
      ["text-screen", 1],
    ]);
    expect(cascade.plan(content(null))).toEqual([]);
  });

  it("reports its models and threads", () => {
    expect(cascade.status()).toEqual({
      models: [{ model: "text-screen@0.0.1", ok: true, provider: "cpu" }],
      threads: { wanted: 1, ready: 1, restarts: 0 },
      waiting: 0,
    });
  });

  it("scores, explains and keeps the features", async () => {
    const [, screen] = await runAll(cascade, content("What a marrow you are, and the rest is fine."));
    expect(screen?.result).toMatchObject({
      stage: "text-screen",
      model: "text-screen@0.0.1",
      outcome: "continue",
      covered: true,
      language: { code: "en" },
    });
    const { scores, explanations } = screen?.result ?? { scores: {}, explanations: [] };
    expect(scores.toxicity).toBeGreaterThan(scores.spam as number);
    expect(explanations[0]).toMatchObject({ modality: "text", category: "toxicity" });
    const top = explanations[0]?.spans.reduce((a, b) => (b.weight > a.weight ? b : a));
    expect([top?.start, top?.end]).toEqual([7, 13]);
    expect(screen?.features).toMatchObject({ model: "text-screen@0.0.1" });
    expect(screen?.features?.data).toHaveLength(36);
  });

  it("explains only what somebody will read, and scores the same", async () => {
    const item = content("What a marrow you are, and the rest is fine.");
    const [explained, silent] = await Promise.all([
      runAll(cascade, { ...item }),
      runAll(cascade, { ...item }, { ...context(), explain: false }),
    ]);
    expect(explained[1]?.result.explanations).not.toEqual([]);
    expect(silent[1]?.result.explanations).toEqual([]);
    expect(silent[1]?.result.scores).toEqual(explained[1]?.result.scores);
  });

  it("explains exactly: spans sum to the logit minus its bias", async () => {
    const [, screen] = await runAll(
      cascade,
      content("A mаrrow, a m.a.r.r.o.w and 👍 m4rrow; plus many more plain words here."),
    );
    const { explanations } = screen?.result ?? { explanations: [] };
    const features = screen?.features?.data ?? new Uint8Array(4);
    const logit = new DataView(features.buffer, features.byteOffset).getFloat32(0, true);
    const sum = explanations[0]?.spans.reduce((total, span) => total + span.weight, 0) as number;
    expect(logit).toBeGreaterThan(-1);
    expect(sum).toBeCloseTo(logit + 1, 4);
  });

  it("finds harm at the end of a long harmless text", async () => {
    const filler = "the weather is nice and we went to the park with them ".repeat(200);
    const [, screen] = await runAll(cascade, content(`${filler} marrow marrow marrow`));
    const [, short] = await runAll(cascade, content("marrow marrow marrow"));
    const [, none] = await runAll(cascade, content(filler));
    expect(screen?.result.scores.toxicity).toBeGreaterThan(none?.result.scores.toxicity as number);
    expect(short?.result.scores.toxicity).toBeGreaterThan(screen?.result.scores.toxicity as number);
  });

  it("scores only what it covers in the text's language, and says when that is nothing", async () => {
    const [, german] = await runAll(
      cascade,
      content("Das ist ein wirklich schöner Tag heute, findest du nicht auch?"),
    );
    expect(german?.result).toMatchObject({ covered: false, scores: {}, language: { code: "de" } });
    expect(german?.result.reason).toMatch(/does not cover the language de/);
    const [, portuguese] = await runAll(
      cascade,
      content("Olá, tudo bem? Hoje o dia está muito bonito para passear na praia"),
    );
    expect(Object.keys(portuguese?.result.scores ?? {})).toEqual(["toxicity"]);
  });

  it.each(["", " ", "\u0000\u200b", "👍", "مرحبا", "\ud800", "a".repeat(20_000), "w ".repeat(10_000)])(
    "answers whatever the text is (%#)",
    async (text) => {
      const runs = await runAll(
        cascade,
        content(text),
        context([rule({}), rule({ id: "r2", kind: "regex", value: "w+" })]),
      );
      for (const { result } of runs) expect(result.outcome).toBe("continue");
    },
  );

  it("gives the same answer alone and in a crowd", async () => {
    const texts = Array.from({ length: 80 }, (_, at) => `${"word ".repeat(at % 40)}marrow number ${at}`);
    const spec = cascade.plan(content("x"))[1];
    if (!spec) throw new Error("no screen stage");
    const crowd = await Promise.all(texts.map((text) => cascade.run(spec, content(text), context())));
    for (const at of [0, 7, 41, 79]) {
      const alone = await cascade.run(spec, content(texts[at] as string), context());
      expect(alone.result.scores).toEqual(crowd[at]?.result.scores);
    }
  });

  it("matches lists, with their version in force", async () => {
    const found = async (rules: ListRule[], version: number) => {
      const [rulesRun] = await runAll(cascade, content("A Turnip for 555-1234"), context(rules, version));
      return rulesRun?.result.matches.map(({ entryId, start, end }) => [entryId, start, end]);
    };
    expect(await found([rule({})], 11)).toEqual([["r1", 2, 8]]);
    expect(await found([rule({ id: "r9", kind: "regex", value: String.raw`\d{3}-\d{4}` })], 12)).toEqual([
      ["r9", 13, 21],
    ]);
    expect(await found([], 13)).toEqual([]);
  });

  it("searches lists once per text, with the model, and keeps what the model said for its stage", async () => {
    const item = content("A turnip and a marrow.");
    const [rules, screen] = cascade.plan(item);
    const found = await cascade.run(rules as StageSpec, item, context([rule({})], 21));
    expect(found.result).toMatchObject({ outcome: "continue", matches: [{ entryId: "r1" }] });
    const waiting = cascade.status().waiting;
    const scored = cascade.run(screen as StageSpec, item, context([rule({})], 21));
    expect(cascade.status().waiting).toBe(waiting);
    const apart = await cascade.run(screen as StageSpec, content("A turnip and a marrow."), context());
    expect((await scored).result.scores).toEqual(apart.result.scores);
  });

  it("keeps organisations' lists apart within a batch", async () => {
    const spec = cascade.plan(content("x"))[0] as StageSpec;
    const orgs = Array.from({ length: 120 }, (_, at) => `org-${at}`);
    for (const version of [1, 2]) {
      const runs = await Promise.all(
        orgs.map((orgId) => {
          const rules = [rule({ id: `${orgId}@${version}`, value: version === 1 ? "turnip" : "marrow" })];
          return cascade.run(spec, content("a turnip, a marrow"), {
            orgId,
            rules,
            rulesVersion: version,
            previous: [],
          });
        }),
      );
      expect(runs.map(({ result }) => result.matches.map(({ entryId }) => entryId))).toEqual(
        orgs.map((orgId) => [`${orgId}@${version}`]),
      );
    }
  });

  it("leaves broken patterns out and says so", async () => {
    const [rulesRun] = await runAll(
      cascade,
      content("turnip"),
      context([rule({ kind: "regex", value: "(" }), rule({ id: "r2" })], 7),
    );
    expect(rulesRun?.result).toMatchObject({ outcome: "continue", matches: [{ entryId: "r2" }] });
    expect(rulesRun?.result.reason).toMatch(/1 patterns left out/);
  });
});

describe("a cascade without its model", () => {
  const broken = (name: string, damage: (models: string) => void) => {
    const models = path.join(folder, name);
    writeTinyModels(models, { toxicity: "marrow" });
    damage(models);
    return models;
  };

  it.each<[string, (models: string) => void, RegExp]>([
    ["missing", (models) => rmSync(path.join(models, "text-screen/model.onnx")), /model\.onnx is missing/],
    ["damaged", (models) => writeFileSync(path.join(models, "text-screen/model.onnx"), "no"), /damaged/],
    ["unlisted", (models) => rmSync(path.join(models, "manifest.json")), /manifest\.json cannot be read/],
    [
      "garbled manifest",
      (models) => writeFileSync(path.join(models, "manifest.json"), '{"models":[{}]}'),
      /entry in models\/manifest\.json is damaged/,
    ],
    ["no list", (models) => writeFileSync(path.join(models, "manifest.json"), "{"), /cannot be read/],
  ])("%s: only its stage fails, with the reason", async (name, damage, reason) => {
    const cascade = await start(broken(name.replace(" ", "-"), damage));
    const [rules, screen] = await runAll(cascade, content("turnip"), context([rule({})]));
    expect(rules?.result.matches).toHaveLength(1);
    expect(screen?.result).toMatchObject({
      outcome: "failed",
      scores: {},
      reason: expect.stringMatching(reason),
    });
    expect(cascade.status().models).toMatchObject([{ ok: false, reason: expect.stringMatching(reason) }]);
  });

  it("refuses files outside its folder", async () => {
    const models = broken("outside", (place) => {
      const file = path.join(place, "manifest.json");
      writeFileSync(file, readFileSync(file, "utf8").replace("text-screen/model.onnx", "../model.onnx"));
    });
    const cascade = await start(models);
    expect(cascade.status().models[0]).toMatchObject({ ok: false });
  });
});
