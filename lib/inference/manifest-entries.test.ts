import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StageContext, StageSpec } from "#lib/domain/cascade";
import { writeTinyBert } from "#scripts/test/tiny-bert";
import { addTinyDeep } from "#scripts/test/tiny-deep-model";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "./cascade";
import { readEntries } from "./manifest-entries";
import { findModels } from "./model-files";
import { ModelsFolder } from "./models-folder";
import { addPack, removePack } from "./packs/add-pack";
import { pullPack } from "./packs/pull-pack";

const root = mkdtempSync(path.join(tmpdir(), "sightline-entries-"));
const open: Cascade[] = [];
afterAll(() => rmSync(root, { recursive: true }));
afterEach(async () => {
  await Promise.all(open.splice(0).map((cascade) => cascade.close()));
});

let runs = 0;
let [modelsDir, folder] = ["", ""];
beforeEach(async () => {
  runs += 1;
  [modelsDir, folder] = [path.join(root, `${runs}`), path.join(root, `${runs}-bert`)];
  writeTinyModels(modelsDir, { toxicity: "cabbage" });
  addTinyDeep(modelsDir, ["a marrow"]);
  writeTinyBert(folder);
  await addPack(folder, { modelsDir, name: "tiny-bert" });
});

const file = () => path.join(modelsDir, "manifest.json");
const written = () => readFileSync(file(), "utf8");
/** Changes one entry of the manifest. */
function damage(name: string, change: object): void {
  const { models } = JSON.parse(written());
  const changed = models.map((each: { name: string }) =>
    each.name === name ? { ...each, ...change } : each,
  );
  writeFileSync(file(), JSON.stringify({ models: changed }));
}
const start = async () => {
  const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
  open.push(cascade);
  return cascade;
};
const text = { text: "What a kind day", language: "en" };
const context: StageContext = { orgId: "o", rules: [], rulesVersion: 1, previous: [] };

describe("a damaged entry of the manifest", () => {
  it("is reported with the reason, and the others are found", async () => {
    damage("text-deep", { version: "1.0" });
    const { models, problem } = await findModels(modelsDir);
    expect(problem).toBeUndefined();
    expect(models.map(({ name, version, ok }) => [name, version, ok])).toEqual([
      ["text-screen", "0.0.1", true],
      ["text-deep", "1.0", false],
      ["tiny-bert", "1.0.0", true],
    ]);
    expect(models[1]).toMatchObject({
      runner: "text-deep",
      reason: expect.stringMatching(/its entry in models\/manifest.json is damaged: version: /u),
    });
  });

  it.each([
    ["text-deep", "text-deep@1.0"],
    ["tiny-bert", "tiny-bert@1.0"],
  ])("of %s keeps its stage, which fails, so that a person judges; the others serve", async (name, model) => {
    damage(name, { version: "1.0" });
    const cascade = await start();
    expect(cascade.status().models.filter(({ ok }) => !ok)).toEqual([
      { model, ok: false, reason: expect.stringContaining("is damaged") },
    ]);
    const plan = cascade.plan(text);
    expect(plan.map((spec) => spec.name)).toEqual(["text-rules", "text-screen", "text-deep", "tiny-bert"]);
    const outcomes = await Promise.all(
      plan.map(async (spec: StageSpec) => (await cascade.run(spec, text, context)).result.outcome),
    );
    expect(outcomes).toEqual(plan.map((spec) => (spec.name === name ? "failed" : "continue")));
  });

  it("is taken for the model that ships with its runner where it lost its name, else it is called by its place", () => {
    const { models } = JSON.parse(written());
    const nameless = models.map((entry: object) => ({ ...entry, name: "No Name" }));
    expect(readEntries({ models: [...nameless, null, { version: 1, runner: "?" }] })).toMatchObject([
      { name: "text-screen", version: "0.0.1" },
      { name: "text-deep" },
      { name: "manifest entry 3", runner: "classifier" },
      { name: "manifest entry 4", version: "unknown", runner: null },
      { name: "manifest entry 5", version: "unknown", runner: null },
    ]);
  });

  it("that lost its name and its runner is the reason of a model that is missed", async () => {
    damage("text-screen", { name: "No Name", runner: "?" });
    const cascade = await start();
    const [, screen] = cascade.plan(text);
    expect((await cascade.run(screen as StageSpec, text, context)).result).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(/^manifest entry 1 cannot be read: .* is damaged: runner: /u),
    });
    expect(cascade.status().models.map(({ ok }) => ok)).toEqual([false, true, true]);
  });

  it.each(["tiny-bert", "No Name"])("named %s does not take what serves now out of service", async (name) => {
    const cascade = await start();
    damage("tiny-bert", { name, version: "1.0" });
    expect(await cascade.reload()).toBe(false);
    expect(cascade.plan(text).at(-1)?.model).toBe("tiny-bert@1.0.0");
    const { models } = cascade.status();
    expect(models.find(({ reason }) => reason !== undefined)).toMatchObject({
      reason: expect.stringMatching(/@1.0 was not taken over: its entry .* is damaged/u),
    });
  });
});

describe("adding and removing beside a damaged manifest", () => {
  /** Each command that writes refuses, says this, and leaves the folder as it is. */
  async function refused(message: RegExp): Promise<void> {
    const before = written();
    const workDir = path.join(root, `${runs}-work`);
    mkdirSync(path.join(workDir, "toxic-bert"), { recursive: true });
    writeFileSync(path.join(workDir, "toxic-bert", "model.onnx.part"), "half a download");
    const commands = [
      () => addPack(folder, { modelsDir, name: "another" }),
      () => pullPack("toxic-bert", { modelsDir, workDir, hub: "http://127.0.0.1:9" }),
      async () => removePack(modelsDir, "tiny-bert"),
    ];
    for (const command of commands) {
      await expect(command()).rejects.toThrow(message);
      await expect(command()).rejects.toMatchObject({ name: "Failure", code: "conflict" });
    }
    expect(written()).toBe(before);
    expect(readFileSync(path.join(workDir, "toxic-bert", "model.onnx.part"), "utf8")).toBe("half a download");
    expect((await findModels(modelsDir)).models.map(({ name }) => name)).not.toContain("another");
  }

  it("names the entry and what is wrong with it", async () => {
    damage("text-deep", { version: "1.0" });
    await refused(/manifest.json: entry 2, text-deep, is damaged \(version: .*Put that entry right/u);
  });

  it("names the file where it is no JSON, or no list of models", async () => {
    writeFileSync(file(), "{");
    await refused(/manifest.json: cannot be read \(.*JSON.*Put it right.*nothing was changed/u);
    writeFileSync(file(), '{"models": {}}');
    await refused(/manifest.json: cannot be read \(models: /u);
  });

  it("keeps the card and the files of a model that cannot be replaced", () => {
    const models = new ModelsFolder(modelsDir);
    const entry = models.models().at(-1) as ReturnType<ModelsFolder["models"]>[number];
    const files = () =>
      [entry.card, entry.files.model.path].map((each) => readFileSync(path.join(modelsDir, each)));
    const before = files();
    writeFileSync(file(), "{");
    expect(() => models.publish(entry, "# another card\n")).toThrow(/cannot be read/u);
    expect(() => models.install(entry, "# another card\n", new Map())).toThrow(/cannot be read/u);
    expect(files()).toEqual(before);
  });
});
