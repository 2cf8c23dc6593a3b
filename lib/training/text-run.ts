import type { InferenceSession } from "onnxruntime-node";
import type { TextEncoder } from "#lib/domain/text/word-features";
import { openGraph, type TrainingProvider } from "./open-graph";
import type { ParameterStore } from "./parameter-store";
import { type Forward, scoresBySource, scoreTexts } from "./text-deep-evaluation";
import { localise } from "./text-deep-feeder";
import { evaluationGraph } from "./text-deep-graphs";
import type { TextDeepShape } from "./text-deep-model";
import type { Progress } from "./train-loop";

/** At most so many texts of each set, the first ones. */
export function fewOfEach<Text extends { source: string }>(texts: readonly Text[], most = 160): Text[] {
  const taken = new Map<string, number>();
  return texts.filter(({ source }) => {
    const count = taken.get(source) ?? 0;
    taken.set(source, count + 1);
    return count < most;
  });
}

/** Scores texts with the weights of a run as they are at the moment. */
export class RunningScores {
  /** @param validator a session of the forward graph, which takes the weights as inputs */
  private constructor(
    private readonly validator: InferenceSession,
    private readonly encoder: TextEncoder,
    private readonly maxWords: number,
  ) {}

  /** Scores of networks of a shape, on texts as the encoder reads them. */
  static async open(
    shape: TextDeepShape,
    encoder: TextEncoder,
    provider?: TrainingProvider,
  ): Promise<RunningScores> {
    return new RunningScores(await openGraph(evaluationGraph(shape), provider), encoder, shape.maxWords);
  }

  /** Logits of each text, [texts, categories] row-major. */
  logits(current: ParameterStore, texts: readonly string[]): Promise<Float32Array> {
    const forward: Forward = (feeds, batch) => {
      const rows = localise(batch);
      return this.validator.run({ ...feeds, ...current.feeds(rows, { moments: false }) });
    };
    return scoreTexts(forward, this.encoder, texts, this.maxWords);
  }

  /** What a run is validated by: the mean AUC over sets and categories, told with its parts. */
  meanAuc(
    examples: readonly ValidationText[],
    say: (message: string) => void,
  ): (current: ParameterStore, step: number) => Promise<number> {
    return meanAuc(examples, (current, texts) => this.logits(current, texts), say);
  }
}

/** A labelled text that a run is validated by. */
interface ValidationText {
  text: string;
  source: string;
  known: Float32Array;
}

/** The mean AUC over sets and categories of what `logits` says of texts, told with its parts. */
export function meanAuc(
  examples: readonly ValidationText[],
  logits: (current: ParameterStore, texts: readonly string[]) => Promise<Float32Array>,
  say: (message: string) => void,
): (current: ParameterStore, step: number) => Promise<number> {
  const texts = examples.map(({ text }) => text);
  return async (current, step) => {
    const scores = scoresBySource(examples, await logits(current, texts));
    const mean = scores.reduce((sum, { auc }) => sum + auc, 0) / scores.length;
    const figures = scores.map(({ source, category, auc }) => `${source}/${category} ${auc.toFixed(3)}`);
    say(`step ${step}: validation ${mean.toFixed(4)}\n  ${figures.join(", ")}`);
    return mean;
  };
}

/** Tells every so many steps how a run goes. */
export function reportEvery(count: number, say: (message: string) => void): (progress: Progress) => void {
  return ({ step, steps, loss, gradientNorm, stepMs, etaMs }) => {
    if (step % count !== 0) return;
    const figures = `loss ${loss.toFixed(4)}, gradient ${gradientNorm.toFixed(3)}, ${stepMs.toFixed(0)} ms/step`;
    say(`step ${step}/${steps}: ${figures}, ${(etaMs / 60_000).toFixed(0)} min to go`);
  };
}
