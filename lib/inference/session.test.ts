import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { allowedProviders, openSession } from "./session";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-session-"));

describe("openSession", () => {
  it("names every provider that refused a file that is no model", async () => {
    const file = path.join(folder, "broken.onnx");
    writeFileSync(file, "this is not a model");
    await expect(openSession(file, { names: ["cuda", "cpu"] })).rejects.toThrow(
      /No execution provider takes the model \(cuda: .+; cpu: /,
    );
  });

  it("says so when no provider was named", async () => {
    await expect(openSession("nowhere.onnx", { names: [] })).rejects.toThrow(/none was named/);
  });
});

describe("allowedProviders", () => {
  it("keeps the installation's order for a model that prefers none", () => {
    expect(allowedProviders(undefined, ["cuda", "cpu"])).toEqual({ providers: ["cuda", "cpu"], refused: [] });
  });

  it("takes the model's order of those that are allowed, and says which are not", () => {
    expect(allowedProviders(["cpu", "webgpu", "cuda"], ["cuda", "cpu"])).toEqual({
      providers: ["cpu", "cuda"],
      refused: [{ provider: "webgpu", reason: "INFERENCE_PROVIDERS does not allow it" }],
    });
  });

  it("does not go on with one that the model does not name", () => {
    expect(() => allowedProviders(["cuda"], ["cpu"])).toThrow(
      "No execution provider takes the model (cuda: INFERENCE_PROVIDERS does not allow it).",
    );
  });
});
