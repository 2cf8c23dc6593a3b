import type { InferenceSession } from "onnxruntime-node";
import { calibrate } from "#lib/domain/calibration";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { addWordSpans, SpanList, unitWeights } from "#lib/domain/text/attribute";
import {
  extractFeatures,
  FeatureBuffer,
  featureShare,
  type Window,
  windowsOf,
} from "#lib/domain/text/features";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import { guessLanguage } from "../language";
import type { ScreenManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession } from "../session";
import type { PackedOutputs, Runner } from "../thread-messages";
import { ScreenPacker } from "./screen-outputs";
import { packTensors, rowsOf } from "./screen-tensors";

export interface ScreenInput {
  text: string;
  /** What the platform says the language is. */
  language: string | null;
}

/** Rows per run: bounds memory whatever the texts are. */
const MOST_ROWS = 1024;
/** Feature buffers kept between batches. */
const KEPT_BUFFERS = 256;
/** Categories at or above this are explained. */
const EXPLAIN_FROM = 0.3;
/** Where none is, the highest one is explained from here: below, there is nothing to explain. */
const EXPLAIN_TOP_FROM = 0.1;

/** A window of a text with its features, and its logits from `logitsFrom` in `logits` once it is scored. */
interface Segment {
  input: number;
  window: Window;
  features: FeatureBuffer;
  logits: Float32Array;
  logitsFrom: number;
}

const NOT_SCORED = new Float32Array(0);
const OUTPUTS = CATEGORIES.length;

/** Runs text-screen: features in, logits out of ONNX Runtime, calibration and exact attribution on top. */
export class TextScreenRunner implements Runner {
  private readonly texts: TextBuffer[] = [];
  private readonly features: FeatureBuffer[] = [];
  private readonly spans = new SpanList();
  private readonly located: FeatureBuffer;
  /** By language, 1 for each category that is covered. */
  private readonly coverage: Map<string, Uint8Array>;

  private constructor(
    private readonly files: ModelFiles<ScreenManifest>,
    private readonly session: InferenceSession,
    private readonly weights: Int8Array,
    private readonly scales: Float32Array,
    readonly provider: string,
    readonly refused: Runner["refused"],
  ) {
    this.located = new FeatureBuffer(files.manifest.bits, true);
    const flags = (known: Category[]) =>
      Uint8Array.from(CATEGORIES, (each) => (known.includes(each) ? 1 : 0));
    this.coverage = new Map(
      Object.entries(files.manifest.languages).map(([code, known]) => [code, flags(known)]),
    );
  }

  static async open(files: ModelFiles<ScreenManifest>, providers: string[]): Promise<TextScreenRunner> {
    const { bits, categories } = files.manifest;
    if (categories.join() !== CATEGORIES.join())
      throw new Error("the model's categories are not the taxonomy's");
    const { session, provider, refused } = await openSession(files.modelPath, providers);
    const nothing = packTensors([{ ids: new Int32Array(0), length: 0 }]);
    const { weights, scales } = await session.run(nothing, ["weights", "scales"]);
    const table = weights?.data as Int8Array;
    if (table.length !== 2 ** bits * OUTPUTS) throw new Error("the model does not have the manifest's size");
    return new TextScreenRunner(files, session, table, scales?.data as Float32Array, provider, refused);
  }

  async run(inputs: unknown[]): Promise<PackedOutputs> {
    const texts = inputs as ScreenInput[];
    const segments = this.prepare(texts);
    await this.score(segments);
    const packer = new ScreenPacker(texts.length, this.spans);
    let from = 0;
    texts.forEach((input, at) => {
      let to = from;
      while (segments[to]?.input === at) to += 1;
      this.judge(at, input, segments.slice(from, to), packer);
      from = to;
    });
    return packer.finish();
  }

  private prepare(inputs: ScreenInput[]): Segment[] {
    const segments: Segment[] = [];
    inputs.forEach(({ text }, input) => {
      this.texts[input] ??= new TextBuffer();
      const buffer = normaliseInto(this.texts[input] as TextBuffer, text);
      for (const window of windowsOf(buffer)) {
        this.features[segments.length] ??= new FeatureBuffer(this.files.manifest.bits);
        const features = extractFeatures(buffer, this.features[segments.length] as FeatureBuffer, window);
        segments.push({ input, window, features, logits: NOT_SCORED, logitsFrom: 0 });
      }
    });
    if (this.features.length > KEPT_BUFFERS) this.features.length = KEPT_BUFFERS;
    return segments;
  }

  private async score(segments: Segment[]): Promise<void> {
    let group: Segment[] = [];
    let rows = 0;
    for (const segment of segments) {
      const more = rowsOf(segment.features);
      if (rows + more > MOST_ROWS && group.length > 0) {
        await this.runGroup(group);
        group = [];
        rows = 0;
      }
      group.push(segment);
      rows += more;
    }
    if (group.length > 0) await this.runGroup(group);
  }

  private async runGroup(group: Segment[]): Promise<void> {
    const { logits } = await this.session.run(packTensors(group.map(({ features }) => features)), ["logits"]);
    const values = logits?.data as Float32Array;
    group.forEach((segment, at) => {
      segment.logits = values;
      segment.logitsFrom = at * OUTPUTS;
    });
  }

  /** The highest window decides, category by category. */
  private judge(at: number, input: ScreenInput, segments: Segment[], packer: ScreenPacker): void {
    const buffer = this.texts[at] as TextBuffer;
    const language = guessLanguage(input.text, buffer, input.language);
    const known = this.coverage.get(language.code === "und" ? "en" : language.code);
    packer.language(at, language, known !== undefined);
    let [top, topScore] = [0, -1];
    let explained = 0;
    for (let column = 0; column < OUTPUTS; column += 1) {
      const segment = highest(segments, column);
      const logit = segment.logits[segment.logitsFrom + column] as number;
      const score = known?.[column] === 1 ? this.probability(column, logit) : Number.NaN;
      packer.score(at, column, logit, score);
      if (score > topScore) [top, topScore] = [column, score];
      if (score < EXPLAIN_FROM || Number.isNaN(score)) continue;
      this.explain(at, segment, column, packer);
      explained += 1;
    }
    if (explained === 0 && topScore >= EXPLAIN_TOP_FROM)
      this.explain(at, highest(segments, top), top, packer);
  }

  private probability(column: number, logit: number): number {
    const calibration = this.files.calibrations[column];
    return calibration ? calibrate(calibration, logit) : Number.NaN;
  }

  /** Few texts are explained, so only theirs are read again with the places of their features. */
  private explain(at: number, { window }: Segment, column: number, packer: ScreenPacker): void {
    const buffer = this.texts[at] as TextBuffer;
    const features = extractFeatures(buffer, this.located, window);
    const scale = featureShare(features.length) * (this.scales[column] as number);
    const table = { weights: this.weights, outputs: OUTPUTS, output: column, scale };
    packer.explain(at, column, (spans) =>
      addWordSpans(buffer, unitWeights(features, table, buffer.length), spans),
    );
  }
}

function highest(segments: Segment[], column: number): Segment {
  let best = segments[0] as Segment;
  for (const segment of segments)
    if (
      (segment.logits[segment.logitsFrom + column] as number) >
      (best.logits[best.logitsFrom + column] as number)
    )
      best = segment;
  return best;
}
