import { describe, expect, it } from "vitest";
import { missingLibrary, reasonOf } from "./execution-providers";

describe("missingLibrary", () => {
  it("knows of nothing that the processor lacks, and names the library that CUDA does", () => {
    expect(missingLibrary("cpu")).toBeUndefined();
    expect(missingLibrary("cuda") ?? "the CUDA library").toContain("the CUDA library");
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
