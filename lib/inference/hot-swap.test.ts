import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { StageContext, StageSpec } from "#lib/domain/cascade";
import { addTinyDeep } from "#scripts/test/tiny-deep-model";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "./cascade";
import { LanePools } from "./lane-pools";
import { findModels, modelsStamp } from "./model-files";
import { watchModels } from "./watch-models";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-swap-"));
const manifest = path.join(folder, "manifest.json");
const context: StageContext = { orgId: "o", rules: [], rulesVersion: 1, previous: [] };
const content = (text: string) => ({ text, language: null });

/** Writes models of this version that know this word, the manifest last and at once. */
function release(version: string, word: string, damage = false): void {
  const next = mkdtempSync(path.join(tmpdir(), "sightline-next-"));
  writeTinyModels(next, { toxicity: word });
  addTinyDeep(next, ["a marrow"]);
  for (const name of ["text-screen", "text-deep"]) {
    rmSync(path.join(folder, `${name}-${version}`), { recursive: true, force: true });
    renameSync(path.join(next, name), path.join(folder, `${name}-${version}`));
  }
  const text = readFileSync(path.join(next, "manifest.json"), "utf8")
    .replaceAll('"0.0.1"', JSON.stringify(version))
    .replaceAll('"path": "text-screen/', `"path": "text-screen-${version}/`)
    .replaceAll('"path": "text-deep/', `"path": "text-deep-${version}/`);
  if (damage) writeFileSync(path.join(folder, `text-deep-${version}`, "model.onnx"), "damaged");
  writeFileSync(`${manifest}.new`, text);
  renameSync(`${manifest}.new`, manifest);
  rmSync(next, { recursive: true });
}

let cascade: Cascade;
const run = async (spec: StageSpec, text: string) =>
  (await cascade.run(spec, content(text), { ...context, explain: false })).result;

beforeAll(async () => {
  release("1.0.0", "marrow");
  cascade = await createCascade({ modelsDir: folder, threads: 1, providers: ["cpu"] });
});
afterAll(async () => {
  await cascade.close();
  rmSync(folder, { recursive: true });
});

describe("a new version of the models", () => {
  it("is swapped in under load without dropping a job, and without mixing versions in an item", async () => {
    const [, before] = cascade.plan(content("x")) as [StageSpec, StageSpec];
    const old = await run(before, "what a parsnip");
    const answers: string[] = [];
    let stop = false;
    const item = async (at: number) => {
      const text = `a marrow or a parsnip, number ${at}`;
      const models = new Set<string>();
      const plan = cascade.plan(content(text));
      for (const spec of plan) {
        const result = await run(spec, text);
        expect(result).toMatchObject({ outcome: "continue", model: spec.model });
        if (spec.level > 0) models.add(result.model.split("@")[1] as string);
      }
      expect(models.size).toBe(1);
      answers.push([...models][0] as string);
    };
    const lane = async (first: number) => {
      for (let at = first; !stop; at += 8) await item(at);
    };
    const lanes = Promise.all(Array.from({ length: 8 }, (_, at) => lane(at)));
    release("1.1.0", "parsnip");
    expect(await cascade.reload()).toBe(true);
    await Promise.all(Array.from({ length: 40 }, (_, at) => item(1000 + at)));
    stop = true;
    await lanes;
    expect(answers).toContain("1.0.0");
    expect(answers.slice(-40)).toEqual(Array.from({ length: 40 }, () => "1.1.0"));
    expect(cascade.status().models.map(({ model, ok }) => [model, ok])).toEqual([
      ["text-screen@1.1.0", true],
      ["text-deep@1.1.0", true],
    ]);
    const [, after] = cascade.plan(content("x")) as [StageSpec, StageSpec];
    const { scores } = await run(after, "what a parsnip");
    expect(scores.toxicity).toBeGreaterThan(old.scores.toxicity as number);
    expect((await run(before, "what a parsnip")).scores).toEqual(old.scores);
  });

  it("is refused, with the reason, when it would not load; the old one goes on", async () => {
    release("2.0.0", "parsnip", true);
    expect(await cascade.reload()).toBe(false);
    const deep = cascade.status().models.find(({ model }) => model.startsWith("text-deep"));
    expect(deep).toMatchObject({
      model: "text-deep@1.1.0",
      ok: true,
      reason: expect.stringMatching(/text-deep@2\.0\.0 was not taken over: .*damaged/),
    });
    expect(cascade.plan(content("x"))[2]?.model).toBe("text-deep@1.1.0");
  });

  it("changes nothing when the manifest says the same", async () => {
    release("1.1.0", "parsnip");
    expect(await cascade.reload()).toBe(false);
    expect(cascade.status().models.every(({ reason }) => reason === undefined)).toBe(true);
  });

  it("is found by looking at the folder, also where it comes while others are being loaded", async () => {
    const heard: unknown[] = [];
    // As it was read when the process began: what came before the first look is found as well.
    let stamp = await modelsStamp(folder);
    let loading = Promise.resolve();
    const reload = async () => {
      stamp = await modelsStamp(folder);
      await loading;
      return heard.length === 0;
    };
    writeFileSync(manifest, "1");
    let finish = () => {};
    loading = new Promise((resolve) => {
      finish = resolve;
    });
    const stop = watchModels({ reload, stamp: () => stamp }, folder, (outcome) => heard.push(outcome), 10);
    const before = stamp;
    await vi.waitFor(() => expect(stamp).not.toBe(before), 5_000);
    writeFileSync(manifest, "another");
    await new Promise((resolve) => setTimeout(resolve, 40));
    finish();
    await vi.waitFor(() => expect(heard).toEqual([{ swapped: true }, { swapped: false }]), 5_000);
    await new Promise((resolve) => setTimeout(resolve, 40));
    stop();
    expect(heard).toHaveLength(2);
  });
});

