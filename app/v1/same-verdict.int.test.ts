import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "#lib/config/env";
import { mergeScores } from "#lib/domain/cascade";
import { findAttribute } from "#lib/domain/perspective";
import type { Scores } from "#lib/domain/taxonomy";
import { type Cascade, createCascade } from "#lib/inference/cascade";
import { closeConnections } from "#lib/services/close-connections";
import { moderateItem } from "#lib/services/moderate-item";
import { readItem } from "#lib/services/read-item";
import { runCascade } from "#lib/services/run-cascade";
import { submitItem } from "#lib/services/submit-item";
import { demoPosts } from "../../prisma/demo/posts";
import { makeOrganization } from "../../scripts/test/organization";
import { makeKey } from "../../scripts/test/people";
import { type RouteServer, serveRoutes } from "../../scripts/test/route-server";
import { type ScoreService, startScoreService } from "../../scripts/test/score-service";
import { POST as analyze } from "../v1alpha1/[method]/route";
import { POST as moderations } from "./moderations/route";

const TEXTS = 500;
const ATTRIBUTES = ["TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT", "SEXUALLY_EXPLICIT"];

const NO_RULES = async () => ({ version: 0, rules: [] });
const posts = demoPosts().map((post) => post.text);
/** In languages that the models cover and others, and in several at once. */
const FOREIGN = [
  "Que dia lindo para passear no parque com a família e os amigos.",
  "Você é um palhaço e ninguém quer ouvir as suas histórias.",
  "Bugün hava çok güzel, arkadaşlarımla parkta buluşacağız.",
  "Сегодня прекрасная погода, мы идём гулять в парк с друзьями.",
  "Ты просто клоун, и никто не хочет тебя слушать.",
  "今天天气很好，我们一起去公园散步吧。",
  "Heute ist schönes Wetter, wir gehen mit Freunden in den Park.",
  "Tänään on kaunis ilma ja menemme ystävien kanssa puistoon.",
  "今日は天気がいいので、友達と公園を散歩します。",
  "الطقس جميل اليوم وسنذهب إلى الحديقة مع الأصدقاء",
  "Thanks for the tip! Vielen Dank, und einen schönen Tag noch an alle.",
  "😀 👍 ✨",
];
const pair = (at: number) => `${posts[at % posts.length]} ${posts[(7 * at) % posts.length]}`;
/** Posts one after another: longer than several windows of level 2. */
const LONG = Array.from({ length: 6 }, (_, at) =>
  pair(at).concat(" ", posts.slice(20 * at, 20 * at + 30).join(" ")),
);
const UNUSUAL = [...FOREIGN, ...LONG];
const texts = Array.from({ length: TEXTS }, (_, at) => {
  if (at < posts.length) return posts[at] as string;
  return at % 4 === 0 ? (UNUSUAL[(at >> 2) % UNUSUAL.length] as string) : pair(at);
});

let cascade: Cascade;
let service: ScoreService;
let server: RouteServer;
let orgId: string;
let key: string;
let native: { scores: Scores; decision: string }[];

/** The same bits: what a text scores does not depend on the texts that share its batch. */
function expectSame(found: Scores[], wanted: Scores[]) {
  expect(found).toHaveLength(wanted.length);
  for (const [index, scores] of wanted.entries()) expect(found[index]).toEqual(scores);
}

/** Runs `work` on every text, `at` a time. */
async function onEach<T>(at: number, work: (text: string, index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < texts.length; index = next++)
      results[index] = await work(texts[index] as string, index);
  };
  await Promise.all(Array.from({ length: at }, lane));
  return results;
}

