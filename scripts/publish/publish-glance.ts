import { InferenceSession } from "onnxruntime-node";
import { CATEGORIES, type Category } from "../../lib/domain/taxonomy";
import { logOdds } from "../../lib/domain/text/blend-scores";
import { FeatureVocabulary, TextEncoder } from "../../lib/domain/text/word-features";
import type { GlanceManifest } from "../../lib/inference/manifest";
import { ModelsFolder } from "../../lib/inference/models-folder";
import { readsByGraph, TextNetwork } from "../../lib/inference/text-network";
import { glanceCard } from "../../lib/training/glance-card";
import { LICENCES } from "../../lib/training/licences";
import { rankCorrelation } from "../../lib/training/metrics";
import type { HeldOutText } from "../../lib/training/set-reader";
import { blendsOf } from "../../lib/training/text-blend";
import type { TextDeepCorpus } from "../../lib/training/text-deep-corpus";
import { encodeNetwork, type TrainedTextDeep } from "../../lib/training/text-deep-export";
import { FOREIGN_KINDS, KIND_OF } from "../../lib/training/text-deep-recipe";
import { calibrateAll, type ScoredRow } from "../../lib/training/text-screen-calibration";
import { type Figures, measure } from "../../lib/training/text-screen-figures";
import type { TrainingOutcome } from "../../lib/training/train-loop";
import type { BothSaid } from "./both-levels";
import { costsOf } from "./costs";
import { FirstLevel } from "./first-level";
import { sampledHeldOut, TEMPLATES } from "./held-out";
import { judgeServed } from "./judge-served";
import { publishExit } from "./publish-exit";
import { AS_IT_IS, calibrationFile } from "./served";
import { type Teachers, taught, teachingSense } from "./teach-glance";

const NAME = "text-glance";
const VERSION = "1.7.0";
/** What it judges: what it was taught. */
const LANGUAGES: Record<string, Category[]> = { en: [...CATEGORIES] };

export interface GlancePublication extends Omit<TrainedTextDeep, "version"> {
  corpus: TextDeepCorpus;
  teachers: Teachers;
  outcome: TrainingOutcome;
  lessons: number;
  padded: number;
  /** The models folder. */
  out: string;
  say: (message: string) => void;
}

/** Writes model, calibration, card and manifest entry of a trained text-glance, and derives where level 1 may stop. */
export async function publishGlance(publication: GlancePublication): Promise<void> {
  const { corpus, teachers, outcome, lessons, padded, out, say, ...trained } = publication;
  const folder = new ModelsFolder(out);
  const write = folder.writer(NAME, VERSION);
  const bytes = encodeNetwork(NAME, { ...trained, version: VERSION });
  const files = {
    model: write("model.onnx", bytes),
    features: write("features.bin", trained.vocabulary.toBytes()),
  };
  const network = new TextNetwork(
    readsByGraph(await InferenceSession.create(Buffer.from(bytes), { intraOpNumThreads: 1 })),
    new TextEncoder(FeatureVocabulary.fromBytes(trained.vocabulary.toBytes())),
    trained.shape,
  );
  say("scoring the held-out texts");
  const rows = sampledHeldOut(corpus.heldOut).filter(({ language }) => language === "en");
  const logits = await network.logits(rows.map(({ text }) => text));
  const scored = rows.map((row, at) => ({ row, logits: logits[at] as Float32Array }));
  const calibrations = calibrateAll(scored.filter(({ row }) => row.split === "calibration"));
  const curves = calibrations.map(({ calibration }) => calibration);
  const joined = await judgeServed(out, { curves, languages: LANGUAGES }, scored, say);
  const file = calibrationFile(curves, blendsOf(joined.blends));
  const entry: GlanceManifest = {
    name: NAME,
    version: VERSION,
    runner: "text-glance",
    files: {
      model: files.model,
      calibration: write("calibration.json", `${JSON.stringify(file)}\n`),
      features: files.features,
    },
    inputs: {
      piece_rows: "int32 [forms, pieces]: embedding rows of each distinct word form",
      piece_weights: "float32 [forms, 1, pieces]: weight of each row in its form",
      forms: "int32 [texts, length]: which form stands where",
      pair_rows: "int32 [texts, length]: embedding row of the pair with the word before",
      mask: "float32 [texts, length]: 1 where there is a word",
    },
    maxWords: trained.shape.maxWords,
    categories: [...CATEGORIES],
    languages: LANGUAGES,
    exit: {},
    licence: "Apache-2.0 (weights); the training sets' licences are in the card",
    card: `cards/${NAME}.md`,
  };
  const validation = scored.filter(({ row }) => row.split === "validation");
  const level2 = await levelTwo(out, teachers, validation);
  const names = ["text-screen", "text-deep", ...(teachingSense(teachers) ? ["text-sense"] : [])];
  const card = glanceCard({
    version: VERSION,
    sha256: files.model.sha256,
    bytes: Object.values(entry.files).reduce((sum, each) => sum + each.bytes, 0),
    shape: trained.shape,
    vocabulary: trained.vocabulary.size,
    teachers: folder
      .models()
      .filter(({ name }) => names.includes(name))
      .map(({ name, version }) => `${name} ${version}`),
    training: {
      lessons,
      steps: outcome.lastStep,
      bestStep: outcome.bestStep,
      bestScore: outcome.bestScore,
      padded,
    },
    figures: { alone: measure(validation, curves), joined: joined.figures, deep: level2.figures },
    likeness: CATEGORIES.map((category, column) => ({
      category,
      correlation: rankCorrelation(
        level2.rows.map(({ own }) => own[column] as number),
        level2.rows.map(({ logits }) => logits[column] as number),
      ),
    })),
    calibrations,
    blends: joined.blends,
    cost: await costsOf(
      { glance: network, deep: teachers.deep.deep },
      validation.filter(({ row }) => row.source !== TEMPLATES).map(({ row }) => row.text),
    ),
    licences: Object.entries(LICENCES).filter(([set]) => !FOREIGN_KINDS.has(KIND_OF[set] ?? "")),
  });
  folder.publish(entry, card);
  say("deriving where level 1 may stop");
  await publishExit(out, corpus, say);
  say(`published in ${out}/${NAME}/${VERSION}`);
}

/** Level 2 as it is served and taught, on what it judges: log-odds in place of logits, beside the student's own. */
async function levelTwo(
  modelsDir: string,
  teachers: Teachers,
  scored: readonly (ScoredRow & { row: HeldOutText })[],
): Promise<{ figures: Figures[]; rows: (ScoredRow & { own: ArrayLike<number> })[] }> {
  const level = await FirstLevel.open(modelsDir, { only: "text-screen" });
  const texts = scored.map(({ row }) => row.text);
  const said = await taught(texts, teachers, level).finally(() => level.close());
  const rows = scored.flatMap(({ row, logits: own }, at) => {
    const { isDeep, second } = said[at] as BothSaid;
    const logits = Float64Array.from(CATEGORIES, (category) => logOdds(second[category] ?? 0));
    return isDeep ? [{ row, logits, own }] : [];
  });
  const figures = measure(
    rows,
    CATEGORIES.map(() => AS_IT_IS),
  );
  return { figures, rows };
}
