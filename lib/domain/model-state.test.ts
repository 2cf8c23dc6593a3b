import { describe, expect, it } from "vitest";
import { providerWords, type ReportedModel, standingOf } from "./model-state";

const ready = (version = "1.1.0", reason: string | null = null): ReportedModel => ({
  version,
  ready: true,
  provider: "cpu",
  reason,
});
const down = (reason: string | null): ReportedModel => ({
  version: "1.1.0",
  ready: false,
  provider: null,
  reason,
});

describe("standingOf", () => {
  it("says that all workers serve, and where", () => {
    const refused = "Runs on cpu because cuda: libcublas.so is missing; webgpu: no adapter";
    expect(standingOf("1.1.0", [ready(), ready()])).toEqual({ state: "serving", note: "Runs on the CPU." });
    expect(standingOf("1.1.0", [ready("1.1.0", refused)]).note).toBe(
      "Runs on the CPU: CUDA and WebGPU do not start there.",
    );
  });

  it("says who lags behind and why", () => {
    const refused = "text-deep@1.1.0 was not taken over: damaged";
    expect(standingOf("1.1.0", [ready(), ready("1.0.0", refused)])).toEqual({
      state: "partly",
      note: `It serves in 1 of 2 workers. 1 of 2 workers still with version 1.0.0: ${refused}.`,
    });
    expect(standingOf("1.1.0", [ready(), down("model.onnx is missing")])).toEqual({
      state: "partly",
      note: "It serves in 1 of 2 workers. Elsewhere not: model.onnx is missing.",
    });
  });

  it("says why nobody serves it, and where nobody can know", () => {
    expect(standingOf("1.1.0", [down("model.onnx is missing"), down("model.onnx is missing")])).toEqual({
      state: "down",
      note: "It does not serve: model.onnx is missing.",
    });
    expect(standingOf("1.1.0", [{ ...down(null), version: null }]).note).toMatch(/has loaded it yet/);
    expect(standingOf("1.1.0", []).state).toBe("unknown");
  });
});

describe("providerWords", () => {
  it("keeps names that it does not know", () => {
    expect(providerWords({ provider: "coreml", reason: null })).toBe("Runs on coreml.");
    expect(providerWords({ provider: null, reason: null })).toBe("It is loaded.");
  });

  it("tells what does not start from what is not allowed", () => {
    const words = (reason: string) =>
      providerWords({ provider: "cpu", reason: `Runs on cpu because ${reason}` });
    const not = "INFERENCE_PROVIDERS does not allow it";
    expect(words(`cuda: ${not}`)).toBe("Runs on the CPU. CUDA is not among INFERENCE_PROVIDERS.");
    expect(words(`cuda: no library; see the log; webgpu: ${not}; dml: ${not}`)).toBe(
      "Runs on the CPU: CUDA does not start there. WebGPU and dml are not among INFERENCE_PROVIDERS.",
    );
    expect(words("cuda: failed at work: device lost; webgpu: no adapter")).toBe(
      "Runs on the CPU: WebGPU does not start there; CUDA failed at work there.",
    );
  });
});