beforeAll(async () => {
  cascade = await createCascade({ modelsDir: env().MODELS_DIR, threads: 1, providers: ["cpu"] });
  expect(cascade.status().models.every(({ ok }) => ok)).toBe(true);
  orgId = await makeOrganization();
  key = (await makeKey(orgId, ["moderate"], { ratePerSecond: 1e6, burst: 1_000_000 })).secret;
  service = await startScoreService(cascade, { size: { concurrency: 64, waiting: 64 } });
  server = await serveRoutes({ "POST /v1/moderations": moderations, "POST /v1alpha1/[method]": analyze });
  // Few at a time: on a busy machine what waits behind seven explained texts is past the time of its stage, and then another verdict.
  native = await onEach(2, async (text, index) => {
    const body = { content_id: `same-${index}`, text, metadata: {}, wait_ms: 0 };
    const { item } = await submitItem({ orgId, apiKeyId: null, body });
    await moderateItem(item.id, { cascade, rules: NO_RULES });
    const { scores = {}, decision = "", stages = [] } = await readItem(orgId, item.id, false);
    expect(stages.filter(({ outcome }) => outcome === "failed" || outcome === "timeout")).toEqual([]);
    return { scores, decision };
  });
}, 300_000);
afterAll(async () => {
  await service.stop();
  await server.close();
  await cascade.close();
  await closeConnections();
});

const post = async (path: string, body: object) => {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const response = await fetch(server.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return response.json();
};

it("gives 500 texts the same scores and decisions as items through the OpenAI drop-in", async () => {
  for (const [from, to] of [
    [0, 250],
    [250, TEXTS],
  ] as const) {
    const { results } = await post("/v1/moderations", { input: texts.slice(from, to) });
    const found: { scores: Scores; decision: string }[] = results.map(
      ({ sightline }: { sightline: { scores: Scores; decision: string } }) => sightline,
    );
    const wanted = native.slice(from, to);
    expect(found.map(({ decision }) => decision)).toEqual(wanted.map(({ decision }) => decision));
    expectSame(
      found.map(({ scores }) => scores),
      wanted.map(({ scores }) => scores),
    );
  }
});

it("gives 500 texts the same scores through the Perspective drop-in", async () => {
  const requestedAttributes = Object.fromEntries(ATTRIBUTES.map((name) => [name, {}]));
  const answers = await onEach(16, (text) =>
    post("/v1alpha1/comments:analyze", {
      comment: { text },
      requestedAttributes,
      dropUnsupportedAttributes: true,
    }),
  );
  for (const [index, { attributeScores }] of answers.entries()) {
    const scores = native[index]?.scores ?? {};
    for (const name of ATTRIBUTES) {
      const value = findAttribute(name)?.read(scores);
      const found = attributeScores[name]?.summaryScore.value;
      if (value === undefined) expect(found).toBeUndefined();
      else expect(found).toBe(value);
    }
  }
});

it("gives 500 texts the same scores from the models alone, as the benches run them", async () => {
  const context = { orgId: "bench", rules: [], rulesVersion: 0, explain: false };
  const found = await onEach(128, async (text) => {
    const { results } = await runCascade(cascade, { text, language: null }, context);
    return mergeScores(results);
  });
  expectSame(
    found,
    native.map(({ scores }) => scores),
  );
});

it("gives 500 texts the same scores and decisions through npm run bench:quality", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "same-verdict-"));
  const [data, out] = [path.join(folder, "texts.jsonl"), path.join(folder, "scores.jsonl")];
  const rows = texts.map((text, id) =>
    JSON.stringify({ id: String(id), text, labels: { spam: id % 2 === 0 } }),
  );
  writeFileSync(data, `${rows.join("\n")}\n`);
  const flags = ["--data", data, "--out", out, "--rounds", "0", "--threads", "1"];
  await promisify(execFile)(process.execPath, ["--import", "tsx", "bench/quality.ts", ...flags]);
  const judged = readFileSync(out, "utf8").trim().split("\n");
  const found = judged.map((line) => JSON.parse(line) as { scores: Scores; decision: string });
  rmSync(folder, { recursive: true });
  expect(found.map(({ decision }) => decision)).toEqual(native.map(({ decision }) => decision));
  expectSame(
    found.map(({ scores }) => scores),
    native.map(({ scores }) => scores),
  );
});
