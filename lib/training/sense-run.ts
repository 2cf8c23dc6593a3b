import type { InferenceSession } from "onnxruntime-node";
import { CATEGORIES } from "#lib/domain/taxonomy";
import type { UnigramPieces } from "#lib/domain/text/unigram-pieces";
import type { OnnxModel } from "#lib/onnx/onnx-writer";
import { ENCODER } from "./encoder-package";
import { openGraph, type TrainingProvider } from "./open-graph";
import type { ParameterStore } from "./parameter-store";
import { encodePieces, layOutPieces } from "./sense-feeder";
import { type Ranges, senseRangesGraph, widestRanges } from "./sense-inference";
import { type SenseShape, senseEvaluationGraph } from "./sense-model";
import { senseUnitsGraph, type UnitUse, unitUse } from "./slim-sense";
import { SOURCE_LABELS, TEXT_KINDS } from "./text-deep-recipe";

/** The encoder with the heads that it is trained with. */
export const WHOLE_SHAPE: SenseShape = {
  ...ENCODER,
  high: 256,
  categories: CATEGORIES.length,
  sourceLabels: SOURCE_LABELS.length,
  kinds: TEXT_KINDS.length,
};
/** The text-sense that is shipped: with half of the units in its feed-forward networks, a piece takes two thirds of the products. */
export const SENSE_SHAPE: SenseShape = { ...WHOLE_SHAPE, inner: ENCODER.inner / 2 };

const MOST_PIECES = 3072;
const MOST_TEXTS = 128;

/** Scores texts, cut to so many pieces, with the weights of a run as they are at the moment. */
export class SenseScores {
  private constructor(
    private readonly session: InferenceSession,
    private readonly pieces: UnigramPieces,
    private readonly longest: number,
  ) {}

  static async open(
    shape: SenseShape,
    pieces: UnigramPieces,
    { longest, provider }: { longest: number; provider?: TrainingProvider },
  ): Promise<SenseScores> {
    return new SenseScores(await openGraph(senseEvaluationGraph(shape), provider), pieces, longest);
  }

  /** Logits of each text, [texts, categories] row-major. */
  async logits(store: ParameterStore, texts: readonly string[]): Promise<Float32Array> {
    const width = CATEGORIES.length;
    const logits = new Float32Array(texts.length * width);
    for await (const { places, outputs } of this.batches(this.session, store, texts)) {
      const said = outputs.logits?.data as Float32Array;
      for (const [at, place] of places.entries())
        logits.set(said.subarray(at * width, (at + 1) * width), place * width);
    }
    return logits;
  }

  /** How large the inputs of the layers over pieces are on texts. */
  async ranges(shape: SenseShape, store: ParameterStore, texts: readonly string[]): Promise<Ranges> {
    return widestRanges(await this.outputsOf(senseRangesGraph(shape), store, texts));
  }

  /** How the units of the feed-forward networks fire on texts. */
  async unitUse(shape: SenseShape, store: ParameterStore, texts: readonly string[]): Promise<UnitUse> {
    return unitUse(await this.outputsOf(senseUnitsGraph(shape), store, texts));
  }

  /** What another graph makes of texts, batch by batch. */
  private async outputsOf(
    model: OnnxModel,
    store: ParameterStore,
    texts: readonly string[],
  ): Promise<Outputs[]> {
    const session = await openGraph(model);
    const seen: Outputs[] = [];
    for await (const { outputs } of this.batches(session, store, texts)) seen.push(outputs);
    await session.release();
    return seen;
  }

  /** What a forward session with the weights of a run makes of texts, texts of like length together. */
  private async *batches(
    session: InferenceSession,
    store: ParameterStore,
    texts: readonly string[],
  ): AsyncGenerator<{ places: number[]; outputs: Outputs }> {
    const encoded = texts
      .map((text, place) => ({ place, ids: encodePieces(this.pieces, text, this.longest) }))
      .sort((a, b) => a.ids.length - b.ids.length);
    for (let start = 0; start < encoded.length; ) {
      let end = start + 1;
      const fits = (at: number) =>
        at < encoded.length &&
        at - start < MOST_TEXTS &&
        (encoded[at]?.ids.length ?? 0) * (at + 1 - start) <= MOST_PIECES;
      while (fits(end)) end++;
      const part = encoded.slice(start, end);
      const { feeds, rows } = layOutPieces(part.map(({ ids }) => ids));
      const outputs = await session.run({ ...feeds, ...store.feeds(rows, { moments: false }) });
      yield { places: part.map(({ place }) => place), outputs };
      start = end;
    }
  }
}

type Outputs = Awaited<ReturnType<InferenceSession["run"]>>;
