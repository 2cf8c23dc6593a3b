import { spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Failure } from "#lib/domain/failure";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint";
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

/** What is left of a run of ten steps: its latest checkpoint, the best one, which was written at step 5, and its digest. */
async function stoppedRun(
  name: string,
): Promise<{ checkpoint: string; best: string; go: () => Promise<Tiny> }> {
  const checkpoint = place(name);
  const go = () => tinyRun({ checkpoint, steps: 10, patience: 2 });
  await go();
  return { checkpoint, best: `${checkpoint}.best`, go };
}
type Tiny = Awaited<ReturnType<typeof tinyRun>>;

describe("train, where a checkpoint is damaged", () => {
  it("refuses a latest one that is cut short, says what to do, and touches nothing", async () => {
    const { checkpoint, best, go } = await stoppedRun("cut");
    truncateSync(checkpoint, 1000);
    const kept = readFileSync(best);
    await expect(go()).rejects.toThrow(
      /cut is cut short: .* Move it away; the run then goes on from .*cut\.best\./,
    );
    expect(readFileSync(checkpoint)).toHaveLength(1000);
    expect(readFileSync(best).equals(kept)).toBe(true);
  }, 60_000);

  it("goes on from the best one once it is moved away, and ends as an undisturbed run", async () => {
    const { checkpoint, best, go } = await stoppedRun("left");
    const whole = await tinyRun({ checkpoint: place("undamaged"), steps: 10, patience: 2 });
    renameSync(checkpoint, `${checkpoint}.damaged`);
    const { losses, digest, outcome } = await go();
    expect(losses).toHaveLength(5);
    expect(digest).toBe(whole.digest);
    expect(outcome).toMatchObject({ lastStep: 10, bestStep: 5 });
    expect(readCheckpoint(best)?.state.step).toBe(5);
  }, 60_000);

  it("says that the run starts anew where there is no best one either", async () => {
    const checkpoint = place("alone");
    writeFileSync(checkpoint, "");
    await expect(tinyRun({ checkpoint, steps: 5 })).rejects.toThrow(/is empty\. .*the run then starts anew/);
  });

  it("takes the first score for the best where none was known yet", async () => {
    const { checkpoint, best, go } = await stoppedRun("early-on");
    const { state, arrays } = readCheckpoint(checkpoint) as Checkpoint;
    const unjudged = { ...state, step: 4, bestStep: 0, bestScore: Number.NEGATIVE_INFINITY, stale: 0 };
    writeCheckpoint(checkpoint, { state: unjudged, arrays });
    rmSync(best);
    expect((await go()).outcome).toMatchObject({ bestStep: 5, bestScore: -5 });
  }, 60_000);

  it("refuses a best one that is damaged, missing, or another run's", async () => {
    const { checkpoint, best, go } = await stoppedRun("best");
    const kept = place("kept");
    copyFileSync(best, kept);
    truncateSync(best, 1000);
    await expect(go()).rejects.toThrow(/best\.best is cut short: .* Move it and .*best away to start anew/);
    rmSync(best);
    await expect(go()).rejects.toThrow(/best\.best is missing.* Put it back/);
    rmSync(checkpoint);
    copyFileSync(kept, best);
    await expect(tinyRun({ checkpoint, steps: 10, seed: 8 })).rejects.toThrow(
      /best\.best belongs to another run/,
    );
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

  it.each([
    [5, 0.5],
    [10, 1],
    // Until the cool-down begins, at step 50, it is what it would be without one.
    [40, 60 / 90],
    [50, 50 / 90],
    [55, (45 / 90) * 0.75],
    [60, (40 / 90) * 0.5],
    [69, (31 / 90) * 0.05],
    [70, 0],
    [80, 0],
  ])("at step %d of a run that cools down from 50 to 70 is %d", (step, rate) =>
    expect(learningRate({ ...plan, coolDown: { at: 70, over: 20 } }, step)).toBeCloseTo(rate, 10),
  );

  it("is highest after the warm-up, and 0 from the last step on", () => {
    const rates = Array.from({ length: 120 }, (_, at) => learningRate(plan, at + 1));
    expect(Math.min(...rates)).toBe(0);
    expect(Math.max(...rates)).toBe(1);
    expect(rates.slice(99).every((rate) => rate === 0)).toBe(true);
  });
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

  it("are absent when there is none", () => {
    expect(readCheckpoint(place("nothing"))).toBeUndefined();
  });

  it.each<[string, (whole: Buffer) => Uint8Array, RegExp]>([
    ["empty", () => new Uint8Array(0), /is empty\. Move it away/],
    ["something else", () => Buffer.from("not a checkpoint at all"), /is not a checkpoint\. Move it away/],
    ["cut short in its first bytes", (whole) => whole.subarray(0, 6), /is not a checkpoint/],
    [
      "cut short in its header",
      (whole) => whole.subarray(0, 20),
      /cut short: 20 bytes are left, its header alone/,
    ],
    [
      "cut short after its header",
      (whole) => whole.subarray(0, -12),
      /cut short: \d+ of \d+ bytes are left\. Move/,
    ],
    ["cut short by a byte", (whole) => whole.subarray(0, -1), /cut short/],
    [
      "longer than it says",
      (whole) => Buffer.concat([whole, Buffer.of(0)]),
      /damaged: it has \d+ bytes, not/,
    ],
    ["not readable in its header", (whole) => Buffer.from(whole).fill(0, 8, 12), /header cannot be read/],
    [
      "of a header that says something else",
      (whole) => Buffer.from(whole.toString("latin1").replace('"lengths"', '"breadth"'), "latin1"),
      /header cannot be read/,
    ],
  ])("are refused, with what to do, when the file is %s", (_, damage, message) => {
    const file = place("damaged");
    writeCheckpoint(file, { state: { step: 3 }, arrays: [Float32Array.of(1, 2, 3, 4)] });
    writeFileSync(file, damage(readFileSync(file)));
    expect(() => readCheckpoint(file)).toThrow(message);
    expect(() => readCheckpoint(file)).toThrow(Failure);
  });
});
