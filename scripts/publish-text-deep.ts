import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { type Calibration, calibrate } from "../lib/domain/calibration";
import { DEFAULT_POLICY } from "../lib/domain/policy";
import { CATEGORIES, type Category } from "../lib/domain/taxonomy";
import { type Blends, NO_BLENDS } from "../lib/domain/text/blend-scores";
import { type FeatureVocabulary, TextEncoder } from "../lib/domain/text/word-features";
import type { ModelManifest } from "../lib/inference/manifest";
import { ModelsFolder } from "../lib/inference/models-folder";
import { TextDeep } from "../lib/inference/text-deep";
import { unseenSentences } from "../lib/training/contrast/foreign/unseen/unseen";
import { LICENCES } from "../lib/training/licences";
import { auc } from "../lib/training/metrics";
import type { ParameterStore } from "../lib/training/parameter-store";
import { mixSeed, Random } from "../lib/training/random";
import type { HeldOutText } from "../lib/training/set-reader";
import { blendsOf } from "../lib/training/text-blend";
import { type DeepTraining, deepCard } from "../lib/training/text-deep-card";
import type { TextDeepCorpus } from "../lib/training/text-deep-corpus";
import { exportTextDeep, TEXT_DEEP_FILES } from "../lib/training/text-deep-export";
import type { TextDeepShape } from "../lib/training/text-deep-model";
import {
  explanationTrial,
  identityTrial,
  type LabelledText,
  spellingTrial,
} from "../lib/training/text-deep-trials";
import {
  type ChosenCalibration,
  calibrateAll,
  type ScoredRow,
} from "../lib/training/text-screen-calibration";
import { measure } from "../lib/training/text-screen-figures";
import { sampledHeldOut, TEMPLATES } from "./publish/held-out";
import { judgeServed } from "./publish/judge-served";
import { publishExit } from "./publish/publish-exit";
import { calibrationFile } from "./publish/served";

const VERSION = "1.11.0";
const SPELLING_TEXTS = 1_500;
const EXPLAINED_TEXTS = 300;
const MARKED = new Set(["civil_typed_spans", "toxic_spans"]);

/** What it judges: in other languages than English, what it has been measured to know better than text-screen or alone knows. */
const LANGUAGES: Record<string, Category[]> = {
  en: [...CATEGORIES],
  pt: ["toxicity", "harassment", "hate", "violence", "self_harm"],
  ru: ["toxicity", "violence", "self_harm"],
  tr: ["toxicity", "violence", "self_harm"],
  zh: ["toxicity", "violence", "self_harm"],
};

export interface Publication {
  corpus: TextDeepCorpus;
  vocabulary: FeatureVocabulary;
  shape: TextDeepShape;
  store: ParameterStore;
  /** How the weights were made. */
  training: DeepTraining;
  /** AUC of toxicity on texts by the weights as trained, before rounding. */
  trainedLogits: (texts: readonly string[]) => Promise<Float32Array>;
  /** The models folder. */
  out: string;
  seed: number;
  say: (message: string) => void;
}

/** Writes model, calibration, card and manifest entry of a trained text-deep, with figures of the shipped files. */
export async function publishTextDeep(publication: Publication): Promise<void> {
  const { corpus, vocabulary, shape, store, training, out, say } = publication;
  const folder = `text-deep/${VERSION}`;
  mkdirSync(path.join(out, folder), { recursive: true });
  mkdirSync(path.join(out, "cards"), { recursive: true });
  exportTextDeep(path.join(out, folder), { shape, store, vocabulary, version: VERSION });
  const open = (file: string): Promise<InferenceSession> =>
    InferenceSession.create(path.join(out, folder, file), { intraOpNumThreads: 1 });
  const deep = new TextDeep(
    await open(TEXT_DEEP_FILES.model),
    await open(TEXT_DEEP_FILES.explainer),
    new TextEncoder(vocabulary),
    shape,
  );
  say("scoring the held-out texts");
  const heldOut = sampledHeldOut(corpus.heldOut);
  const score = async (rows: readonly HeldOutText[]) => {
    const logits = await deep.logits(rows.map(({ text }) => text));
    return rows.map((row, i) => ({ row, logits: logits[i] as Float32Array }));
  };
  const scored = await score(heldOut);
  const of = (split: string) => scored.filter(({ row }) => row.split === split);
  const calibrations = calibrateAll(of("calibration"));
  const curves = calibrations.map(({ calibration }) => calibration);
  const figures = measure(of("validation"), curves);
  for (const { source, category, auc: area, ece } of figures) {
    say(`${category} ${source}: AUC ${area.toFixed(3)}, ECE ${ece.toFixed(3)}`);
  }
  writeCalibration(out, folder, curves, NO_BLENDS);
  list(out, folder, shape);
  say("choosing the blend with text-screen");
  const unseen = await score(unseenSentences());
  const served = await judgeServed(out, { curves, languages: LANGUAGES }, [...scored, ...unseen], say);
  writeCalibration(out, folder, curves, blendsOf(served.blends));
  const manifest = list(out, folder, shape);
  say("deriving where level 1 may stop");
  const { running } = await publishExit(out, corpus, say);
  const trials = await runTrials(publication, deep, of("validation"), calibrations);
  const card = deepCard({
    version: VERSION,
    sha256: manifest.files.model.sha256,
    bytes: Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0),
    shape,
    vocabulary: vocabulary.size,
    training,
    rows: corpus.epochRows,
    figures,
    calibrations,
    languages: LANGUAGES,
    licences: Object.entries(LICENCES),
    ...trials,
    served: { ...served, ...running },
  });
  writeFileSync(path.join(out, manifest.card), card);
  say(`published in ${path.join(out, folder)}`);
}

