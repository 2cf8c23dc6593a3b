import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { StageContext, StageSpec } from "#lib/domain/cascade";
import { writeTinyBert } from "#scripts/test/tiny-bert";
import { addTinyDeep } from "#scripts/test/tiny-deep-model";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "./cascade";
import { stuckMsOf } from "./lane-pools";
import { modelManifestSchema } from "./manifest";
import { findModels } from "./model-files";
import { addPack } from "./packs/add-pack";

const root = mkdtempSync(path.join(tmpdir(), "sightline-slow-"));
const modelsDir = path.join(root, "models");
const file = path.join(modelsDir, "manifest.json");
const open: Cascade[] = [];

beforeAll(async () => {
  writeTinyModels(modelsDir, { toxicity: "cabbage" });
  addTinyDeep(modelsDir, ["a marrow"]);
  writeTinyBert(path.join(root, "tiny-bert"));
  await addPack(path.join(root, "tiny-bert"), { modelsDir });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((cascade) => cascade.close()));
});
afterAll(() => rmSync(root, { recursive: true }));

/** The pack's entry as it is written. */
const entry = () => JSON.parse(readFileSync(file, "utf8")).models.at(-1);

/** A cascade whose pack has this time-out in its entry, in threads that are as slow as their texts say. */
async function start(timeoutMs: number | undefined) {
  const { models } = JSON.parse(readFileSync(file, "utf8"));
  models.at(-1).timeoutMs = timeoutMs;
  writeFileSync(file, JSON.stringify({ models }));
  const threadUrl = new URL("./slow-thread.fixture.ts", import.meta.url);
  const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"], threadUrl });
  open.push(cascade);
  const context: StageContext = { orgId: "o", rules: [], rulesVersion: 1, previous: [], explain: false };
  const run = async (name: string, text: string) => {
    const content = { text, language: "en" };
    const spec = cascade.plan(content).find((each) => each.name === name) as StageSpec;
    return (await cascade.run(spec, content, context)).result;
  };
  return { cascade, run };
}

describe("the time-out of an added text model", () => {
  it("is what its entry says, and 2 s where it says nothing", async () => {
    const patient = await start(6_000);
    expect(await patient.run("tiny-bert", "2500")).toMatchObject({ outcome: "continue" });
    const usual = await start(undefined);
    expect(await usual.run("tiny-bert", "2500")).toMatchObject({
      outcome: "timeout",
      reason: "The model took longer than 2000 ms.",
    });
  });

  it("is not text-deep's: what is quick does not wait behind it", async () => {
    const { cascade, run } = await start(20_000);
    const slow = run("tiny-bert", "4000");
    const began = performance.now();
    expect(await run("text-deep", "0")).toMatchObject({ outcome: "continue" });
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await slow).toMatchObject({ outcome: "continue" });
    expect(cascade.plan({ text: "a", language: null }).map(({ timeoutMs }) => timeoutMs)).toEqual([
      200, 1_000, 2_000, 20_000,
    ]);
  });

  it("lets long texts travel alone, so that the first is answered before the last is begun", async () => {
    const { run } = await start(4_000);
    const long = `1500 ${"a kind day ".repeat(300)}`;
    const outcomes = [long, long, long, long].map(async (text) => (await run("tiny-bert", text)).outcome);
    expect(await Promise.all(outcomes)).toEqual(["continue", "continue", "timeout", "timeout"]);
  });

  it("is held by what is around it: threads are given up later, and end later when they are replaced", async () => {
    const { cascade } = await start(40_000);
    const { models } = await findModels(modelsDir);
    const files = models.flatMap((model) => (model.ok ? [model.files] : []));
    expect(stuckMsOf(files)).toBe(80_000);
    expect(stuckMsOf(files.slice(0, 2))).toBe(30_000);
    const timer = vi.spyOn(globalThis, "setTimeout");
    const removed = readFileSync(file, "utf8");
    writeFileSync(file, JSON.stringify({ models: JSON.parse(removed).models.slice(0, 2) }));
    expect(await cascade.reload()).toBe(true);
    const delays = timer.mock.calls.map(([, delay]) => delay);
    timer.mockRestore();
    writeFileSync(file, removed);
    expect(delays).toContain(20_000 + 200 + 1_000 + 2_000 + 40_000);
  });

  it.each([[99], [60_001], [2_000.5], ["2 s"]])("cannot be %s", (timeoutMs) => {
    expect(modelManifestSchema.safeParse({ ...entry(), timeoutMs }).success).toBe(false);
  });
});
