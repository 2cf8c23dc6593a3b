import { readFile } from "node:fs/promises";
import path from "node:path";
import { calibrate } from "#lib/domain/calibration";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import { FeatureVocabulary, TextEncoder } from "#lib/domain/text/word-features";
import type { PackedExplain } from "../explain-codec";
import { guessLanguage, type LanguageGuess } from "../language";
import type { DeepManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession } from "../session";
import type { PackedTexts } from "../text-codec";
import { TextDeep } from "../text-deep";
import { TextOutputWriter } from "../text-outputs";
import type { Packed, Runner } from "../thread-messages";

/** Runs text-deep: words in, logits out of ONNX Runtime, calibration on top. */
export class TextDeepRunner implements Runner {
  private readonly buffer = new TextBuffer();
  private readonly writer = new TextOutputWriter();

  private constructor(
    private readonly files: ModelFiles<DeepManifest>,
    private readonly deep: TextDeep,
    readonly provider: string,
    readonly refused: Runner["refused"],
  ) {}

  static async open(files: ModelFiles<DeepManifest>, providers: string[]): Promise<TextDeepRunner> {
    const { directory, manifest, modelPath } = files;
    if (manifest.categories.join() !== CATEGORIES.join()) {
      throw new Error("the model's categories are not the taxonomy's");
    }
    const model = await openSession(modelPath, providers);
    const explainer = await openSession(path.join(directory, manifest.files.explainer.path), providers);
    const features = await readFile(path.join(directory, manifest.files.features.path));
    const encoder = new TextEncoder(FeatureVocabulary.fromBytes(features));
    const deep = new TextDeep(model.session, explainer.session, encoder, {
      maxWords: manifest.maxWords,
      categories: CATEGORIES.length,
    });
    return new TextDeepRunner(files, deep, model.provider, model.refused);
  }

  async run(packed: unknown): Promise<Packed> {
    const { texts, languages } = packed as PackedTexts;
    const logits = await this.deep.logits(texts);
    this.writer.start(texts.length);
    for (const [at, text] of texts.entries()) {
      const language = guessLanguage(text, normaliseInto(this.buffer, text), languages?.[at] ?? null);
      this.judge(at, language, logits[at] as Float32Array);
    }
    return this.writer.finish();
  }

  /** Explains one category of one text, as a runner of its own: it costs some fifty times what a score does. */
  readonly explainOne: Runner["run"] = async (packed) => {
    const { text, column } = packed as PackedExplain;
    const explained = await this.deep.explain(text, column, "gradients");
    const { words } = await this.deep.withoutFalseObjections(explained, column);
    const spans = Float64Array.from(
      words.flatMap(({ start, end, contribution }) => [start, end, contribution]),
    );
    return { outputs: spans, moved: [spans.buffer as ArrayBuffer] };
  };

  private judge(at: number, language: LanguageGuess, logits: Float32Array): void {
    const known = this.files.manifest.languages[language.code === "und" ? "en" : language.code];
    this.writer.text(language, known !== undefined);
    for (const [column, category] of CATEGORIES.entries()) {
      const logit = logits[column] as number;
      const calibration = this.files.calibrations[column];
      const score = known?.includes(category) && calibration ? calibrate(calibration, logit) : Number.NaN;
      this.writer.score(at, column, logit, score);
    }
  }
}
