import { describe, expect, it } from "vitest";
import type { Heatmap } from "#lib/domain/media";
import { stageResult } from "#scripts/test/fake-cascade";
import { HEAT_COLOUR, heatPixels } from "./heat-pixels";
import {
  alternativeText,
  findingsOf,
  gapOf,
  heatOf,
  mediumTitle,
  riskiest,
  risksFor,
  spokenLines,
  wordBoxes,
} from "./pane-model";

const MAP: Heatmap = { columns: 2, rows: 1, values: [4, -1], bias: 0 };
const BOX = { x: 0.1, y: 0.2, width: 0.3, height: 0.1 };
const base = { modality: "image", category: "sexual", summary: "Sexual content 80 %.", spans: [] } as const;

const STAGES = [
  stageResult({ modality: "text", explanations: [{ ...base, spans: [], modality: "text" }] }),
  stageResult({ modality: "image", explanations: [{ ...base, spans: [], heatmap: MAP }] }),
  stageResult({
    modality: "image",
    transcript: {
      text: "bad day",
      words: [
        { start: 0, end: 3, confidence: 1, box: BOX },
        { start: 4, end: 7, confidence: 1, box: BOX },
      ],
    },
    explanations: [{ ...base, category: "toxicity", spans: [{ start: 0, end: 3, weight: 2 }], gap: 0.09 }],
  }),
  stageResult({
    modality: "audio",
    reason: "unsure",
    covered: false,
    transcript: {
      text: "hello there. bad day",
      words: [
        { start: 0, end: 5, confidence: 0.9, seconds: { from: 0, to: 1 } },
        { start: 6, end: 11, confidence: 0.1, seconds: { from: 1, to: 2 } },
        { start: 13, end: 16, confidence: 0.9, seconds: { from: 4, to: 5 } },
        { start: 17, end: 20, confidence: 0.9, seconds: { from: 5, to: 6 } },
      ],
    },
    explanations: [
      { ...base, modality: "audio", category: "toxicity", spans: [{ start: 13, end: 16, weight: 3 }] },
    ],
    timeline: [
      { from: 4, to: 6, channel: "speech", category: "toxicity", score: 0.7 },
      { from: 0, to: 2, channel: "speech", category: "spam", score: 0.9 },
    ],
  }),
];

describe("what a pane shows", () => {
  it("is its own kind's findings", () => {
    const image = findingsOf(STAGES, "image");
    expect(image.explanations).toHaveLength(2);
    expect(heatOf(image, "sexual")?.heatmap).toBe(MAP);
    expect(heatOf(image, "toxicity")).toBeNull();
    expect(findingsOf(STAGES, "audio").reasons).toEqual(["unsure"]);
    expect(findingsOf(STAGES, "video")).toEqual({ explanations: [], words: [], timeline: [], reasons: [] });
  });

  it("marks the words that speak for the category", () => {
    const image = findingsOf(STAGES, "image");
    expect(wordBoxes(image, "toxicity")).toEqual([
      { word: "bad", box: BOX, weight: 1 },
      { word: "day", box: BOX, weight: 0 },
    ]);
    expect(wordBoxes(image, "hate").every(({ weight }) => weight === 0)).toBe(true);
  });

  it("writes what is said line by line, with doubts", () => {
    const [words] = findingsOf(STAGES, "audio").words;
    const lines = spokenLines(words, "toxicity");
    expect(lines.map(({ seconds }) => seconds)).toEqual([
      { from: 0, to: 2 },
      { from: 4, to: 6 },
    ]);
    expect(lines[0]?.words[1]).toMatchObject({ text: "there", unsure: true, weight: 0 });
    expect(lines[1]?.words[0]).toMatchObject({ text: "bad", weight: 1 });
    expect(spokenLines(undefined, null)).toEqual([]);
  });

  it("knows what the marks of words miss, where that was measured", () => {
    expect(gapOf(findingsOf(STAGES, "image").words, "toxicity")).toBe(0.09);
    expect(gapOf(findingsOf(STAGES, "image").words, "sexual")).toBeUndefined();
    expect(gapOf(findingsOf(STAGES, "audio").words, "toxicity")).toBeUndefined();
  });

  it("has the moments of a category in the order of time, and the worst of them", () => {
    const { timeline } = findingsOf(STAGES, "audio");
    expect(timeline.map(({ from }) => from)).toEqual([0, 4]);
    expect(riskiest(risksFor(timeline, "toxicity"))?.from).toBe(4);
    expect(riskiest(risksFor(timeline, "violence"))?.from).toBe(0);
    expect(riskiest([])).toBeUndefined();
  });

  it("is said in words", () => {
    const medium = { kind: "image", facts: { width: 640, height: 480 }, problem: null } as const;
    expect(mediumTitle(medium)).toBe("Picture · 640 × 480");
    const findings = findingsOf(STAGES, "image");
    expect(alternativeText(medium, findings, "sexual")).toBe("Picture · 640 × 480. Sexual content 80 %.");
    expect(alternativeText(medium, findings, "hate")).toMatch(/Nothing in it stands out for Hate/);
    const broken = { ...medium, problem: "It is damaged." };
    expect(alternativeText(broken, findings, "hate")).toMatch(/It is damaged/);
  });
});

describe("a heat map's pixels", () => {
  it("are one colour, as opaque as the model's own values", () => {
    expect([...heatPixels({ ...MAP, columns: 3, values: [4, -1, 1] })]).toEqual([
      ...HEAT_COLOUR,
      255,
      ...HEAT_COLOUR,
      0,
      ...HEAT_COLOUR,
      64,
    ]);
  });

  it("are clear where nothing speaks for the category", () => {
    expect([...heatPixels({ ...MAP, values: [-4, -1] })].filter((_, at) => at % 4 === 3)).toEqual([0, 0]);
  });
});
