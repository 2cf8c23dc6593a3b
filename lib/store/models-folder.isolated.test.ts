import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-listed-"));
vi.mock("#lib/config/env", () => ({ env: () => ({ MODELS_DIR: folder }) }));
const { listModelEntries } = await import("./models-folder");
afterAll(() => rmSync(folder, { recursive: true }));

const entry = (name: string, more: object = {}) => ({
  ...{ name, version: "1.0.0", runner: "fusion", categories: ["spam"], languages: {}, licence: "MIT" },
  ...{ card: `cards/${name}.md`, files: {}, ...more },
});
const write = (manifest: string) => writeFileSync(path.join(folder, "manifest.json"), manifest);

it("lists the models whose entries can be read, and says of the others what is wrong", async () => {
  write(JSON.stringify({ models: [entry("one"), entry("two", { card: "../etc" }), entry("three")] }));
  const { entries, problem } = await listModelEntries();
  expect(entries.map(({ name }) => name)).toEqual(["one", "three"]);
  expect(problem).toMatch(/^Entry 2 of models\/manifest.json, two, is damaged: card: /u);
  write(JSON.stringify({ models: [entry("one")] }));
  expect(await listModelEntries()).toMatchObject({ entries: [{ name: "one" }], problem: null });
});

it("says why a manifest cannot be read at all", async () => {
  write("{");
  expect(await listModelEntries()).toMatchObject({
    entries: [],
    problem: expect.stringMatching(/manifest.json cannot be read: .*JSON/u),
  });
});
