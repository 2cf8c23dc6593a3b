import { type Calibration, calibrate } from "#lib/domain/calibration";
import { expectedCalibrationError, type ReliabilityBin, reliability } from "#lib/domain/reliability";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { auc, averagePrecision, bestF1, bootstrapInterval, type Scored } from "./metrics";
import { referenceWeight, type ScoredRow } from "./text-screen-calibration";
import { columnOf } from "./text-screen-corpus";

/** One line of the model card. */
export interface Figures {
  /** `all`, or the set it is measured on. */
  source: string;
  category: Category;
  rows: number;
  positives: number;
  auc: number;
  /** 95 % bootstrap interval of the AUC. */
  interval: { low: number; high: number };
  averagePrecision: number;
  bestF1: number;
  /** On the reference population that the probabilities are calibrated for. */
  ece: number;
  /** On the rows as they are, all alike. */
  plainEce: number;
  /** Tenths of the probability that is said, on the reference population. */
  reliability: readonly ReliabilityBin[];
}

/** Fewer rows of either kind say nothing. */
const FEWEST = 20;
const TENTHS = 10;

/** Figures of every category on every held-out set that labels it, and on all of them together. */
export function measure(scored: ScoredRow[], calibrations: Calibration[]): Figures[] {
  const sources = ["all", ...new Set(scored.map(({ row }) => row.source))];
  return CATEGORIES.flatMap((category) =>
    sources.flatMap((source) => {
      const rows = source === "all" ? scored : scored.filter(({ row }) => row.source === source);
      const figures = figuresOf(rows, category, calibrations[columnOf(category)] as Calibration);
      return figures ? [{ source, category, ...figures }] : [];
    }),
  );
}

function figuresOf(rows: ScoredRow[], category: Category, calibration: Calibration) {
  const column = columnOf(category);
  const known = rows.filter(({ row }) => !Number.isNaN(row.known[column] as number));
  const labels = known.map(({ row }) => ((row.known[column] as number) >= 0.5 ? 1 : 0));
  const positives = labels.filter((label) => label === 1).length;
  if (positives < FEWEST || labels.length - positives < FEWEST) return null;
  const ranked: Scored = { scores: known.map(({ logits }) => logits[column] as number), labels };
  const said: Scored = { scores: ranked.scores as number[], labels };
  said.scores = (ranked.scores as number[]).map((score) => calibrate(calibration, score));
  const weights = known.map(({ row }, at) => referenceWeight(row, category, labels[at] as number));
  return {
    rows: labels.length,
    positives,
    auc: auc(ranked),
    interval: bootstrapInterval(ranked, auc, { rounds: 100 }),
    averagePrecision: averagePrecision(ranked),
    bestF1: bestF1(ranked).f1,
    ece: expectedCalibrationError({ ...said, weights }),
    plainEce: expectedCalibrationError(said),
    reliability: reliability({ ...said, weights }, TENTHS),
  };
}
