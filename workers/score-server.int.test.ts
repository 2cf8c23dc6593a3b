import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { scoreSecret } from "#lib/config/env";
import type { CascadePort } from "#lib/domain/cascade";
import { type ScoreLine, scoreLineSchema } from "#lib/domain/score";
import { score } from "#lib/http/score-client";
import { moderateItem } from "#lib/services/moderate-item";
import { readItem } from "#lib/services/read-item";
import { submitItem } from "#lib/services/submit-item";
import { fakeCascade, stageResult } from "../scripts/test/fake-cascade";
import { makeOrganization } from "../scripts/test/organization";
import { type ScoreService, startScoreService } from "../scripts/test/score-service";

const NO_RULES = async () => ({ version: 0, rules: [] });
const input = (text: string) => ({ text, language: null });

const running: ScoreService[] = [];
async function start(cascade: CascadePort, size?: { concurrency: number; waiting: number }) {
  const service = await startScoreService(cascade, { size });
  running.push(service);
  return service;
}

afterEach(async () => {
  for (const service of running.splice(0)) await service.stop();
});

/** A cascade that answers when told to. */
function heldCascade() {
  const waiting: (() => void)[] = [];
  const fake = fakeCascade();
  const cascade: CascadePort = {
    plan: fake.plan,
    run: async (spec, content, context) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return fake.run(spec, content, context);
    },
  };
  return { cascade, waiting, release: () => waiting.splice(0).forEach((resolve) => void resolve()) };
}

async function until(condition: () => boolean) {
  while (!condition()) await sleep(5);
}

