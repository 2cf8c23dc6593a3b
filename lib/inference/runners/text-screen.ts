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
import { RangeSums } from "#lib/domain/text/range-sums";
import { stretchesOf } from "#lib/domain/text/stretches";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import { coverageOf, guessLanguage, type LanguageGuess } from "../language";
import { ListMatcher } from "../list-matcher";
import type { ScreenManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import type { Providers } from "../session";
import type { PackedTexts } from "../text-codec";
import { TextOutputWriter } from "../text-outputs";
import { ListsInForce, type Packed, type Runner } from "../thread-messages";
import { readScreenWeights, type ScreenWeights } from "./screen-weights";

/** Categories at or above this are explained. */
const EXPLAIN_FROM = 0.3;
/** Where none is, the highest one is explained from here: below, there is nothing to explain. */
const EXPLAIN_TOP_FROM = 0.1;
/** All patterns of a list together get this long per text, milliseconds. */
const PATTERN_MS = 200;

/**
 * A stretch is suspect from these probabilities on: certain enough by itself that level 2 should read it apart. Mostly what
 * the categories' figures call more likely than not, lower where harm is rare and grave.
 */
const SUSPECT_FROM: Partial<Record<Category, number>> = {
  toxicity: 0.5,
  harassment: 0.5,
  hate: 0.4,
  violence: 0.15,
  sexual: 0.3,
  self_harm: 0.15,
  spam: 0.5,
};

const OUTPUTS = CATEGORIES.length;
const NONE: readonly Window[] = [];

/**
 * Levels 0 and 1 in one pass over each text: normalised once, searched for list entries, and scored by text-screen. The model
 * is linear, so its weights, read from the ONNX file and checked against it, are summed here in whole numbers
 * (docs/decisions/027): a text's scores are the same bits alone and in any company.
 */
export class TextScreenRunner implements Runner {
  readonly provider = "cpu";
  readonly refused: Runner["refused"] = [];
  private readonly buffer = new TextBuffer();
  private readonly ranges: RangeSums;
  private readonly located: FeatureBuffer;
  /** Which window of the text at hand `located` holds. */
  private locatedWindow: Window | null = null;
  private readonly sums = new Float64Array(OUTPUTS);
  /** Per category, the logit from which a stretch is suspect. */
  private readonly suspectFrom: Float64Array;
  private readonly logits = new Float32Array(OUTPUTS);
  /** Per category, the window whose logit is the highest. */
  private readonly deciding: Window[] = [];
  private readonly spans = new SpanList();
  private readonly writer = new TextOutputWriter();
  private readonly lists = new ListsInForce<ListMatcher>();
  /** By language, 1 for each category that is covered. */
  private readonly coverage: Map<string, Uint8Array>;

  private constructor(
    private readonly files: ModelFiles<ScreenManifest>,
    private readonly model: ScreenWeights,
  ) {
    const { bits, languages } = files.manifest;
    this.ranges = new RangeSums(model.table);
    this.located = new FeatureBuffer(bits, true);
    const flags = (known: Category[]) =>
      Uint8Array.from(CATEGORIES, (each) => (known.includes(each) ? 1 : 0));
    this.suspectFrom = Float64Array.from(CATEGORIES, (category, column) =>
      this.logitOf(column, SUSPECT_FROM[category]),
    );
    this.coverage = new Map(Object.entries(languages).map(([code, known]) => [code, flags(known)]));
  }

  static async open(files: ModelFiles<ScreenManifest>, providers: Providers): Promise<TextScreenRunner> {
    if (files.manifest.categories.join() !== CATEGORIES.join())
      throw new Error("the model's categories are not the taxonomy's");
    const runner = new TextScreenRunner(files, await readScreenWeights(files, providers));
    return runner;
  }

  async run(packed: unknown): Promise<Packed> {
    const { texts, languages, listOf, lists = [], explain } = packed as PackedTexts;
    const matchers = lists.map(({ orgId, version, rules }) => this.matcher(orgId, version, rules));
    const further = new Map<number, LanguageGuess>();
    this.writer.start(texts.length);
    for (let at = 0; at < texts.length; at += 1) {
      const text = texts[at] as string;
      normaliseInto(this.buffer, text);
      const language = guessLanguage(text, this.buffer, languages?.[at] ?? null);
      const { known, covered } = coverageOf(language, (code) => this.coverage.get(code));
      this.writer.text(language, covered);
      const matcher = matchers[listOf?.[at] ?? -1];
      const blocked = matcher ? this.match(at, text, matcher) : false;
      const windows = windowsOf(this.buffer);
      const stretches = known ? stretchesOf(this.buffer) : NONE;
      this.ranges.read(this.buffer, windows, stretches);
      this.score(windows);
      this.judge(at, known, explain?.[at] !== false);
      const suspect = known ? this.look(stretches, known, this.coverage.get("en")) : undefined;
      if (known && !blocked && !suspect) further.set(at, language);
    }
    return { ...this.writer.finish(), further };
  }

  private matcher(
    orgId: string,
    version: number,
    rules: ConstructorParameters<typeof ListMatcher>[0] | undefined,
  ) {
    const known = rules
      ? this.lists.set(orgId, version, new ListMatcher(rules))
      : this.lists.get(orgId, version);
    if (!known) throw new Error("lists were asked for that this thread was not sent");
    return known;
  }

  /** Writes what the lists found; returns whether that blocks the text. */
  private match(at: number, text: string, matcher: ListMatcher): boolean {
    const started = performance.now();
    const { matches, reason } = matcher.match(text, this.buffer, PATTERN_MS);
    const places = matches.map((match): [number, typeof match] => [matcher.placeOf(match), match]);
    this.writer.lists(at, places, reason, performance.now() - started);
    return matches.some(({ action }) => action === "block");
  }

  /** The highest window decides, category by category. */
  private score(windows: readonly Window[]): void {
    const { logits, sums, deciding, model } = this;
    logits.fill(Number.NEGATIVE_INFINITY);
    this.locatedWindow = null;
    for (const window of windows) {
      const share = featureShare(this.ranges.sum(window, sums));
      for (let column = 0; column < OUTPUTS; column += 1) {
        const scale = share * (model.scales[column] as number);
        const logit = Math.fround((sums[column] as number) * scale + (model.bias[column] as number));
        if (logit <= (logits[column] as number)) continue;
        logits[column] = logit;
        deciding[column] = window;
      }
    }
  }

  /**
   * Finds the stretch that is most certainly harm by itself: added words may outweigh it in the whole. It may be in English
   * where the text is not, and is then scored in more categories; it is read apart in its own language.
   */
  private look(stretches: readonly Window[], ...coverages: (Uint8Array | undefined)[]): Window | undefined {
    const { sums, model, suspectFrom, buffer } = this;
    let most = 0;
    let suspect: Window | undefined;
    for (const stretch of stretches) {
      const share = featureShare(this.ranges.sum(stretch, sums));
      for (let column = 0; column < OUTPUTS; column += 1) {
        if (!coverages.some((known) => known?.[column] === 1)) continue;
        const logit = (sums[column] as number) * share * (model.scales[column] as number);
        const excess = logit + (model.bias[column] as number) - (suspectFrom[column] as number);
        if (excess <= most) continue;
        most = excess;
        suspect = stretch;
      }
    }
    if (suspect)
      this.writer.suspect(buffer.starts[suspect.from] as number, buffer.ends[suspect.to - 1] as number);
    return suspect;
  }

  /** The logit from which a category's probability is so high, by halving; infinite where nothing asks for it. */
  private logitOf(column: number, probability: number | undefined): number {
    if (probability === undefined) return Number.POSITIVE_INFINITY;
    let [low, high] = [-30, 30];
    for (let halving = 0; halving < 40; halving += 1) {
      const middle = (low + high) / 2;
      if (this.probability(column, middle) >= probability) high = middle;
      else low = middle;
    }
    return high;
  }

  private judge(at: number, known: Uint8Array | undefined, explain: boolean): void {
    let [top, topScore] = [0, -1];
    let explained = 0;
    for (let column = 0; column < OUTPUTS; column += 1) {
      const logit = this.logits[column] as number;
      const score = known?.[column] === 1 ? this.probability(column, logit) : Number.NaN;
      this.writer.score(at, column, logit, score);
      if (score > topScore) [top, topScore] = [column, score];
      if (!explain || !(score >= EXPLAIN_FROM)) continue;
      this.explain(column);
      explained += 1;
    }
    if (explain && explained === 0 && topScore >= EXPLAIN_TOP_FROM) this.explain(top);
  }

  private probability(column: number, logit: number): number {
    const calibration = this.files.calibrations[column];
    return calibration ? calibrate(calibration, logit) : Number.NaN;
  }

  /** Few texts are explained, so only theirs are read again with the places of their features. */
  private explain(column: number): void {
    const { buffer, located, model, spans } = this;
    const window = this.deciding[column] as Window;
    if (this.locatedWindow !== window) extractFeatures(buffer, located, window);
    this.locatedWindow = window;
    const scale = featureShare(located.length) * (model.scales[column] as number);
    const table = { weights: model.weights, outputs: OUTPUTS, output: column, scale };
    spans.length = 0;
    addWordSpans(buffer, unitWeights(located, table, buffer.length), spans);
    this.writer.explain(column, spans);
  }
}