function writeCalibration(out: string, folder: string, curves: readonly Calibration[], blends: Blends): void {
  writeFileSync(
    path.join(out, folder, "calibration.json"),
    `${JSON.stringify(calibrationFile(curves, blends))}\n`,
  );
}

async function runTrials(
  { trainedLogits, shape, seed, say }: Publication,
  deep: TextDeep,
  validation: readonly (ScoredRow & { row: HeldOutText })[],
  calibrations: readonly ChosenCalibration[],
) {
  const random = new Random(mixSeed(seed, 9));
  const labelled = (category: Category, rows = validation): LabelledText[] =>
    rows.flatMap(({ row: { text, known } }) => {
      const target = known[CATEGORIES.indexOf(category)] as number;
      return Number.isNaN(target) ? [] : [{ text, label: target >= 0.5 ? 1 : 0 }];
    });
  const english = validation.filter(({ row }) => row.language === "en" && row.source !== TEMPLATES);
  const some = (category: Category): LabelledText[] =>
    random.shuffle(labelled(category, english)).slice(0, SPELLING_TEXTS);

  say("trial: rounding");
  const sample = some("toxicity");
  const labels = sample.map(({ label }) => label);
  const texts = sample.map(({ text }) => text);
  const trained = await trainedLogits(texts);
  const shipped = await deep.logits(texts);
  const quantisation = {
    before: auc({ scores: texts.map((_, i) => trained[i * CATEGORIES.length] as number), labels }),
    after: auc({ scores: shipped.map((row) => row[0] as number), labels }),
  };
  say("trial: spelling");
  const spelling: { category: Category; clean: number; misspelt: number }[] = [];
  for (const category of ["toxicity", "harassment", "hate"] as const) {
    spelling.push({ category, ...(await spellingTrial(deep, category, some(category), random)) });
  }
  say("trial: identity templates");
  const templates = validation.filter(({ row }) => row.source === TEMPLATES);
  const identity = await identityTrial(deep, "toxicity", labelled("toxicity", templates));
  say("trial: explanations");
  const calibration = calibrations[0] as ChosenCalibration;
  const marked = validation
    .filter(({ row }) => MARKED.has(row.source) && row.rationales.length > 0)
    .map(({ row }) => row);
  const explanations = await explanationTrial(
    deep,
    "toxicity",
    random.shuffle(marked).slice(0, EXPLAINED_TEXTS),
    {
      probability: (logit) => calibrate(calibration.calibration, logit),
      threshold: DEFAULT_POLICY.categories.toxicity.review,
      maxWords: shape.maxWords,
      random,
    },
  );
  return { quantisation, spelling, identity, explanations };
}

/** Puts the entry on the manifest, for what lies in the folder now. */
function list(out: string, folder: string, shape: TextDeepShape): ModelManifest & { runner: "text-deep" } {
  const fileEntry = (file: string) => {
    const bytes = readFileSync(path.join(out, folder, file));
    return {
      path: `${folder}/${file}`,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      bytes: bytes.length,
    };
  };
  const entry: ModelManifest & { runner: "text-deep" } = {
    name: "text-deep",
    version: VERSION,
    runner: "text-deep",
    files: {
      model: fileEntry(TEXT_DEEP_FILES.model),
      calibration: fileEntry("calibration.json"),
      explainer: fileEntry(TEXT_DEEP_FILES.explainer),
      features: fileEntry(TEXT_DEEP_FILES.features),
    },
    inputs: {
      piece_rows: "int32 [forms, pieces]: embedding rows of each distinct word form",
      piece_weights: "float32 [forms, 1, pieces]: weight of each row in its form",
      forms: "int32 [texts, length]: which form stands where",
      pair_rows: "int32 [texts, length]: embedding row of the pair with the word before",
      mask: "float32 [texts, length]: 1 where there is a word",
    },
    maxWords: shape.maxWords,
    categories: [...CATEGORIES],
    languages: LANGUAGES,
    exit: {},
    licence: "Apache-2.0 (weights); the training sets' licences are in the card",
    card: "cards/text-deep.md",
  };
  new ModelsFolder(out).put(entry);
  return entry;
}
