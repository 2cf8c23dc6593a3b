import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CATEGORIES, type Scores } from "../../lib/domain/taxonomy";
import { blendScores, logOdds } from "../../lib/domain/text/blend-scores";
import { openServedDeep, type ServedDeep } from "./open-deep";
import { type Teachers, taughtLogOdds } from "./teach-glance";

const TEXTS = [
  "You are such a silly fool",
  "The ferry leaves at nine",
  "Você é um tolo, ninguém te quer aqui",
];
const TOXICITY = CATEGORIES.indexOf("toxicity");
const folders: string[] = [];
let deep: ServedDeep;
beforeAll(async () => {
  deep = await openServedDeep("models");
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const freshWork = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), "sightline-taught-"));
  folders.push(folder);
  return folder;
};

async function toxicity(sense?: Teachers["sense"], work = freshWork()): Promise<number[]> {
  const options = { modelsDir: "models", work, onProgress: () => {} };
  const taught = await taughtLogOdds(TEXTS, { deep, sense }, options);
  return TEXTS.map((_, at) => taught[at * CATEGORIES.length + TOXICITY] as number);
}

const BLEND = { toxicity: { weight: 0.5, calibration: { kind: "platt", slope: 1, offset: 0 } } } as const;
const saying = (toxic: number, of = deep.version): NonNullable<Teachers["sense"]> => ({
  ...{ fingerprint: `says ${toxic}`, joint: { deep: of, blend: BLEND } },
  scores: async (texts) => texts.map((): Scores => ({ toxicity: toxic })),
});

test("text-glance is taught what level 2 says with text-sense, of what that judges", async () => {
  const without = await toxicity();
  const taught = await toxicity(saying(0.9));
  const share = 1 / (1 + Math.exp(-(without[0] as number)));
  const joined = blendScores({ toxicity: share }, { toxicity: 0.9 }, BLEND).toxicity as number;
  expect(taught[0]).toBeCloseTo(logOdds(joined), 4);
  expect(taught[1]).toBeGreaterThan(without[1] as number);
  expect(taught[2]).toBe(without[2]);
});

test("a text-sense that was joined with another text-deep teaches nothing", async () => {
  expect(await toxicity(saying(0.9, "0.0.1"))).toEqual(await toxicity());
});

test("what was said is kept for as long as the teachers are the same", async () => {
  const work = freshWork();
  const first = await toxicity(saying(0.9), work);
  const mute = { ...saying(0.9), scores: () => Promise.reject(new Error("asked again")) };
  expect(await toxicity(mute, work)).toEqual(first);
  expect((await toxicity(saying(0.2), work))[0]).toBeLessThan(first[0] as number);
});
