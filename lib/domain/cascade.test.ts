import { describe, expect, it } from "vitest";
import { stageResult } from "#scripts/test/fake-cascade";
import { readyStages, type StageSpec } from "./cascade";
import type { RuleMatch } from "./verdict";

const stage = (name: string, over: Partial<StageSpec>): StageSpec => ({
  name,
  level: 1,
  modality: "text",
  model: `${name}@1`,
  timeoutMs: 1000,
  ...over,
});
const PLAN = [
  stage("text-rules", { level: 0 }),
  stage("text-screen", { exit: { toxicity: { low: 0.1, high: 0.9 } } }),
  stage("text-deep", { level: 2 }),
  stage("video-known", { level: 0, modality: "video" }),
  stage("film-looks", { modality: "video", channel: "film-image" }),
  stage("film-words", { level: 2, modality: "video", channel: "film-words" }),
];
const done = (name: string, over = {}) => stageResult({ stage: name, ...over });
const ready = (results = [done("none")], underWay: string[] = []) =>
  readyStages(PLAN, results, new Set(underWay)).map(({ name }) => name);
const BLOCK: RuleMatch = {
  ...{ entryId: "lst_1", kind: "sha256", value: "", category: "hate", action: "block", start: 0, end: 0 },
};

describe("stages that may start", () => {
  it("are the first of each modality", () => {
    expect(ready()).toEqual(["text-rules", "video-known"]);
    expect(ready([], ["text-rules"])).toEqual(["video-known"]);
  });

  it("are all channels once the modality's rules have spoken", () => {
    expect(ready([done("video-known")], ["text-rules"])).toEqual(["film-looks", "film-words"]);
    expect(ready([done("text-rules"), done("video-known")], ["film-looks", "film-words"])).toEqual([
      "text-screen",
    ]);
  });

  it("are none of a modality that a blocking rule has ended", () => {
    expect(ready([done("video-known", { matches: [BLOCK] })])).toEqual(["text-rules"]);
  });

  it("are none of a channel that is certain; doubt and failure end nothing", () => {
    const text = (over: object) => ready([done("text-rules"), done("text-screen", over)], ["video-known"]);
    expect(text({ scores: { toxicity: 0.95 } })).toEqual([]);
    expect(text({ scores: { toxicity: 0.05 } })).toEqual([]);
    expect(text({ scores: { toxicity: 0.5 } })).toEqual(["text-deep"]);
    expect(text({ scores: { toxicity: 0.95 }, covered: false })).toEqual(["text-deep"]);
    expect(text({ outcome: "failed", scores: {} })).toEqual(["text-deep"]);
  });
});
