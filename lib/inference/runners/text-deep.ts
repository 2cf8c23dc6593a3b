import { readFile } from "node:fs/promises";
import path from "node:path";
import { calibrate } from "#lib/domain/calibration";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { SpanList } from "#lib/domain/text/attribute";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import { FeatureVocabulary, TextEncoder } from "#lib/domain/text/word-features";
import { guessLanguage } from "../language";
import type { DeepManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession } from "../session";
import { TextDeep } from "../text-deep";
import type { PackedOutputs, Runner } from "../thread-messages";
import { ScreenPacker } from "./screen-outputs";
import type { ScreenInput } from "./text-screen";

/** The highest category is explained from here; the path integral costs some thirty forward passes. */
const EXPLAIN_FROM = 0.3;

/** Runs text-deep: words in, logits out of ONNX Runtime, calibration on top, the top category explained. */
export class TextDeepRunner implements Runner {
  private readonly buffer = new TextBuffer();
  private readonly spans = new SpanList();

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

  async run(inputs: unknown[]): Promise<PackedOutputs> {
    const texts = inputs as ScreenInput[];
    const logits = await this.deep.logits(texts.map(({ text }) => text));
    const packer = new ScreenPacker(texts.length, this.spans);
    for (const [at, input] of texts.entries()) {
      const { top, score } = this.judge(at, input, logits[at] as Float32Array, packer);
      if (score < EXPLAIN_FROM) continue;
      const { words } = await this.deep.explain(input.text, top);
      packer.explain(at, top, (spans) => {
        for (const { start, end, contribution } of words) spans.push(start, end, contribution);
      });
    }
    return packer.finish();
  }

  /** Packs language and scores of one text; the category that scores highest. */
  private judge(
    at: number,
    { text, language: declared }: ScreenInput,
    logits: Float32Array,
    packer: ScreenPacker,
  ): { top: number; score: number } {
    const language = guessLanguage(text, normaliseInto(this.buffer, text), declared);
    const known = this.files.manifest.languages[language.code === "und" ? "en" : language.code];
    packer.language(at, language, known !== undefined);
    const best = { top: 0, score: -1 };
    for (const [column, category] of CATEGORIES.entries()) {
      const logit = logits[column] as number;
      const calibration = this.files.calibrations[column];
      const score = known?.includes(category) && calibration ? calibrate(calibration, logit) : Number.NaN;
      packer.score(at, column, logit, score);
      if (score > best.score) Object.assign(best, { top: column, score });
    }
    return best;
  }
}
