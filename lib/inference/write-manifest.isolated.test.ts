import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { speechPack } from "./speech-pack.fixture";

const calls: string[] = [];
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const noted = (name: "fsyncSync" | "renameSync") =>
    vi.fn((...args: never[]) => {
      calls.push(name);
      return (fs[name] as (...all: never[]) => void)(...args);
    });
  return { ...fs, fsyncSync: noted("fsyncSync"), renameSync: noted("renameSync") };
});
const { writeManifest } = await import("./write-manifest");
const { ModelsFolder } = await import("./models-folder");
const { renameSync } = await import("node:fs");

const folder = mkdtempSync(path.join(tmpdir(), "sightline-manifest-"));
afterAll(() => rmSync(folder, { recursive: true }));
const read = () => JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8"));

it("is on the disk before it takes the old one's place, which stays where it cannot", () => {
  writeManifest(folder, [{ name: "one" }]);
  expect(calls).toEqual(["fsyncSync", "renameSync"]);
  vi.mocked(renameSync).mockImplementationOnce(() => {
    throw new Error("no space left");
  });
  expect(() => writeManifest(folder, [{ name: "two" }])).toThrow("no space left");
  expect(read()).toEqual({ models: [{ name: "one" }] });
  expect(readdirSync(folder)).toEqual(["manifest.json"]);
});

it("names files that are on the disk before it is", () => {
  const { entry, files } = speechPack("pack", "weights");
  calls.length = 0;
  new ModelsFolder(path.join(folder, "another")).install(entry, "# pack", files);
  // The weights, then their way into place, then the manifest and its own.
  expect(calls).toEqual(["fsyncSync", "renameSync", "fsyncSync", "renameSync"]);
});

it("is what all write manifests with: no other program but those that read them knows where they lie", () => {
  const sources = ["app", "bench", "lib", "scripts", "workers"].flatMap((each) =>
    readdirSync(each, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|tsx|mjs)$/u.test(name) && !/\.test\.tsx?$/u.test(name))
      .map((name) => path.posix.join(each, name)),
  );
  expect(
    sources
      .filter((file) => /["/]manifest\.json"|\}\/manifest\.json/u.test(readFileSync(file, "utf8")))
      .sort(),
  ).toEqual([
    "lib/inference/model-files.ts",
    "lib/inference/models-folder.ts",
    "lib/inference/write-manifest.ts",
    "lib/store/models-folder.ts",
    "scripts/test/shipped-models.ts",
    "scripts/test/tiny-deep-model.ts",
  ]);
});
