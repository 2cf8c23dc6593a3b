import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { StageContext, StageSpec } from "#lib/domain/cascade";
import { addTinyDeep } from "#scripts/test/tiny-deep-model";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "./cascade";
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
    .replaceAll('"path":"text-screen/', `"path":"text-screen-${version}/`)
    .replaceAll('"path":"text-deep/', `"path":"text-deep-${version}/`);
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

  it("is found by looking at the manifest", async () => {
    const heard: unknown[] = [];
    let reloads = 0;
    const reload = async () => reloads++ === 0;
    const stop = watchModels({ reload }, folder, (outcome) => heard.push(outcome), 20);
    await new Promise((resolve) => setTimeout(resolve, 60));
    for (const [round, swapped] of [true, false].entries()) {
      writeFileSync(manifest, `${round}, another length: ${"x".repeat(round)}`);
      await vi.waitFor(() => expect(heard[round]).toEqual({ swapped }), 5_000);
    }
    stop();
  });
});