describe("the scoring service", () => {
  let orgId: string;
  beforeAll(async () => {
    orgId = await makeOrganization();
  });
  const ask = (texts: string[], deadlineMs = 5000, signal?: AbortSignal) =>
    score({ orgId, inputs: texts.map(input), deadlineMs }, signal);

  it("gives each text the verdict that an item with it gets", async () => {
    await start(fakeCascade());
    const texts = ["toxicity=0.7 hate=0.1", "hate=0.99", "spam=0.02", "profanity=0.8"];
    const answer = await ask(texts);
    expect(answer.policyVersion).toBe(1);
    const cascade = fakeCascade();
    for (const [at, text] of texts.entries()) {
      const body = { content_id: `c${at}`, text, metadata: {}, wait_ms: 0 };
      const { item } = await submitItem({ orgId, apiKeyId: null, body });
      await moderateItem(item.id, { cascade, rules: NO_RULES });
      const stored = await readItem(orgId, item.id, false);
      const { verdict, models } = answer.results[at]!;
      expect(verdict.scores).toEqual(stored.scores);
      expect(verdict.decision).toBe(stored.decision);
      expect(verdict.interventions).toEqual(stored.interventions);
      expect(models).toEqual(["fake@1.0.0"]);
    }
  });

  it("scores a text that a list entry blocks, and says that it is blocked", async () => {
    const match = {
      entryId: "lst_1",
      kind: "keyword" as const,
      value: "x",
      category: "spam" as const,
      action: "block" as const,
      start: 0,
      end: 1,
    };
    const fake = fakeCascade();
    const rulesStage = {
      ...fake.plan({ text: "", language: null })[0]!,
      name: "text-rules",
      level: 0 as const,
    };
    await start({
      plan: (content) => [rulesStage, ...fake.plan(content)],
      run: async (spec, content, context) =>
        spec.name === "text-rules"
          ? { result: stageResult({ stage: "text-rules", matches: [match] }) }
          : fake.run(spec, content, context),
    });
    const [result] = (await ask(["toxicity=0.1"])).results;
    expect(result?.verdict).toMatchObject({
      decision: "BLOCK",
      decidedBy: ["spam"],
      scores: { toxicity: 0.1 },
    });
  });

  it("refuses at once, with a time to come back, when its queue is full", async () => {
    const held = heldCascade();
    await start(held.cascade, { concurrency: 1, waiting: 1 });
    const first = ask(["toxicity=0.1"]);
    await until(() => held.waiting.length === 1);
    const second = ask(["toxicity=0.2"]);
    await until(() => running[0]?.queue.waiting === 1);
    await expect(ask(["toxicity=0.3"])).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 1 });
    held.release();
    await first;
    await until(() => held.waiting.length === 1);
    held.release();
    expect((await second).results[0]?.verdict.scores).toEqual({ toxicity: 0.2 });
  });

  it("says by its deadline that it is late, and never runs what was still waiting", async () => {
    const held = heldCascade();
    const { queue } = await start(held.cascade, { concurrency: 1, waiting: 5 });
    const first = ask(["toxicity=0.1"]);
    await until(() => held.waiting.length === 1);
    await expect(ask(["toxicity=0.2"], 50)).rejects.toMatchObject({ code: "timeout" });
    const caller = new AbortController();
    const gone = ask(["toxicity=0.3"], 5000, caller.signal);
    await until(() => queue.waiting === 2);
    caller.abort();
    await expect(gone).rejects.toMatchObject({ code: "timeout" });
    await sleep(20);
    held.release();
    await first;
    await until(() => queue.dropped === 2);
    expect(held.waiting.length).toBe(0);
  });

  it("answers what it has begun before it closes, and nothing after", async () => {
    const held = heldCascade();
    const one = await start(held.cascade);
    const answer = ask(["toxicity=0.4"]);
    await until(() => held.waiting.length === 1);
    const closing = one.server.close(5000);
    held.release();
    expect((await answer).results[0]?.verdict.scores).toEqual({ toxicity: 0.4 });
    await closing;
    await expect(ask(["toxicity=0.4"])).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 5 });
  });

  it("is asked at the worker that is left when one is gone without a word", async () => {
    const gone = await start(fakeCascade());
    await start(fakeCascade());
    for (let i = 0; i < 4; i++) await ask(["toxicity=0.1"]);
    await gone.server.close(5000);
    for (let i = 0; i < 4; i++) expect((await ask(["toxicity=0.1"])).results).toHaveLength(1);
  });

  it("is unavailable when no model can judge", async () => {
    await start(fakeCascade({ outcome: "failed", reason: "no model" }));
    await expect(ask(["toxicity=0.1"])).rejects.toMatchObject({ code: "unavailable" });
  });

  it("answers nobody without the secret, and nothing but scores", async () => {
    const { server } = await start(fakeCascade());
    const body = JSON.stringify({ requests: [{ orgId, inputs: [input("x")], deadlineMs: 100 }] });
    const post = (path: string, secret: string, sent = body) =>
      fetch(server.url + path, {
        method: "POST",
        body: sent,
        headers: { authorization: `Bearer ${secret}` },
      });
    expect((await post("/score", "wrong")).status).toBe(401);
    expect((await post("/other", scoreSecret())).status).toBe(404);
    expect((await post("/score", scoreSecret(), "{")).status).toBe(400);
    expect((await post("/score", scoreSecret(), "{}")).status).toBe(400);
    expect((await post("/score", scoreSecret())).status).toBe(200);
  });

  it("answers each of a group by itself: a refused one keeps none from its scores, a slow one none waiting", async () => {
    const held = heldCascade();
    const quick = fakeCascade();
    const { server } = await start({
      plan: quick.plan,
      run: (spec, content, context) =>
        (content.text?.startsWith("hate") ? held.cascade : quick).run(spec, content, context),
    });
    const other = await makeOrganization();
    const one = (text: string, more = {}) => ({ orgId, inputs: [input(text)], deadlineMs: 5000, ...more });
    const requests = [one("toxicity=0.1"), { orgId }, one("hate=0.2"), one("spam=0.3", { orgId: other })];
    const response = await fetch(`${server.url}/score`, {
      method: "POST",
      body: JSON.stringify({ requests: [...requests, one("hate=0.4", { deadlineMs: 20 })] }),
      headers: { authorization: `Bearer ${scoreSecret()}` },
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const lines = async (count: number): Promise<ScoreLine[]> => {
      while (text.split("\n").length <= count) text += (await reader.read()).value ?? "";
      return text
        .split("\n")
        .filter(Boolean)
        .map((line) => scoreLineSchema.parse(JSON.parse(line)));
    };
    const early = Object.fromEntries((await lines(4)).map((line) => [line.at, line]));
    expect(early[0]).toMatchObject({ answer: { results: [{ verdict: { scores: { toxicity: 0.1 } } }] } });
    expect(early[1]).toMatchObject({ refusal: { code: "malformed" } });
    expect(early[3]).toMatchObject({ answer: { results: [{ verdict: { scores: { spam: 0.3 } } }] } });
    expect(early[4]).toMatchObject({ refusal: { code: "timeout" } });
    held.release();
    const last = (await lines(5)).at(-1);
    expect(last).toMatchObject({ at: 2, answer: { results: [{ verdict: { scores: { hate: 0.2 } } }] } });
    expect((await reader.read()).done).toBe(true);
  });

  it("gives many callers at once their own scores, whoever of them goes away", async () => {
    await start(fakeCascade(), { concurrency: 8, waiting: 200 });
    const callers = Array.from({ length: 150 }, () => new AbortController());
    const asked = callers.map(({ signal }, at) => ask([`toxicity=${at / 1000}`], 5000, signal));
    for (const [at, caller] of callers.entries()) if (at % 10 === 3) caller.abort();
    for (const [at, outcome] of (await Promise.allSettled(asked)).entries())
      expect(outcome).toMatchObject(
        at % 10 === 3
          ? { reason: { code: "timeout" } }
          : { value: { results: [{ verdict: { scores: { toxicity: at / 1000 } } }] } },
      );
  });
});
