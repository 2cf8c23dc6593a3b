import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Failure } from "#lib/domain/failure";
import { Graph } from "./graph";
import { openGraph, type TrainingProvider, trainingProvider } from "./open-graph";
import { tinyRun } from "./tiny-run";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-provider-"));
afterAll(() => rmSync(folder, { recursive: true }));
const trained = (name: string, provider?: TrainingProvider) =>
  tinyRun({ checkpoint: path.join(folder, name), steps: 12, provider });

/** The failure that a promise ends with; undefined when it does not fail. */
async function failureOf(promise: Promise<unknown>): Promise<Failure | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

describe("openGraph", () => {
  it("opens on the processor where no provider is named", async () => {
    const [unnamed, named] = [await trained("unnamed"), await trained("named", "cpu")];
    expect(named.digest).toBe(unnamed.digest);
  }, 60_000);

  it.each<TrainingProvider>(["cpu", "cuda", "webgpu"])(
    "says which provider refuses a graph, and why: %s",
    async (provider) => {
      const g = new Graph();
      g.output("y", g.emit("Nonsense", [g.input("x", "float32", [1])], [1]));
      const failure = await failureOf(openGraph(g.model(), provider));
      expect(failure?.code).toBe("unsupported");
      expect(failure?.message).toMatch(new RegExp(`^${provider} does not take the graph: \\S+`));
      expect(failure?.message.endsWith("--provider cpu")).toBe(provider !== "cpu");
    },
  );
});

describe("trainingProvider", () => {
  it("takes the processor anywhere", async () => {
    await expect(trainingProvider("cpu")).resolves.toBe("cpu");
  });

  it.each(["", "CPU", "tpu"])("refuses %o, which is none", async (name) => {
    await expect(trainingProvider(name)).rejects.toThrow(/--provider takes one of cpu, cuda, webgpu, not/);
  });

  // Where the machine has one, a run is made on it; elsewhere the refusal is what is looked at.
  it.each<TrainingProvider>(["cuda", "webgpu"])(
    "trains on %s, or refuses before anything is prepared",
    async (provider) => {
      const failure = await failureOf(trainingProvider(provider));
      if (failure) {
        expect(failure.code).toBe("unsupported");
        expect(failure.message).toMatch(
          new RegExp(`^${provider} does not take the graph: .+--provider cpu$`),
        );
        return;
      }
      const [there, here] = [await trained(provider, provider), await trained(`beside-${provider}`)];
      expect(there.losses.at(-1)).toBeCloseTo(here.losses.at(-1) as number, 1);
    },
    60_000,
  );
});
