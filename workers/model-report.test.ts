import { describe, expect, it } from "vitest";
import { reportModels } from "./model-report";

const status = (ok: boolean) => ({
  models: [{ model: "text-screen@1.0.0", ok, ...(ok ? { provider: "cpu" } : { reason: "damaged" }) }],
  threads: { wanted: 1, ready: 1, restarts: 0 },
  waiting: 0,
});

describe("the report of a worker", () => {
  it("names its models", () => {
    expect(reportModels(status(true), [])).toEqual({
      "text-screen@1.0.0": { state: "ready", provider: "cpu", reason: undefined },
    });
  });

  it("names programs only where they are missing, so that they never stand in for a model", () => {
    const programs = [
      { program: "ffmpeg", ok: true },
      { program: "pocketsphinx_batch", ok: false, reason: "not installed" },
    ];
    const report = reportModels(status(false), programs);
    expect(Object.keys(report)).toEqual(["text-screen@1.0.0", "pocketsphinx_batch"]);
    expect(Object.values(report).some(({ state }) => state === "ready")).toBe(false);
    expect(report.pocketsphinx_batch).toEqual({ state: "disabled", reason: "not installed" });
  });
});
