import { readFile } from "node:fs/promises";
import path from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import type * as ort from "onnxruntime-node";
import { calibrate } from "#lib/domain/calibration";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { attentionRollout } from "#lib/domain/text/attention-rollout";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import type { Span } from "#lib/domain/verdict";
import { categoryLogits } from "../category-logits";
import { type PackedExplain, packMarks } from "../explain-codec";
import { coverageOf, guessLanguage } from "../language";
import type { ClassifierManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession, type Providers } from "../session";
import type { PackedTexts } from "../text-codec";
import { TextOutputWriter } from "../text-outputs";
import type { Packed, Runner } from "../thread-messages";
import { placeByteTokens, placeTokens, type TokenPlace } from "../token-spans";
import { batchesOf, type Frame, feedsOf, frameOf, type TokenWindow, windowsOf } from "./token-windows";

/** Tokens per run, padding included: a processor gains nothing from more, and a thread answers its next batch the sooner. */
const RUN_TOKENS = { cpu: 1024, others: 4096 };

/** Runs a sequence classifier in the layout of the Hugging Face hub: a model pack. */
export class ClassifierRunner implements Runner {
  private readonly buffer = new TextBuffer();
  private readonly writer = new TextOutputWriter();
  private readonly frame: Frame;
  /** The place of each of the model's categories in the taxonomy. */
  private readonly columns: number[];

  private constructor(
    private readonly files: ModelFiles<ClassifierManifest>,
    private readonly session: ort.InferenceSession,
    private readonly tokenizer: Tokenizer,
    private readonly place: typeof placeTokens,
    readonly provider: string,
    readonly refused: Runner["refused"],
  ) {
    this.frame = frameOf(tokenizer);
    this.columns = files.manifest.categories.map((category) => CATEGORIES.indexOf(category));
  }

  static async open(files: ModelFiles<ClassifierManifest>, providers: Providers): Promise<ClassifierRunner> {
    const { directory, manifest, modelPath } = files;
    const json = async (file: { path: string }) =>
      JSON.parse(await readFile(path.join(directory, file.path), "utf8"));
    const reads = await json(manifest.files.tokenizer);
    const tokenizer = new Tokenizer(reads, await json(manifest.files.tokenizerConfig));
    const place = writesBytes(reads.decoder) ? placeByteTokens : placeTokens;
    const { session, provider, refused } = await openSession(modelPath, providers);
    return new ClassifierRunner(files, session, tokenizer, place, provider, refused);
  }

  async run(packed: unknown): Promise<Packed> {
    const { texts, languages } = packed as PackedTexts;
    const highest = await this.logits(texts);
    this.writer.start(texts.length);
    for (const [at, text] of texts.entries()) {
      const language = guessLanguage(text, normaliseInto(this.buffer, text), languages?.[at] ?? null);
      const { known, covered } = coverageOf(language, (code) => this.files.manifest.languages[code]);
      this.writer.text(language, covered);
      for (let column = 0; column < CATEGORIES.length; column += 1)
        this.writer.score(at, column, Number.NaN, Number.NaN);
      for (const [own, column] of this.columns.entries()) {
        const logit = (highest[at] as Float64Array)[own] as number;
        const calibration = this.files.calibrations[own];
        const scored = known?.includes(this.files.manifest.categories[own] as never);
        this.writer.score(
          at,
          column,
          logit,
          scored && calibration ? calibrate(calibration, logit) : Number.NaN,
        );
      }
    }
    return this.writer.finish();
  }

  /** Attention rollout over the decisive window, mapped to the text; nothing where the model gives no attention. */
  readonly explainOne: Runner["run"] = async (packed) => {
    const { text, column } = packed as PackedExplain;
    return packMarks(await this.explain(text, this.columns.indexOf(column)));
  };

  /** Per text the highest window's logit of each of the model's categories. */
  private async logits(texts: readonly string[]): Promise<Float64Array[]> {
    const { manifest } = this.files;
    const highest = texts.map(() =>
      new Float64Array(manifest.categories.length).fill(Number.NEGATIVE_INFINITY),
    );
    const windows = texts.flatMap((text, at) => this.windows(text, at));
    for (const batch of batchesOf(windows, this.provider === "cpu" ? RUN_TOKENS.cpu : RUN_TOKENS.others)) {
      const { logits } = await this.infer(batch, []);
      for (const [i, { text }] of batch.entries()) {
        const row = categoryLogits(
          logits.slice(i * manifest.labels.length, (i + 1) * manifest.labels.length),
          manifest,
        );
        const best = highest[text] as Float64Array;
        for (const [own, logit] of row.entries()) best[own] = Math.max(best[own] as number, logit);
      }
    }
    return highest;
  }

