import { describe, expect, it } from "vitest";
import { stageResult, stageSpec } from "#scripts/test/fake-cascade";
import { readyStages } from "./cascade";
import type { RuleMatch } from "./verdict";

const PLAN = [
  stageSpec("text-rules", { level: 0 }),
  stageSpec("text-screen", { exit: { toxicity: { low: 0.1, high: 0.9 } } }),
  stageSpec("text-deep", { level: 2 }),
  stageSpec("video-known", { level: 0, modality: "video" }),
  stageSpec("film-looks", { modality: "video", channel: "film-image" }),
  stageSpec("film-words", { level: 2, modality: "video", channel: "film-words" }),
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
