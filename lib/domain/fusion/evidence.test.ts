import { describe, expect, it } from "vitest";
import type { StageResult } from "../verdict";
import { SKETCH, sketchEmbedding } from "./embedding-sketch";
import { EVIDENCE_ROW, filmFeatures, floatsOf, gatherEvidence, maskEvidence, packEvidence } from "./evidence";

const result = (over: Partial<StageResult>): StageResult => ({
  ...{ stage: "s", model: "image-screen@1.0.0", modality: "text", ms: 1, outcome: "continue" },
  ...{ scores: {}, matches: [], explanations: [], covered: true, ...over },
});
const bytes = (values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

describe("gatherEvidence", () => {
  it("sorts scores into parts, the later stage of a channel and the worse channel winning", () => {
    const evidence = gatherEvidence([
      result({ scores: { hate: 0.9, spam: 0.1 } }),
      result({ scores: { hate: 0.2 } }),
      result({ modality: "image", channel: "image.words", scores: { hate: 0.3 } }),
      result({ modality: "video", channel: "film-image.words", scores: { hate: 0.5 } }),
      result({ modality: "audio", channel: "speech", scores: { hate: 0.6 }, outcome: "failed" }),
      result({ modality: "image" }),
    ]);
    expect(evidence).toEqual({
      text: { scores: { hate: 0.2, spam: 0.1 } },
      ocr: { scores: { hate: 0.5 } },
    });
  });

  it("takes a picture's embedding from the picture model and a film's from its frames", () => {
    const results = [
      result({ modality: "image", scores: { sexual: 0.1 } }),
      result({ modality: "video", channel: "film-image", scores: { sexual: 0.2 } }),
    ];
    const model = "image-screen@1.0.0";
    const evidence = gatherEvidence(results, [
      { model: filmFeatures(model), data: bytes([0, 1]) },
      { model: "text-deep@1.0.0", data: bytes([5]) },
      { model, data: bytes([1, 0]) },
    ]);
    expect(evidence.image?.sketch).toEqual(sketchEmbedding([1, 0]));
    expect(evidence.frames?.sketch).toEqual(sketchEmbedding([0, 1]));
  });
});

describe("rows of evidence", () => {
  it("are as they would be without the parts that a mask leaves out", () => {
    const text = { scores: { hate: 0.9, spam: 0.01 } };
    const image = { scores: { sexual: 0.4 }, sketch: sketchEmbedding([1, 2, 3]) };
    const both = packEvidence({ text, image });
    expect(both).toHaveLength(EVIDENCE_ROW.length);
    expect(maskEvidence(both, 0b00001)).toEqual(packEvidence({ text }));
    expect(maskEvidence(both, 0b00010)).toEqual(packEvidence({ image }));
    expect(maskEvidence(both, 0)).toEqual(packEvidence({}));
    expect(maskEvidence(both, 0b11111)).toEqual(both);
  });
});

describe("sketchEmbedding", () => {
  it("keeps inner products about as they are, whatever the length of the embedding", () => {
    const wave = (phase: number) =>
      Float32Array.from({ length: 1792 }, (_, at) => Math.sin(at * 0.7 + phase));
    const product = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
    const [a, b] = [sketchEmbedding(wave(0)), sketchEmbedding(wave(Math.PI / 3))];
    expect(a).toHaveLength(SKETCH);
    expect(product(a, a)).toBeGreaterThan(0.7);
    expect(product(a, a)).toBeLessThan(1.3);
    expect(Math.abs(product(a, b) - 0.5)).toBeLessThan(0.3);
    const longer = sketchEmbedding(wave(0).map((value) => value * 7));
    for (const [at, value] of longer.entries()) expect(value).toBeCloseTo(a[at] as number, 5);
  });

  it("is zero for nothing, and reads what features keep", () => {
    expect(sketchEmbedding([0, 0]).every((value) => value === 0)).toBe(true);
    expect([...floatsOf(bytes([1.5, -2]))]).toEqual([1.5, -2]);
  });
});