  private windows(text: string, at: number): TokenWindow[] {
    const { ids } = this.tokenizer.encode(text, { add_special_tokens: false });
    return windowsOf(ids, at, this.frame, this.files.manifest.maxTokens);
  }

  private async infer(
    batch: readonly TokenWindow[],
    attention: readonly string[],
  ): Promise<{ logits: Float32Array; attentions: ort.Tensor[] }> {
    const feeds = feedsOf(batch, this.frame.pad, this.session.inputNames);
    const output = logitsName(this.session.outputNames, this.files.manifest.attention);
    const results = await this.session.run(feeds, [output, ...attention]);
    return {
      logits: results[output]?.data as Float32Array,
      attentions: attention.map((name) => results[name] as ort.Tensor),
    };
  }

  private async explain(text: string, own: number): Promise<Span[]> {
    const { attention } = this.files.manifest;
    if (attention.length === 0 || own < 0) return [];
    const windows = this.windows(text, 0);
    const scores = await Promise.all(
      windows.map(async (window) => {
        const { logits } = await this.infer([window], []);
        return categoryLogits(logits, this.files.manifest)[own] as number;
      }),
    );
    const decisive = windows[scores.indexOf(Math.max(...scores))] as TokenWindow;
    const { attentions } = await this.infer([decisive], attention);
    const weights = attentionRollout(meanHeads(attentions), attentions.length, decisive.ids.length);
    // Tokens are placed from the beginning of the text: a window's first words may stand before it, too.
    const { ids } = this.tokenizer.encode(text, { add_special_tokens: false });
    const tokens = ids.map((id) => this.tokenizer.id_to_token(id) ?? "");
    const length = decisive.ids.length - this.frame.before.length - this.frame.after.length;
    const places = this.place(text, tokens).slice(decisive.from, decisive.from + length);
    return wordSpans(places, weights.subarray(this.frame.before.length));
  }
}

/** The output that is not attention, nor named like it. */
export function logitsName(outputs: readonly string[], attention: readonly string[]): string {
  const name =
    outputs.find((each) => each === "logits") ??
    outputs.find((each) => !attention.includes(each) && !/attention/iu.test(each));
  if (!name) throw new Error("the model has no output with logits");
  return name;
}

/** Each layer's [1, heads, tokens, tokens] as the mean over heads, layer after layer. */
function meanHeads(attentions: readonly ort.Tensor[]): Float64Array {
  const [, heads = 1, tokens = 0] = (attentions[0] as ort.Tensor).dims;
  const size = tokens * tokens;
  const mean = new Float64Array(attentions.length * size);
  for (const [layer, { data }] of attentions.entries())
    for (let at = 0; at < heads * size; at += 1)
      mean[layer * size + (at % size)] =
        (mean[layer * size + (at % size)] as number) + ((data as Float32Array)[at] as number) / heads;
  return mean;
}

/** A span for each word: tokens that touch, or that write a character together, are one. */
function wordSpans(places: readonly TokenPlace[], weights: ArrayLike<number>): Span[] {
  const spans: Span[] = [];
  for (const [at, place] of places.entries()) {
    if (!place) continue;
    const last = spans.at(-1);
    const weight = weights[at] as number;
    if (last && last.end >= place.start) {
      last.end = place.end;
      last.weight += weight;
    } else spans.push({ start: place.start, end: place.end, weight });
  }
  return spans;
}

/** What puts a tokenizer's tokens together again, as tokenizer.json says. */
interface DecoderPart {
  type?: string;
  decoders?: readonly DecoderPart[];
}

/** Whether tokens are written in byte signs. */
function writesBytes(decoder: DecoderPart | null | undefined): boolean {
  return decoder?.type === "ByteLevel" || (decoder?.decoders?.some(writesBytes) ?? false);
}
