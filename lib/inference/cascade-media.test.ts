import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HeardWord } from "#lib/domain/audio/spoken-words";
import type { StageContext, StageSpec } from "#lib/domain/cascade";
import type { ItemContent } from "#lib/domain/verdict";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type Cascade, createCascade } from "./cascade";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-hearing-"));
const context: StageContext = { orgId: "o", rules: [], rulesVersion: 1, previous: [], explain: false };
const samples = new Int16Array(32_000).map((_, at) => 9_000 * Math.sin(at / 20) * Math.sin(at / 2_000) ** 2);
const sound: ItemContent = {
  text: null,
  language: "en",
  media: [{ kind: "audio", id: "med_1", sha256: "0".repeat(64), seconds: 2, samples }],
};
const text: ItemContent = { text: "a marrow", language: "en" };

/** Hears "marrow" once it is let go. */
let hear = () => {};
let heard = Promise.resolve<HeardWord[]>([]);
let cascade: Cascade;
const spec = (name: string, content: ItemContent) =>
  cascade.plan(content).find((each) => each.name === name) as StageSpec;

beforeEach(async () => {
  writeTinyModels(folder, { toxicity: "marrow" });
  heard = new Promise((resolve) => {
    hear = () => resolve([{ word: "marrow", confidence: 1, seconds: { from: 0, to: 1 } }]);
  });
  const speech = { model: "ear@1", languages: ["en"], recognise: () => heard };
  cascade = await createCascade({ modelsDir: folder, threads: 1, providers: ["cpu"], media: { speech } });
});
afterEach(() => cascade.close());
afterAll(() => rmSync(folder, { recursive: true }));

describe("a sound that is being heard for long", () => {
  it("is judged by the models that it began with, though others have replaced them", async () => {
    const judged = cascade.run(spec("speech", sound), sound, context);
    const manifest = path.join(folder, "manifest.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replaceAll("0.0.1", "0.0.2"));
    // The time after which the models that were replaced are ended: texts have 200 ms and 1 s.
    const { setTimeout: later } = globalThis;
    const soon = (run: () => void, ms = 0) => later(run, ms === 21_200 ? 1 : ms);
    const timers = vi.spyOn(globalThis, "setTimeout").mockImplementation(soon as typeof setTimeout);
    expect(await cascade.reload()).toBe(true);
    expect(timers).toHaveBeenCalledWith(expect.any(Function), 21_200);
    await new Promise((resolve) => later(resolve, 50));
    timers.mockRestore();
    hear();
    const { result } = await judged;
    expect(result).toMatchObject({ outcome: "continue", transcript: { text: "marrow" } });
    expect(result.scores.toxicity).toBeGreaterThan(0.5);
  });

  it("is left to another process where this one is stopping, as is what has not begun; what is done stands", async () => {
    const judged = cascade.run(spec("speech", sound), sound, context);
    const [rules, screen] = cascade.plan(text) as [StageSpec, StageSpec];
    const late = expect(judged).rejects.toMatchObject({ code: "unavailable", retryable: true });
    const done = cascade.run(screen, text, context);
    const closing = cascade.close();
    await expect(cascade.run(rules, text, context)).rejects.toMatchObject({ code: "unavailable" });
    expect((await done).result).toMatchObject({ outcome: "continue" });
    hear();
    await late;
    await closing;
  });
});
