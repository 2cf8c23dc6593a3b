import { describe, expect, it } from "vitest";
import type { CascadePort } from "#lib/domain/cascade";
import { stageResult, stageSpec } from "#scripts/test/fake-cascade";
import { runCascade } from "./run-cascade";

const PLAN = [
  stageSpec("text-rules", { level: 0 }),
  stageSpec("text-screen"),
  stageSpec("image-known", { level: 0, modality: "image" }),
  stageSpec("image-screen", { modality: "image" }),
  stageSpec("image-words", { level: 2, modality: "image", channel: "image.words" }),
];
const context = { orgId: "org", rules: [], rulesVersion: 1 };

function gate() {
  let resolve = () => {};
  let reject = (_: Error) => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** A cascade whose stages end in the order given; it writes down what each was told. */
function cascadeOf(order: string[]) {
  const told: Record<string, string[]> = {};
  const gates = new Map(PLAN.map(({ name }) => [name, gate()]));
  const cascade: CascadePort = {
    plan: () => PLAN,
    run: async ({ name, modality, channel }, content, { previous }) => {
      told[name] = previous.map((result) => result.stage);
      if (modality === "image") expect(content.media).toHaveLength(1);
      await gates.get(name)?.promise;
      return { result: stageResult({ stage: name, modality, channel }) };
    },
  };
  const open = async () => {
    for (const name of order) {
      gates.get(name)?.resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { cascade, told, open };
}

const prepared = [{ kind: "image", id: "med_1", problem: "It is only a test." }] as const;

describe("a cascade", () => {
  it.each([
    ["in order", ["text-rules", "text-screen", "image-known", "image-screen", "image-words"]],
    ["the other way round", ["image-known", "image-words", "image-screen", "text-rules", "text-screen"]],
  ])("gives the same whichever stage is quicker: %s", async (_, order) => {
    const { cascade, told, open } = cascadeOf(order);
    const media = { kinds: ["image"] as const, prepared: Promise.resolve([...prepared]) };
    const running = runCascade(cascade, { text: "hello", language: null }, context, { media });
    await new Promise((resolve) => setImmediate(resolve));
    await open();
    const { results } = await running;
    expect(results.map((result) => result.stage)).toEqual(PLAN.map(({ name }) => name));
    expect(told).toEqual({
      "text-rules": [],
      "text-screen": ["text-rules"],
      "image-known": [],
      "image-screen": ["image-known"],
      "image-words": ["image-known"],
    });
  });

  it("judges the text while media are being prepared, and fails when they cannot be", async () => {
    const { cascade, told, open } = cascadeOf(["text-rules", "text-screen"]);
    const { promise, reject } = gate();
    const media = { kinds: ["image"] as const, prepared: promise.then(() => []) };
    const running = runCascade(cascade, { text: "hello", language: null }, context, { media });
    await new Promise((resolve) => setImmediate(resolve));
    await open();
    expect(Object.keys(told)).toEqual(["text-rules", "text-screen"]);
    reject(new Error("the storage is away"));
    await expect(running).rejects.toThrow("the storage is away");
  });
});

it("counts a result under the stage that gave it, whatever it calls itself", async () => {
  const cascade: CascadePort = {
    plan: () => PLAN.slice(0, 2),
    run: async () => ({ result: stageResult({ stage: "somebody-else" }) }),
  };
  const { results } = await runCascade(cascade, { text: "words", language: null }, context);
  expect(results.map((result) => result.stage)).toEqual(["text-rules", "text-screen"]);
});
