import path from "node:path";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { type PackedExplain, packMarks } from "../explain-codec";
import { openLean } from "../lean-network";
import type { DeepManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession, type Providers } from "../session";
import { gapShare, TextDeep } from "../text-deep";
import type { Runner } from "../thread-messages";
import { openEncoder, TextNetworkRunner } from "./text-network";

/** Runs text-deep, and explains what it says. */
export class TextDeepRunner extends TextNetworkRunner<TextDeep> {
  static async open(files: ModelFiles<DeepManifest>, providers: Providers): Promise<TextDeepRunner> {
    const { directory, manifest, modelPath } = files;
    const encoder = await openEncoder(files);
    const model = await openSession(modelPath, providers);
    const explainer = await openSession(path.join(directory, manifest.files.explainer.path), providers);
    const size = { maxWords: manifest.maxWords, categories: CATEGORIES.length };
    const lean = model.provider === "cpu" ? await openLean(modelPath, model.session) : undefined;
    const deep = new TextDeep(model.session, explainer.session, encoder, size, lean);
    return new TextDeepRunner(files, deep, model.provider, model.refused);
  }

  /** Explains one category of one text, as a runner of its own: it costs some fifty times what a score does. */
  readonly explainOne: Runner["run"] = async (packed) => {
    const { text, column } = packed as PackedExplain;
    const explained = await this.network.explain(text, column, "gradients");
    const { words } = await this.network.withoutFalseObjections(explained, column);
    const spans = words.map(({ start, end, contribution }) => ({ start, end, weight: contribution }));
    return packMarks(spans, gapShare(explained));
  };
}
