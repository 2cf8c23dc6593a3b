import { CATEGORIES, type Category } from "../../lib/domain/taxonomy";
import { SENSE_READS } from "../../lib/domain/text/sense-reads";
import type { UnigramPieces } from "../../lib/domain/text/unigram-pieces";
import type { SenseManifest } from "../../lib/inference/manifest";
import { ModelsFolder } from "../../lib/inference/models-folder";
import { encodeModel } from "../../lib/onnx/onnx-writer";
import { LICENCES } from "../../lib/training/licences";
import { auc } from "../../lib/training/metrics";
import type { ParameterStore } from "../../lib/training/parameter-store";
import { senseCard } from "../../lib/training/sense-card";
import { type Ranges, senseInferenceGraph } from "../../lib/training/sense-inference";
import type { SenseShape } from "../../lib/training/sense-model";
import type { HeldOutText } from "../../lib/training/set-reader";
import type { TextDeepCorpus } from "../../lib/training/text-deep-corpus";
import { FOREIGN_KINDS, KIND_OF } from "../../lib/training/text-deep-recipe";
import { calibrateAll } from "../../lib/training/text-screen-calibration";
import { measure } from "../../lib/training/text-screen-figures";
import type { TrainingOutcome } from "../../lib/training/train-loop";
import { costsOf } from "./costs";
import { sampledHeldOut, TEMPLATES } from "./held-out";
import { openServedDeep } from "./open-deep";
import { openSense } from "./open-sense";
import { publishExit } from "./publish-exit";
import { calibrationFile } from "./served";

const NAME = "text-sense";
const VERSION = "1.1.0";
/** Every so many texts of the calibration split tell how large what the layers multiply is. */
const RANGED = 8;
const LANGUAGES: Record<string, Category[]> = { en: [...CATEGORIES] };

export interface SensePublication {
  shape: SenseShape;
  store: ParameterStore;
  pieces: UnigramPieces;
  corpus: TextDeepCorpus;
  outcome: TrainingOutcome;
  /** The network that this was cut from: its units in each feed-forward network, and the steps it was trained for. */
  before: { inner: number; steps: number };
  /** What the weights say as trained, before rounding, [texts, categories]; and how large what they multiply is. */
  trained: {
    logits(texts: readonly string[]): Promise<Float32Array>;
    ranges(texts: readonly string[]): Promise<Ranges>;
  };
  /** The package, `name@version`, whose encoder it starts from. */
  source: string;
  /** The models folder. */
  out: string;
  say: (message: string) => void;
}

/** Writes model, calibration, card and manifest entry of a trained text-sense, and derives how level 2 is joined with it and where it is not asked. */
export async function publishSense(publication: SensePublication): Promise<void> {
  const { shape, store, pieces, corpus, outcome, source, out, say } = publication;
  const folder = new ModelsFolder(out);
  const write = folder.writer(NAME, VERSION);
  const rows = sampledHeldOut(corpus.heldOut).filter(
    ({ language, text }) => language === "en" && text.length <= SENSE_READS,
  );
  const ranges = await publication.trained.ranges(
    rows.filter(({ split }, at) => split === "calibration" && at % RANGED === 0).map(({ text }) => text),
  );
  const metadata = { name: NAME, version: VERSION, source, licence: "Apache-2.0" };
  const bytes = encodeModel(senseInferenceGraph(shape, store.values(), { ranges, metadata }));
  const files = { model: write("model.onnx", bytes), pieces: write("pieces.json", pieces.toBytes()) };
  const network = await openSense(bytes, pieces, shape.maxPieces);
  say("scoring the held-out texts");
  const logits = await network.logits(rows.map(({ text }) => text));
  const scored = rows.map((row, at) => ({ row, logits: logits[at] as Float32Array }));
  const calibrations = calibrateAll(scored.filter(({ row }) => row.split === "calibration"));
  const curves = calibrations.map(({ calibration }) => calibration);
  const validation = scored.filter(({ row }) => row.split === "validation");
  const entry: SenseManifest = {
    name: NAME,
    version: VERSION,
    runner: "text-sense",
    files: {
      ...files,
      calibration: write(
        "calibration.json",
        `${JSON.stringify(calibrationFile(curves, { usual: {}, languages: {} }))}\n`,
      ),
    },
    inputs: {
      ids: "int32 [texts, length]: pieces of each text",
      mask: "float32 [texts, length]: 1 where there is a piece",
    },
    maxPieces: shape.maxPieces,
    categories: [...CATEGORIES],
    languages: LANGUAGES,
    // Others have no product of bytes, and would copy back and forth.
    providers: ["cpu"],
    exit: {},
    licence: "Apache-2.0 (weights); the training sets' licences are in the card",
    card: `cards/${NAME}.md`,
  };
  const { deep } = await openServedDeep(out);
  const toTime = validation.filter(({ row }) => row.source !== TEMPLATES).map(({ row }) => row.text);
  const card = senseCard({
    version: VERSION,
    sha256: files.model.sha256,
    bytes: Object.values(entry.files).reduce((sum, each) => sum + each.bytes, 0),
    shape,
    pieces: pieces.vocabulary.length,
    source,
    training: { steps: outcome.lastStep, score: outcome.bestScore, before: publication.before },
    figures: measure(validation, curves),
    rounding: await rounding(publication, validation),
    calibrations: calibrations.map((each, at) => ({ ...each, category: CATEGORIES[at] as Category })),
    cost: await costsOf({ sense: network, deep }, toTime),
    licences: Object.entries(LICENCES).filter(([set]) => !FOREIGN_KINDS.has(KIND_OF[set] ?? "")),
  });
  folder.publish(entry, card);
  say("deriving how level 2 is joined with it");
  const known = new Map(rows.map(({ text }, at) => [text, logits[at] as Float32Array]));
  await publishExit(out, corpus, say, known);
  say(`published in ${out}/${NAME}/${VERSION}`);
}

/** AUC of toxicity before and after rounding, on validation texts that are read at once by either. */
async function rounding(
  { trained: weights }: SensePublication,
  validation: readonly { row: HeldOutText; logits: ArrayLike<number> }[],
): Promise<{ trained: number; shipped: number }> {
  const rows = validation.filter(({ row }) => row.text.length < 300 && !Number.isNaN(row.known[0] as number));
  const trained = await weights.logits(rows.map(({ row }) => row.text));
  const labels = rows.map(({ row }) => ((row.known[0] as number) >= 0.5 ? 1 : 0));
  const of = (scoreAt: (at: number) => number) => auc({ scores: rows.map((_, at) => scoreAt(at)), labels });
  return {
    trained: of((at) => trained[at * CATEGORIES.length] as number),
    shipped: of((at) => rows[at]?.logits[0] as number),
  };
}
