import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { findModels } from "./model-files";

/** Lengths of all that was hashed. */
const hashed: number[] = [];
vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof import("node:crypto")>();
  const createHash = (algorithm: string) => {
    const hash = crypto.createHash(algorithm);
    const update = (bytes: Buffer) => {
      hashed.push(bytes.length);
      return hash.update(bytes);
    };
    return { update, digest: () => hash.digest("hex") };
  };
  return { ...crypto, createHash };
});

const folder = mkdtempSync(path.join(tmpdir(), "sightline-files-"));
const manifest = path.join(folder, "manifest.json");
beforeEach(() => writeTinyModels(folder, { toxicity: "marrow" }));
afterAll(() => rmSync(folder, { recursive: true }));

describe("findModels", () => {
  it("reads large files in pieces: others are served meanwhile, and memory does not grow with them", async () => {
    const size = 5_000_000;
    writeFileSync(path.join(folder, "text-screen", "model.onnx"), Buffer.alloc(size));
    hashed.length = 0;
    const { models } = await findModels(folder);
    expect(models[0]).toMatchObject({ ok: false, reason: expect.stringContaining("damaged") });
    expect(hashed.reduce((sum, length) => sum + length, 0)).toBeGreaterThanOrEqual(size);
    expect(Math.max(...hashed)).toBeLessThanOrEqual(1_000_000);
  });

  it("stamps the folder anew when a file changes, though its size and the manifest stay", async () => {
    const { stamp } = await findModels(folder);
    expect((await findModels(folder)).stamp).toBe(stamp);
    const file = path.join(folder, "text-screen", "model.onnx");
    writeFileSync(file, readFileSync(file));
    expect((await findModels(folder)).stamp).not.toBe(stamp);
    rmSync(manifest);
    expect(await findModels(folder)).toMatchObject({ models: [], stamp: "missing" });
  });
});
