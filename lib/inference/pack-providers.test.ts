import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeTinyBert } from "#scripts/test/tiny-bert";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "./cascade";
import { modelManifestSchema } from "./manifest";
import { addPack } from "./packs/add-pack";

const root = mkdtempSync(path.join(tmpdir(), "sightline-providers-"));
const open: Cascade[] = [];
let runs = 0;
let [folder, modelsDir] = ["", ""];
beforeEach(() => {
  runs += 1;
  [folder, modelsDir] = [path.join(root, `${runs}`, "tiny-bert"), path.join(root, `${runs}`, "models")];
  writeTinyBert(folder);
  writeTinyModels(modelsDir, { toxicity: "cabbage" });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((cascade) => cascade.close()));
});
afterAll(() => rmSync(root, { recursive: true }));

/** How the pack fares whose entry prefers these, where the installation allows those. */
async function status(preferred: readonly string[] | undefined, allowed: string[]) {
  await addPack(folder, { modelsDir, ...(preferred ? { providers: preferred } : {}) });
  const cascade = await createCascade({ modelsDir, threads: 1, providers: allowed });
  open.push(cascade);
  return cascade.status().models.find(({ model }) => model.startsWith("tiny-bert"));
}

describe("the providers that a model prefers", () => {
  it("are tried in its order, and the reason why one was refused is kept", async () => {
    expect(await status(["cuda", "cpu"], ["cpu", "cuda"])).toMatchObject({
      ok: true,
      provider: "cpu",
      reason: expect.stringMatching(/^Runs on cpu because cuda: /u),
    });
  });

  it("leave out what comes first in the installation's order", async () => {
    const found = await status(["cpu"], ["cuda", "cpu"]);
    expect(found).toEqual({ model: "tiny-bert@1.0.0", ok: true, provider: "cpu" });
  });

  it("are limited to what is allowed, and the reason says so", async () => {
    expect(await status(["cuda", "cpu"], ["cpu"])).toMatchObject({
      provider: "cpu",
      reason: "Runs on cpu because cuda: INFERENCE_PROVIDERS does not allow it",
    });
  });

  it("disable its stage alone where none is allowed", async () => {
    expect(await status(["cuda"], ["cpu"])).toMatchObject({
      ok: false,
      reason: "No execution provider takes the model (cuda: INFERENCE_PROVIDERS does not allow it).",
    });
    expect(open[0]?.status().models[0]).toMatchObject({ model: "text-screen@0.0.1", ok: true });
  });

  it("are known ones, at least one", async () => {
    await expect(addPack(folder, { modelsDir, providers: ["gpu"] })).rejects.toThrow(
      /cannot be added so: providers.0: .*"cpu"/u,
    );
    await addPack(folder, { modelsDir });
    const entry = JSON.parse(readFileSync(path.join(modelsDir, "manifest.json"), "utf8")).models.at(-1);
    expect(entry).not.toHaveProperty("providers");
    expect(modelManifestSchema.safeParse({ ...entry, providers: [] }).success).toBe(false);
    expect(modelManifestSchema.safeParse({ ...entry, providers: ["webgpu", "cpu"] }).success).toBe(true);
  });
});
