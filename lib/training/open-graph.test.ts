import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Failure } from "#lib/domain/failure";
import { packEvidence } from "#lib/domain/fusion/evidence";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { readInitializers } from "#lib/onnx/onnx-reader";
import { captionedPicture } from "#scripts/test/fusion-posts";
import { teachFusion } from "./fusion-labels";
import { fusionRows } from "./fusion-sets";
import { distilFusion } from "./fusion-train";
import { Graph } from "./graph";
import { trainImageHead } from "./image-head";
import { openGraph, type TrainingProvider, trainingProvider } from "./open-graph";
import { Random } from "./random";
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

// What is not to be had on this machine is refused by each with the same words; what is, each takes.
describe("the provider that is named", () => {
  const random = new Random(7);
  const plan = (name: string) => ({
    ...{ seed: 3, steps: 2 },
    folder: mkdtempSync(path.join(folder, name)),
  });
  const known = (at: number) =>
    Float32Array.from(CATEGORIES, (category) => (category === "hate" ? at % 2 : Number.NaN));

  it.each<[string, (provider: TrainingProvider) => Promise<unknown>]>([
    [
      "distilling fusion",
      (provider) =>
        distilFusion(fusionRows(20, 1), fusionRows(10, 2), { ...plan("distil"), peakRate: 1e-3, provider }),
    ],
    [
      "teaching fusion",
      (provider) => {
        const items = Array.from({ length: 400 }, (_, at) => ({
          evidence: packEvidence(captionedPicture(random, (at % 2) as 0 | 1)),
          ...{ outcomes: known(at), weight: 1, group: `${at}` },
        }));
        const served = [...readInitializers(readFileSync("models/fusion/1.0.0/model.onnx")).values()];
        return teachFusion(items, served, { ...plan("teach"), provider });
      },
    ],
    [
      "the picture head",
      (provider) => {
        const rows = Array.from({ length: 40 }, (_, at) => ({
          embedding: Float32Array.from({ length: 4 }, () => random.next()),
          ...{ outcomes: Float32Array.of(at % 2), weight: 1, group: `${at}` },
        }));
        return trainImageHead(rows, { ...plan("head"), categories: ["hate"], features: 4, provider });
      },
    ],
  ])(
    "is where %s takes its steps",
    async (_, trains) => {
      expect(await failureOf(trains("cpu"))).toBeUndefined();
      const refused = await failureOf(trainingProvider("cuda"));
      expect((await failureOf(trains("cuda")))?.message).toBe(refused?.message);
    },
    60_000,
  );
});
