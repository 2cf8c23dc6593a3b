import type { Category } from "#lib/domain/taxonomy";

/** A model on the Hugging Face hub that is known to be worth having. */
export interface KnownPack {
  /** `owner/model` on the hub. */
  repository: string;
  /** What it is good for. */
  about: string;
  licence: string;
  languages: readonly string[];
  /** Meanings of its labels beyond the usual names. */
  labels?: Readonly<Record<string, Category | null>>;
  activation?: "sigmoid" | "softmax";
  maxTokens?: number;
  /** A picture model: a classifier, or two towers whose prompts are read when it is added. */
  pictures?: "classifier" | "zero-shot";
  /** A speech recogniser that writes letters. */
  speech?: true;
  /** Its quantised file, where it has another than the usual names. */
  quantised?: string;
  /** Folder of the repository with tokenizer.json and config.json, where it is not the top. */
  folder?: string;
}

/** The packs that `npm run models:pull` knows by name. */
export const KNOWN_PACKS: Readonly<Record<string, KnownPack>> = {
  "toxic-bert": {
    repository: "Xenova/toxic-bert",
    about: "English toxicity in six labels (BERT, Jigsaw)",
    licence: "Apache-2.0 (unitary/toxic-bert)",
    languages: ["en"],
    activation: "sigmoid",
  },
  "toxic-multilingual": {
    repository: "gravitee-io/detoxify-onnx",
    about: "toxicity in seven languages (XLM-R, Detoxify multilingual)",
    licence: "Apache-2.0",
    languages: ["en", "fr", "es", "it", "pt", "tr", "ru"],
    activation: "sigmoid",
    quantised: "model.quant.onnx",
  },
  "prompt-injection": {
    repository: "protectai/deberta-v3-base-prompt-injection-v2",
    about: "prompt injection, reported as spam (DeBERTa)",
    licence: "Apache-2.0",
    languages: ["en"],
    labels: { INJECTION: "spam", SAFE: null },
    activation: "softmax",
    folder: "onnx",
  },
  "clip-vit-b32": {
    repository: "Xenova/clip-vit-base-patch32",
    about: "pictures of violence, weapons, gore and hate symbols, by words (CLIP)",
    licence: "MIT (openai/clip-vit-base-patch32)",
    languages: [],
    pictures: "zero-shot",
  },
  "wav2vec2-en": {
    repository: "Xenova/wav2vec2-base-960h",
    about: "English speech, instead of PocketSphinx (wav2vec2)",
    licence: "Apache-2.0 (facebook/wav2vec2-base-960h)",
    languages: ["en"],
    speech: true,
  },
  "nsfw-vit": {
    repository: "AdamCodd/vit-base-nsfw-detector",
    about: "sexual pictures and drawings (ViT, 384 pixels)",
    licence: "Apache-2.0",
    languages: [],
    activation: "softmax",
    pictures: "classifier",
  },
};
