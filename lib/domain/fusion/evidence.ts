import { channelOf, type FeatureRecord, mergeScores } from "../cascade";
import { CATEGORIES, type Scores } from "../taxonomy";
import { logOdds } from "../text/blend-scores";
import type { StageResult } from "../verdict";
import { SKETCH, sketchEmbedding } from "./embedding-sketch";
import { FUSION_PARTS, type FusionPart, partOf } from "./parts";

/** What a part of an item says: its calibrated scores and, where its model gives one, a sketch of its embedding. */
export interface PartEvidence {
  scores: Scores;
  sketch?: Float32Array;
}

/** The parts that were scored. */
export type Evidence = Partial<Record<FusionPart, PartEvidence>>;

/** Models whose features are embeddings, by the part they speak of. A film's are kept under a name of their own. */
const ENCODERS: Partial<Record<FusionPart, RegExp>> = {
  image: /^image-screen@[^/]+$/,
  frames: /^image-screen@[^/]+\/film$/,
};

/** Name under which the mean embedding of a film's frames is kept. */
export const filmFeatures = (model: string): string => `${model}/film`;

const ranThrough = ({ outcome }: StageResult) => outcome === "continue" || outcome === "exit";

/** What the stages found, part by part; a part that was not scored is absent. */
export function gatherEvidence(
  results: readonly StageResult[],
  features: readonly FeatureRecord[] = [],
): Evidence {
  const evidence: Evidence = {};
  for (const part of FUSION_PARTS) {
    const own = results.filter((result) => ranThrough(result) && partOf(channelOf(result)) === part);
    const scores = mergeScores(own);
    if (Object.keys(scores).length === 0) continue;
    const encoder = ENCODERS[part];
    const record = encoder && features.find(({ model }) => encoder.test(model));
    evidence[part] = record ? { scores, sketch: sketchEmbedding(floatsOf(record.data)) } : { scores };
  }
  return evidence;
}

/** Little-endian float32, as features are kept. */
export function floatsOf(data: Uint8Array): Float32Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float32Array.from({ length: data.byteLength >> 2 }, (_, at) => view.getFloat32(at * 4, true));
}

const PARTS = FUSION_PARTS.length;
const COLUMNS = CATEGORIES.length;

/** Where the fields of a row of evidence begin, and its length in numbers. */
export const EVIDENCE_ROW = {
  /** [parts, categories] log-odds; 0 where not known. */
  scores: 0,
  /** [parts, categories] 1 where the part was scored for the category. */
  known: PARTS * COLUMNS,
  /** [parts] 1 where the part is there. */
  present: 2 * PARTS * COLUMNS,
  /** [parts, SKETCH]; 0 where there is no embedding. */
  sketch: 2 * PARTS * COLUMNS + PARTS,
  length: 2 * PARTS * COLUMNS + PARTS + PARTS * SKETCH,
} as const;

/** Evidence as the fusion model reads it, one row of EVIDENCE_ROW.length numbers. */
export function packEvidence(evidence: Evidence): Float32Array {
  const row = new Float32Array(EVIDENCE_ROW.length);
  for (const [at, part] of FUSION_PARTS.entries()) {
    const found = evidence[part];
    if (!found) continue;
    row[EVIDENCE_ROW.present + at] = 1;
    if (found.sketch) row.set(found.sketch, EVIDENCE_ROW.sketch + at * SKETCH);
    for (const [column, category] of CATEGORIES.entries()) {
      const score = found.scores[category];
      if (score === undefined) continue;
      row[EVIDENCE_ROW.scores + at * COLUMNS + column] = logOdds(score);
      row[EVIDENCE_ROW.known + at * COLUMNS + column] = 1;
    }
  }
  return row;
}

/** A row with only the parts of `mask` (bit i for FUSION_PARTS[i]); the others are as if they were not there. */
export function maskEvidence(row: Float32Array, mask: number): Float32Array {
  const masked = row.slice();
  for (let at = 0; at < PARTS; at += 1) {
    if (mask & (1 << at)) continue;
    for (const [field, width] of [
      [EVIDENCE_ROW.scores, COLUMNS],
      [EVIDENCE_ROW.known, COLUMNS],
      [EVIDENCE_ROW.present, 1],
      [EVIDENCE_ROW.sketch, SKETCH],
    ] as const)
      masked.fill(0, field + at * width, field + (at + 1) * width);
  }
  return masked;
}

/** Rows of evidence as the model's inputs: by name the numbers and their dims. */
export function evidenceFields(
  rows: readonly Float32Array[],
): Record<"scores" | "known" | "present" | "sketch", { data: Float32Array; dims: number[] }> {
  const field = (from: number, ...dims: number[]) => {
    const width = dims.reduce((product, dim) => product * dim, 1);
    const data = new Float32Array(rows.length * width);
    for (const [at, row] of rows.entries()) data.set(row.subarray(from, from + width), at * width);
    return { data, dims: [rows.length, ...dims] };
  };
  return {
    scores: field(EVIDENCE_ROW.scores, PARTS, COLUMNS),
    known: field(EVIDENCE_ROW.known, PARTS, COLUMNS),
    present: field(EVIDENCE_ROW.present, PARTS),
    sketch: field(EVIDENCE_ROW.sketch, PARTS, SKETCH),
  };
}
