import { CATEGORIES } from "#lib/domain/taxonomy";
import { dequantise, type QuantisedModel, quantise, trainLinear } from "./linear-model";
import { type ChosenCalibration, calibrateAll, type ScoredRow } from "./text-screen-calibration";
import { columnOf, type HeldOutRow, type ScreenCorpus } from "./text-screen-corpus";
import { type Figures, measure } from "./text-screen-figures";
import { ScreenScorer, sparseRows } from "./text-screen-rows";

export interface ScreenOptions {
  bits: number;
  epochs: number;
  rate: number;
  decay: number;
  seed: number;
  log: (line: string) => void;
}

export interface TrainedScreen {
  model: QuantisedModel;
  calibrations: ChosenCalibration[];
  /** Of the quantised model on the validation split. */
  figures: Figures[];
  trainingRows: number;
}

/** Trains, quantises, calibrates and measures text-screen. The same corpus and seed give the same model. */
export function trainScreen(corpus: ScreenCorpus, options: ScreenOptions): TrainedScreen {
  const { bits, log } = options;
  const rows = sparseRows(corpus.rows, bits);
  log(`${corpus.rows.length} rows, ${(rows.ids.length / 1e6).toFixed(0)} million features`);
  const trained = trainLinear(rows, {
    ...options,
    outputs: CATEGORIES.length,
    buckets: 2 ** bits,
    offsetOutputs: [columnOf("toxicity"), columnOf("hate")],
    onEpoch: (epoch, loss) => log(`epoch ${epoch + 1} of ${options.epochs}: loss ${loss.toFixed(4)}`),
  });
  const model = quantise(trained);
  const scorer = new ScreenScorer(dequantise(model), bits);
  const scored = (split: HeldOutRow["split"]): ScoredRow[] =>
    corpus.heldOut
      .filter((row) => row.split === split)
      .map((row) => ({ row, logits: scorer.logits(row.text) }));
  const calibrations = calibrateAll(scored("calibration"));
  const figures = measure(
    scored("validation"),
    calibrations.map(({ calibration }) => calibration),
  );
  return { model, calibrations, figures, trainingRows: corpus.rows.length };
}
