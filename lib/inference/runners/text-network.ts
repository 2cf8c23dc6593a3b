import { readFile } from "node:fs/promises";
import path from "node:path";
import { calibrate } from "#lib/domain/calibration";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import { FeatureVocabulary, TextEncoder } from "#lib/domain/text/word-features";
import { coverageOf, guessLanguage, type LanguageGuess } from "../language";
import type { DeepManifest, GlanceManifest, ModelManifest, SenseManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import type { PackedTexts } from "../text-codec";
import { TextOutputWriter } from "../text-outputs";
import type { Packed, Runner } from "../thread-messages";

/** A network over texts: one row of logits for each. */
interface ReadsLogits {
  logits(texts: readonly string[]): Promise<Float32Array[]>;
}

/** Runs a network over texts: texts in, logits out of ONNX Runtime, calibration on top. */
export class TextNetworkRunner<Network extends ReadsLogits = ReadsLogits> implements Runner {
  private readonly buffer = new TextBuffer();
  private readonly writer = new TextOutputWriter();

  constructor(
    private readonly files: ModelFiles<DeepManifest | GlanceManifest | SenseManifest>,
    protected readonly network: Network,
    readonly provider: string,
    readonly refused: Runner["refused"],
  ) {}

  async run(packed: unknown): Promise<Packed> {
    const { texts, languages, guesses } = packed as PackedTexts;
    const logits = await this.network.logits(texts);
    this.writer.start(texts.length);
    for (const [at, text] of texts.entries()) {
      const language =
        guesses?.[at] ?? guessLanguage(text, normaliseInto(this.buffer, text), languages?.[at] ?? null);
      this.judge(at, language, logits[at] as Float32Array);
    }
    return this.writer.finish();
  }

  private judge(at: number, language: LanguageGuess, logits: Float32Array): void {
    const { known, covered } = coverageOf(language, (code) => this.files.manifest.languages[code]);
    this.writer.text(language, covered);
    for (const [column, category] of CATEGORIES.entries()) {
      const logit = logits[column] as number;
      const calibration = this.files.calibrations[column];
      const score = known?.includes(category) && calibration ? calibrate(calibration, logit) : Number.NaN;
      this.writer.score(at, column, logit, score);
    }
  }
}

/**
 * What turns texts into the network's rows, from the model's files.
 * @throws Error when the model's categories are not the taxonomy's
 */
export async function openEncoder({
  directory,
  manifest,
}: ModelFiles<DeepManifest | GlanceManifest>): Promise<TextEncoder> {
  checkCategories(manifest);
  const features = await readFile(path.join(directory, manifest.files.features.path));
  return new TextEncoder(FeatureVocabulary.fromBytes(features));
}

/** @throws Error when the model's categories are not the taxonomy's */
export function checkCategories({ categories }: Pick<ModelManifest, "categories">): void {
  if (categories.join() !== CATEGORIES.join())
    throw new Error("the model's categories are not the taxonomy's");
}
