import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { StageContext, StageSpec } from "#lib/domain/cascade";
import { writeTinyBert } from "#scripts/test/tiny-bert";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "./cascade";
import { codecsOf } from "./lanes";
import { findModels } from "./model-files";
import { addPack } from "./packs/add-pack";
import { InferencePool } from "./pool";

const root = mkdtempSync(path.join(tmpdir(), "sightline-devices-"));
const modelsDir = path.join(root, "models");
const threadUrl = new URL("../../scripts/test/failing-device.ts", import.meta.url);
const NAME = "tiny-bert";
const KIND = "a kind day";
const BAD = "a marrow";

beforeAll(async () => {
  writeTinyModels(modelsDir, { toxicity: "cabbage" });
  writeTinyBert(path.join(root, NAME));
  await addPack(path.join(root, NAME), { modelsDir });
  // A busy machine takes its time to open what answers instead.
  const manifest = path.join(modelsDir, "manifest.json");
  const { models } = JSON.parse(readFileSync(manifest, "utf8"));
  models.at(-1).timeoutMs = 60_000;
  writeFileSync(manifest, JSON.stringify({ models }));
});
afterAll(() => rmSync(root, { recursive: true }));

describe("a device that fails at work", () => {
  let cascade: Cascade;
  afterEach(() => cascade.close());

  const start = async (...devices: string[]) => {
    cascade = await createCascade({ modelsDir, threads: 1, providers: [...devices, "cpu"], threadUrl });
  };
  const run = async (text: string) => {
    const content = { text, language: "en" };
    const spec = cascade.plan(content).find(({ name }) => name === NAME) as StageSpec;
    const context: StageContext = { orgId: "o", rules: [], rulesVersion: 1, previous: [], explain: false };
    return (await cascade.run(spec, content, context)).result;
  };
  const runAll = async (...texts: string[]) => {
    const outcomes: string[] = [];
    for (const text of texts) outcomes.push((await run(text)).outcome);
    return outcomes;
  };
  const status = () => cascade.status().models.find(({ model }) => model.startsWith(NAME));
  const on = (provider: string, ...rest: string[]) => ({
    ...{ model: `${NAME}@1.0.0`, ok: true, provider },
    ...(rest.length > 0 ? { reason: `Runs on ${provider} because ${rest.join("; ")}` } : {}),
  });

  it("is left for the next after three failures in a row, and no input is lost", async () => {
    await start("dying");
    expect(await runAll(KIND, KIND, KIND, KIND)).toEqual(["continue", "continue", "continue", "continue"]);
    expect(status()).toEqual(on("dying"));
    expect((await run(KIND)).outcome).toBe("continue");
    expect(status()).toEqual(on("cpu", "dying: failed at work: device lost"));
    expect((await run(KIND)).outcome).toBe("continue");
    expect(cascade.status().threads.restarts).toBe(0);
  });

  it("is left with the one after it, where that fails as well", async () => {
    await start("dead", "dead_too");
    expect(await runAll(KIND, KIND, KIND)).toEqual(["continue", "continue", "continue"]);
    expect(status()).toEqual(
      on("cpu", "dead: failed at work: device lost", "dead_too: failed at work: no memory"),
    );
  });

  it("is kept where it answers in between", async () => {
    await start("weak");
    expect(await runAll(KIND, KIND, KIND, KIND, KIND)).toEqual(Array(5).fill("continue"));
    expect(status()).toEqual(on("weak"));
  });

  it("is kept where inputs fail everywhere; the model is not well until it answers again", async () => {
    await start("sound");
    expect(await runAll(BAD, KIND, BAD, BAD)).toEqual(["failed", "continue", "failed", "failed"]);
    expect(status()).toEqual(on("sound"));
    expect((await run(BAD)).reason).toBe("The model failed: bad input");
    expect(status()).toEqual({
      ...{ model: `${NAME}@1.0.0`, ok: false },
      reason: "Its last 3 inputs failed: The model failed: bad input",
    });
    expect((await run(KIND)).outcome).toBe("continue");
    expect(status()).toEqual(on("sound"));
  });
});

// Each starts two threads from their sources and waits for time-outs that a busy processor keeps.
describe("a device that hangs in native code", { timeout: 180_000 }, () => {
  const release = path.join(modelsDir, "release");
  let pool: InferencePool;
  afterEach(async () => {
    writeFileSync(release, "");
    await pool.close();
  });

  const start = async (devices: string[], times: { stuckMs?: number; loadMs?: number }) => {
    rmSync(release, { force: true });
    const { models } = await findModels(modelsDir);
    const files = models.flatMap((model) => (model.ok && model.name === NAME ? [model.files] : []));
    const codecs = Object.fromEntries(files.flatMap(({ manifest }) => codecsOf(manifest)));
    const setup = { models: files, providers: devices };
    pool = await InferencePool.start({ threads: 1, threadUrl, setup, codecs, ...times });
  };
  const ask = () => pool.infer(NAME, { text: KIND, language: "en", explain: false }, 150_000);
  const onCpu = (provider: string, reason: string) => ({
    [NAME]: { ok: true, provider: "cpu", refused: [{ provider, reason }] },
  });

  it("while it opens a model is given up, and whoever waits gets the next", async () => {
    await start(["never_opens", "cpu"], { loadMs: 3_000 });
    expect(pool.models).toEqual(onCpu("never_opens", "not open after 3 s"));
    expect(await ask()).toMatchObject({ covered: true });
    expect(pool.status()).toMatchObject({ ready: 1, restarts: 1 });
  });

  it("and is the last one, is told as a model that did not load", async () => {
    await start(["never_opens"], { loadMs: 3_000 });
    const reason = "No execution provider takes the model (never_opens: not open after 3 s).";
    expect(pool.models).toEqual({ [NAME]: { ok: false, reason } });
  });

  it("at its first batch is left at once, and the batch is answered by the next", async () => {
    await start(["never_answers", "cpu"], { stuckMs: 5_000 });
    expect(await ask()).toMatchObject({ covered: true });
    expect(pool.models).toEqual(onCpu("never_answers", "failed at work: no answer within 5 s"));
  });

  it("later, and does not come back, is left as well", async () => {
    await start(["stops_answering", "cpu"], { stuckMs: 5_000 });
    await ask();
    expect(pool.models).toMatchObject({ [NAME]: { provider: "stops_answering", refused: [] } });
    expect(await ask()).toMatchObject({ covered: true });
    expect(pool.models).toEqual(onCpu("stops_answering", "failed at work: no answer within 5 s"));
  });
});