describe("a model's files", () => {
  const deepFile = path.join(folder, "text-deep-3.0.0", "model.onnx");
  const deepStatus = (of: Cascade) => of.status().models.find(({ model }) => model === "text-deep@3.0.0");

  it("are taken up when they are put right, without a word in the manifest", async () => {
    release("3.0.0", "parsnip", true);
    const whole = path.join(folder, "text-deep-1.1.0", "model.onnx");
    const started = await createCascade({ modelsDir: folder, threads: 1, providers: ["cpu"] });
    expect(deepStatus(started)).toMatchObject({ ok: false, reason: expect.stringContaining("damaged") });
    const stop = watchModels(started, folder, () => {}, 10);
    copyFileSync(whole, deepFile);
    await vi.waitFor(() => expect(deepStatus(started)?.ok).toBe(true), 20_000);
    expect(deepStatus(started)?.reason).toBeUndefined();
    // What is damaged beside a model that serves is said, costs no threads, and is forgotten when it is whole again.
    writeFileSync(deepFile, "damaged");
    const said = expect.stringMatching(/was not taken over: .*damaged/u);
    await vi.waitFor(() => expect(deepStatus(started)).toMatchObject({ ok: true, reason: said }), 20_000);
    copyFileSync(whole, deepFile);
    await vi.waitFor(() => expect(deepStatus(started)?.reason).toBeUndefined(), 20_000);
    stop();
    await started.close();
  });

  it("are looked at again by a thread that is started later, and taken up when they are right again", async () => {
    const found = await findModels(folder);
    const screen = path.join(folder, "text-screen-3.0.0", "model.onnx");
    const [whole, other] = ["3.0.0", "1.0.0"].map((version) =>
      readFileSync(path.join(folder, `text-screen-${version}`, "model.onnx")),
    ) as [Buffer, Buffer];
    expect(other).toHaveLength(whole.length);
    writeFileSync(screen, other);
    const threadUrl = new URL("./thread.ts", import.meta.url);
    const options = { modelsDir: folder, threads: 1, providers: ["cpu"], threadUrl };
    const pools = await LanePools.start(found, options);
    expect(pools.load("text-screen")).toEqual({
      ok: false,
      reason: "text-screen-3.0.0/model.onnx is damaged: its sha256 is not the manifest's",
    });
    expect(pools.load("text-deep")).toMatchObject({ ok: true });
    await pools.close();
    writeFileSync(screen, whole);
  });
});
