import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openSession, reasonOf } from "./session";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-session-"));

describe("openSession", () => {
  it("names every provider that refused a file that is no model", async () => {
    const file = path.join(folder, "broken.onnx");
    writeFileSync(file, "this is not a model");
    await expect(openSession(file, ["cuda", "cpu"])).rejects.toThrow(
      /No execution provider takes the model \(cuda: .+; cpu: /,
    );
  });

  it("says so when no provider was named", async () => {
    await expect(openSession("nowhere.onnx", [])).rejects.toThrow(/none was named/);
  });
});

describe("reasonOf", () => {
  it("leaves out the place in the runtime's source and the condition that failed", () => {
    const error = new Error(
      "/src/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::Initialize(const Config&)::<lambda()> result.status == Success was false. Failed to get a WebGPU adapter: No supported adapters\n\nmore",
    );
    expect(reasonOf(error)).toBe("Failed to get a WebGPU adapter: No supported adapters");
  });

  it("keeps what says nothing of places", () => {
    expect(reasonOf(new Error("Load model failed: Protobuf parsing failed."))).toBe(
      "Load model failed: Protobuf parsing failed.",
    );
  });
});
