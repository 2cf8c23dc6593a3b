import * as ort from "onnxruntime-node";
import { calibrate } from "#lib/domain/calibration";
import type { Category, Scores } from "#lib/domain/taxonomy";
import { unitWeights, wordSpans } from "#lib/domain/text/attribute";
import {
  extractFeatures,
  FeatureBuffer,
  featureShare,
  type Window,
  windowsOf,
} from "#lib/domain/text/features";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import type { Span } from "#lib/domain/verdict";
import { guessLanguage, type LanguageGuess } from "../language";
import type { ModelFiles } from "../model-files";
import { openSession } from "../session";
import type { Runner } from "../thread-messages";

export interface ScreenInput {
  text: string;
  /** What the platform says the language is. */
  language: string | null;
}

export interface ScreenOutput {
  language: LanguageGuess;
  /** Whether the model was trained and measured on that language. */
  covered: boolean;
  /** Calibrated, of the categories it covers in that language; empty when it covers none. */
  scores: Scores;
  /** One per category of the model: the raw scores, kept for recalibration. */
  logits: Float32Array;
  /** Spans whose weights sum to the category's logit minus its bias, over the window that decided. */
  explanations: { category: Category; spans: Span[] }[];
}

/** Feature ids per row of the model's input. */
const WIDTH = 64;
/** Rows per run: bounds memory whatever the texts are. */
const MOST_ROWS = 1024;
/** Categories at or above this are explained; else the highest one. */
const EXPLAIN_FROM = 0.3;

interface Segment {
  input: number;
  window: Window;
  features: FeatureBuffer;
  logits: Float32Array;
}

/** Runs text-screen: features in, logits out of ONNX Runtime, calibration and exact attribution on top. */
export class TextScreenRunner implements Runner {
  private readonly texts: TextBuffer[] = [];
  private readonly features: FeatureBuffer[] = [];

  private constructor(
    private readonly files: ModelFiles,
    private readonly session: ort.InferenceSession,
    private readonly weights: Int8Array,
    private readonly scales: Float32Array,
    readonly provider: string,
    readonly refused: Runner["refused"],
  ) {}

  static async open(files: ModelFiles, providers: string[]): Promise<TextScreenRunner> {
    const { session, provider, refused } = await openSession(files.modelPath, providers);
    const nothing = {
      ids: new ort.Tensor("int32", new Int32Array(WIDTH), [1, WIDTH]),
      shares: new ort.Tensor("float32", new Float32Array(1), [1, 1]),
    };
    const { weights, scales } = await session.run(nothing, ["weights", "scales"]);
    const { bits, categories } = files.manifest;
    const table = weights?.data as Int8Array;
    if (table.length !== 2 ** bits * categories.length)
      throw new Error("the model does not have the manifest's size");
    return new TextScreenRunner(files, session, table, scales?.data as Float32Array, provider, refused);
  }

  async run(inputs: unknown[]): Promise<ScreenOutput[]> {
    const texts = inputs as ScreenInput[];
    const segments = this.prepare(texts);
    await this.score(segments);
    const deciding: Segment[][] = texts.map(() => []);
    for (const segment of segments) deciding[segment.input]?.push(segment);
    return texts.map((input, at) =>
      this.judge(input, this.texts[at] as TextBuffer, deciding[at] as Segment[]),
    );
  }

  private prepare(inputs: ScreenInput[]): Segment[] {
    const segments: Segment[] = [];
    inputs.forEach(({ text }, input) => {
      this.texts[input] ??= new TextBuffer();
      const buffer = normaliseInto(this.texts[input] as TextBuffer, text);
      for (const window of windowsOf(buffer)) {
        this.features[segments.length] ??= new FeatureBuffer(this.files.manifest.bits, true);
        const features = extractFeatures(buffer, this.features[segments.length] as FeatureBuffer, window);
        segments.push({ input, window, features, logits: new Float32Array(0) });
      }
    });
    this.features.length = Math.min(this.features.length, 256);
    return segments;
  }

  private async score(segments: Segment[]): Promise<void> {
    let group: Segment[] = [];
    let rows = 0;
    for (const segment of segments) {
      const more = rowsOf(segment);
      if (rows + more > MOST_ROWS && group.length > 0) {
        await this.runGroup(group, rows);
        group = [];
        rows = 0;
      }
      group.push(segment);
      rows += more;
    }
    if (group.length > 0) await this.runGroup(group, rows);
  }

  private async runGroup(group: Segment[], rows: number): Promise<void> {
    const ids = new Int32Array(rows * WIDTH);
    const shares = new Float32Array(group.length * rows);
    let row = 0;
    group.forEach((segment, at) => {
      const { features } = segment;
      ids.set(features.ids.subarray(0, features.length), row * WIDTH);
      const end = row + rowsOf(segment);
      shares.fill(featureShare(features.length), at * rows + row, at * rows + end);
      row = end;
    });
    const feeds = {
      ids: new ort.Tensor("int32", ids, [rows, WIDTH]),
      shares: new ort.Tensor("float32", shares, [group.length, rows]),
    };
    const { logits } = await this.session.run(feeds, ["logits"]);
    const values = logits?.data as Float32Array;
    const outputs = this.files.manifest.categories.length;
    group.forEach((segment, at) => {
      segment.logits = values.subarray(at * outputs, (at + 1) * outputs);
    });
  }

  private judge(input: ScreenInput, buffer: TextBuffer, segments: Segment[]): ScreenOutput {
    const { manifest, calibrations } = this.files;
    const language = guessLanguage(input.text, buffer, input.language);
    const known = manifest.languages[language.code === "und" ? "en" : language.code] ?? [];
    const decisive = manifest.categories.map((_, column) => highest(segments, column));
    const logits = Float32Array.from(decisive, (segment, column) => segment.logits[column] as number);
    const scores: Scores = {};
    manifest.categories.forEach((category, column) => {
      const calibration = calibrations[column];
      if (calibration && known.includes(category))
        scores[category] = calibrate(calibration, logits[column] as number);
    });
    return {
      language,
      covered: known.length > 0,
      scores,
      logits,
      explanations: worthExplaining(scores).map((category) => {
        const column = manifest.categories.indexOf(category);
        return { category, spans: this.explain(buffer, decisive[column] as Segment, column) };
      }),
    };
  }

  private explain(buffer: TextBuffer, { features }: Segment, column: number): Span[] {
    const { weights } = this;
    const outputs = this.files.manifest.categories.length;
    const unit = featureShare(features.length) * (this.scales[column] as number);
    const contribution = (id: number) => (weights[id * outputs + column] as number) * unit;
    return wordSpans(buffer, unitWeights(features, contribution, buffer.length));
  }
}

const rowsOf = ({ features }: Segment) => Math.max(1, Math.ceil(features.length / WIDTH));

function highest(segments: Segment[], column: number): Segment {
  return segments.reduce((best, segment) =>
    (segment.logits[column] as number) > (best.logits[column] as number) ? segment : best,
  );
}

function worthExplaining(scores: Scores): Category[] {
  const ranked = (Object.entries(scores) as [Category, number][]).sort((a, b) => b[1] - a[1]);
  return ranked.filter(([, score], at) => at === 0 || score >= EXPLAIN_FROM).map(([category]) => category);
}
