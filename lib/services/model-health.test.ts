import { expect, it } from "vitest";
import { modelHealth } from "./model-health";

const screen = { state: "ready", provider: "cpu" } as const;
const deep = {
  state: "ready",
  provider: "cpu",
  reason: "Runs on cpu because cuda: no library; webgpu: no adapter",
} as const;
const damaged = { state: "disabled", reason: "model.onnx is damaged" } as const;

it("says why a model serves on another provider than the first, and is well", () => {
  const loaded = { "text-screen@1": screen, "text-deep@1": deep };
  expect(modelHealth([{ models: loaded }])).toEqual({ ok: true, loaded });
});

it("names the model that is damaged, whichever worker says so, and is well while others serve", () => {
  const whole = { models: { "text-screen@1": screen, "text-deep@1": deep } };
  const broken = { models: { "text-screen@1": screen, "text-deep@1": damaged } };
  for (const live of [
    [whole, broken],
    [broken, whole],
  ])
    expect(modelHealth(live)).toEqual({
      ok: true,
      loaded: { "text-screen@1": screen, "text-deep@1": damaged },
      reason: "text-deep@1: model.onnx is damaged",
    });
});

it("is not well where nothing serves", () => {
  expect(modelHealth([{ models: { "text-deep@1": damaged } }])).toMatchObject({
    ok: false,
    reason: "text-deep@1: model.onnx is damaged",
  });
  expect(modelHealth([])).toMatchObject({ ok: false, reason: "No worker has a model loaded." });
});
