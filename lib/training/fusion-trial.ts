import { InferenceSession } from "onnxruntime-node";
import { EVIDENCE_ROW } from "#lib/domain/fusion/evidence";
import { FUSION_PARTS } from "#lib/domain/fusion/parts";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { encodeModel, type OnnxTensor } from "#lib/onnx/onnx-writer";
import { CERTAIN_HARM, fusionGraph } from "./fusion-model";
import type { FusionRow } from "./fusion-sets";
import { fusedScores } from "./fusion-train";
import { auc, bootstrapInterval, type Scored } from "./metrics";

const C = CATEGORIES.length;
const P = FUSION_PARTS.length;
/** What a float32 sigmoid may lose of a probability. */
export const ROUNDING = 1e-6;

/** An item that a person judged, as fusion read it. */
export interface JudgedItem {
  /** `packEvidence`. */
  evidence: Float32Array;
  /** Per category 1, 0, or NaN where the label is silent. */
  outcomes: Float32Array;
  weight: number;
  /** Items that share it fall into the same split. */
  group: string;
}

/** What late fusion says of a row of evidence, per category: the highest score of a part, or NaN. */
export function lateScores(row: Float32Array): Float32Array {
  return Float32Array.from({ length: C }, (_, column) => {
    let late = Number.NaN;
    for (let part = 0; part < P; part += 1) {
      const at = part * C + column;
      if (row[EVIDENCE_ROW.known + at] !== 1) continue;
      const score = 1 / (1 + Math.exp(-(row[EVIDENCE_ROW.scores + at] as number)));
      if (!(late >= score)) late = score;
    }
    return late;
  });
}

/** What a label says of the categories that some part was scored for; fusion's score of others is not used. */
export function outcomesOf({ evidence, outcomes }: JudgedItem): Float32Array {
  const late = lateScores(evidence);
  return outcomes.map((outcome, column) => (Number.isNaN(late[column] as number) ? Number.NaN : outcome));
}

const fusedBy = async (weights: readonly OnnxTensor[], rows: readonly { evidence: Float32Array }[]) =>
  fusedScores(
    await InferenceSession.create(encodeModel(fusionGraph(weights)), { logSeverityLevel: 3 }),
    rows.map(({ evidence }) => evidence),
  );

/** The score that counts, the higher of fusion and of the parts: [items, categories], NaN where no part was scored. */
export async function scoresOf(
  weights: readonly OnnxTensor[],
  items: readonly JudgedItem[],
): Promise<Float32Array> {
  const fused = await fusedBy(weights, items);
  for (const [at, { evidence }] of items.entries())
    for (const [column, late] of lateScores(evidence).entries())
      fused[at * C + column] = Math.max(late, fused[at * C + column] as number);
  return fused;
}

/** The cells of a category whose outcome is known: their scores and outcomes. */
export function cellsOf(items: readonly JudgedItem[], scores: Float32Array, column: number) {
  const known = items.flatMap((item, at) => {
    const outcome = outcomesOf(item)[column] as number;
    return Number.isNaN(outcome) ? [] : [{ score: scores[at * C + column] as number, outcome }];
  });
  return { scores: known.map(({ score }) => score), labels: known.map(({ outcome }) => outcome) };
}

/** Mean log loss, kept finite. */
export function logLoss({ scores, labels }: Scored): number {
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) {
    const inside = Math.min(1 - 1e-6, Math.max(1e-6, scores[at] as number));
    sum -= Math.log(labels[at] === 1 ? inside : 1 - inside);
  }
  return sum / Math.max(1, scores.length);
}

/** One category with the model before and after, on the same items. */
export function compare(
  items: readonly JudgedItem[],
  before: Float32Array,
  after: Float32Array,
  column: number,
) {
  const [old, fresh] = [cellsOf(items, before, column), cellsOf(items, after, column)];
  const places = { scores: old.scores.map((_, at) => at), labels: old.labels };
  const aucOf = (scores: readonly number[], at: ArrayLike<number>, labels: ArrayLike<number>) =>
    auc({ scores: Array.from(at, (place) => scores[place] as number), labels });
  const rose = bootstrapInterval(
    places,
    ({ scores: at, labels }) => aucOf(fresh.scores, at, labels) - aucOf(old.scores, at, labels),
  );
  return {
    ...{ before: logLoss(old), after: logLoss(fresh), taught: true },
    ...{ aucBefore: auc(old), aucAfter: auc(fresh), aucGainLow: rose.low },
  };
}

/** How far made-up items lie from late fusion: at most in categories not taught, on average in those taught. */
export async function gapOf(
  weights: readonly OnnxTensor[],
  rows: readonly FusionRow[],
  taught: readonly number[],
): Promise<{ untaught: number; taught: number }> {
  const fused = await fusedBy(weights, rows);
  let [untaught, sum, cells] = [0, 0, 0];
  for (const [at, { targets }] of rows.entries())
    for (const [column, late] of targets.entries()) {
      if (Number.isNaN(late)) continue;
      const gap = Math.abs((fused[at * C + column] as number) - late);
      if (!taught.includes(column)) untaught = Math.max(untaught, gap);
      else [sum, cells] = [sum + gap, cells + 1];
    }
  return { untaught, taught: sum / Math.max(1, cells) };
}

/** The largest by which a part's certain harm comes out lower. */
export async function loweredBy(
  weights: readonly OnnxTensor[],
  rows: readonly { evidence: Float32Array }[],
): Promise<number> {
  const fused = await fusedBy(weights, rows);
  let most = 0;
  for (const [at, { evidence }] of rows.entries())
    for (const [column, late] of lateScores(evidence).entries())
      if (late >= CERTAIN_HARM + ROUNDING) most = Math.max(most, late - (fused[at * C + column] as number));
  return most;
}
