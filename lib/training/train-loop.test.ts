import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readCheckpoint, writeCheckpoint } from "./checkpoint";
import { tinyRun } from "./tiny-run";
import { learningRate, type TrainingPlan } from "./train-loop";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-train-"));
afterAll(() => rmSync(folder, { recursive: true }));
const place = (name: string): string => path.join(folder, name);

/** Runs the tiny training in a process of its own and kills it with SIGKILL once it has said `until`. */
function killedRun(checkpoint: string, steps: number, until: string): Promise<void> {
  const child = spawn(process.execPath, [
    "--import",
    "tsx",
    "lib/training/tiny-run.ts",
    checkpoint,
    String(steps),
  ]);
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
      if (said.includes(`${until}\n`)) child.kill("SIGKILL");
    });
    let complaint = "";
    child.stderr.on("data", (chunk) => {
      complaint += chunk;
    });
    child.on("exit", (_, signal) =>
      signal === "SIGKILL" ? resolve() : reject(new Error(`the run ended by itself: ${said}${complaint}`)),
    );
  });
}

describe("train", () => {
  it("learns: the loss falls", async () => {
    const { losses, outcome } = await tinyRun({ checkpoint: place("learns"), steps: 60 });
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) * 0.75);
    expect(outcome).toMatchObject({ lastStep: 60, bestStep: 60, stoppedEarly: false });
  }, 60_000);

  it("gives the same weights and the same shipped files for the same seed, and others for another", async () => {
    const [a, b, other] = [
      await tinyRun({ checkpoint: place("a"), steps: 12 }),
      await tinyRun({ checkpoint: place("b"), steps: 12 }),
      await tinyRun({ checkpoint: place("c"), steps: 12, seed: 6 }),
    ];
    expect(b.digest).toBe(a.digest);
    expect(other.digest).not.toBe(a.digest);
  }, 60_000);

  it("resumes after kill -9 and ends in the weights and files of an undisturbed run", async () => {
    const undisturbed = await tinyRun({ checkpoint: place("whole"), steps: 24 });
    const checkpoint = place("killed");
    await killedRun(checkpoint, 24, "step 8");
    expect(Number(readCheckpoint(checkpoint)?.state.step)).toBeGreaterThanOrEqual(5);
    expect(Number(readCheckpoint(checkpoint)?.state.step)).toBeLessThan(24);
    const resumed = await tinyRun({ checkpoint, steps: 24 });
    expect(resumed.losses.length).toBeLessThan(24);
    expect(resumed.digest).toBe(undisturbed.digest);
  }, 60_000);

  it("stops when validation no longer improves, and keeps the best weights", async () => {
    const { outcome } = await tinyRun({ checkpoint: place("early"), steps: 100, patience: 2 });
    expect(outcome).toMatchObject({ lastStep: 15, bestStep: 5, stoppedEarly: true });
  }, 60_000);

  it("refuses the checkpoint of another run", async () => {
    await tinyRun({ checkpoint: place("mine"), steps: 5 });
    await expect(tinyRun({ checkpoint: place("mine"), steps: 5, seed: 9 })).rejects.toThrow(/another run/);
  }, 60_000);
});

describe("learningRate", () => {
  const plan = { steps: 100, warmUp: 10, peakRate: 1 } as TrainingPlan;
  it.each([
    [1, 0.1],
    [10, 1],
    [55, 0.5],
    [100, 0],
  ])("at step %d is %d", (step, rate) => expect(learningRate(plan, step)).toBeCloseTo(rate));
});

describe("checkpoints", () => {
  it("come back as they were written, and leave no temporary file", () => {
    const file = place("round-trip");
    writeCheckpoint(file, {
      state: { step: 3, note: "é" },
      arrays: [Float32Array.of(1, 2.5), new Float32Array(0)],
    });
    expect(readCheckpoint(file)).toEqual({
      state: { step: 3, note: "é" },
      arrays: [Float32Array.of(1, 2.5), new Float32Array(0)],
    });
    expect(existsSync(`${file}.tmp`)).toBe(false);
  });

  it("are absent or refused when there is none or something else", () => {
    expect(readCheckpoint(place("nothing"))).toBeUndefined();
    writeFileSync(place("other"), "not a checkpoint at all");
    expect(() => readCheckpoint(place("other"))).toThrow(/not a checkpoint/);
  });
});
