import { existsSync } from "node:fs";
import path from "node:path";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { generateContrast } from "./contrast/generate";
import { type Example, loadExamples, type Rationale, readRows, type Split, targetRow } from "./datasets";
import type { Targets } from "./label-table";
import { PADDING_SETS, Padding, QUIET_UP_TO } from "./padding";
import { mixSeed, Random } from "./random";
import { fillUnknown, type LexiconTerm, offensiveWords, WeakLabeller } from "./weak-labels";

/** A text with soft targets per category and how much each is trusted (0: unknown). */
export interface ScreenRow {
  text: string;
  source: string;
  language: string;
  split: Split;
  /** In the order of CATEGORIES; NaN where unknown. */
  targets: Float32Array;
  trust: Float32Array;
}

/** A row kept apart from training. */
export interface HeldOutRow extends ScreenRow {
  /** What its set's own labels say, without guesses; NaN where silent. */
  known: Float32Array;
  /** Worth of the row in its set. */
  weight: number;
}

export interface ScreenCorpus {
  rows: ScreenRow[];
  /** Calibration and validation. */
  heldOut: HeldOutRow[];
}

/** Offensive words with how grave they are, beside the sets of the label table. */
export const LEXICON_FILE = "surge_profanity_lexicon";
/** Extra trust in the sets whose definitions the scores follow. */
const LEAD: Record<string, number> = { jigsaw20k: 2.5, sms_smishing: 1.5 };
/** The set of mails, which are longer than posts: of each, this many characters are learnt from. */
export const MAILS = "enron_spam";
const MAIL_LENGTH = 600;
/** Share of rows that stand a second time, padded with words that say nothing, and how much of a harmless text that is, in characters. */
const PADDED = 0.3;
const PADDING_LENGTH = 250;
/** Words of a padded text at most. */
const MOST_PADDED = 200;
/** Trust in guesses, against 1 for a row of weight 1. */
const WEAK_TRUST = 0.5;

/**
 * Everything text-screen learns from: the sets of the label table with guesses where they are silent (English only),
 * stretches that people marked as the reason for a label, the lexicon's entries, and sentences of the project's own. Some
 * rows stand there again among words that say nothing, which must not outweigh what they say.
 */
export async function loadScreenCorpus(
  directory: string,
  options: { contrast: number; seed: number; onSource?: (name: string, rows: number) => void },
): Promise<ScreenCorpus> {
  const lexicon = await readLexicon(directory);
  const labeller = new WeakLabeller(lexicon);
  const examples = await loadExamples(directory, { onFile: options.onSource });
  const training = examples.filter(({ split }) => split === "train");
  const rows = training.flatMap((example) => [rowOf(example, labeller), ...fromRationales(example)]);
  const lexical = lexicon.map(lexiconRow);
  const offensive = offensiveWords(
    lexicon,
    training.map(({ text }) => text),
  );
  const contrast = generateContrast(new Random(options.seed), offensive, options.contrast).map(
    ({ text, targets }) => newRow(text, "contrast", targets, 0.5),
  );
  const all = [...rows, ...lexical, ...contrast];
  const padded = paddedCopies(all, training, new Random(mixSeed(options.seed, 1)));
  options.onSource?.("padded copies", padded.length);
  options.onSource?.("marked stretches", rows.length - training.length);
  options.onSource?.("lexicon", lexical.length);
  options.onSource?.("contrast sentences", contrast.length);
  return { rows: [...all, ...padded], heldOut: heldOut(examples, labeller) };
}

/** Copies of some rows with padding from harmless texts, numbers, headers and links; the labels stay. */
function paddedCopies(rows: readonly ScreenRow[], training: readonly Example[], random: Random): ScreenRow[] {
  const quiet = training
    .filter(
      ({ source, targets }) =>
        PADDING_SETS.has(source) && (targets[columnOf("toxicity")] as number) <= QUIET_UP_TO,
    )
    .map(({ text }) => text.slice(0, PADDING_LENGTH));
  const padding = new Padding(quiet, MOST_PADDED);
  return rows
    .filter(() => random.next() < PADDED)
    .map((row) => ({ ...row, text: padding.around(row.text, random) }));
}

/** The rows kept apart from training, with guesses where their sets are silent. */
export async function heldOutRows(directory: string, examples: readonly Example[]): Promise<HeldOutRow[]> {
  return heldOut(examples, new WeakLabeller(await readLexicon(directory)));
}

function heldOut(examples: readonly Example[], labeller: WeakLabeller): HeldOutRow[] {
  return examples
    .filter(({ split }) => split !== "train")
    .map((example) => ({ ...rowOf(example, labeller), known: example.targets, weight: example.weight }));
}

/** The profanity lexicon's entries, or none where its file is absent. */
export async function readLexicon(directory: string): Promise<LexiconTerm[]> {
  const file = path.join(directory, `${LEXICON_FILE}.jsonl.gz`);
  const terms: LexiconTerm[] = [];
  if (!existsSync(file)) return terms;
  for await (const { text, labels } of readRows(file))
    terms.push({ text, category: String(labels.category_1), severity: Number(labels.severity_rating) });
  return terms;
}

function newRow(text: string, source: string, targets: Targets, trust: number): ScreenRow {
  const row = targetRow(targets);
  return {
    text,
    source,
    language: "en",
    split: "train",
    targets: row,
    trust: Float32Array.from(row, (value) => (Number.isNaN(value) ? 0 : trust)),
  };
}

function rowOf(
  { text, source, language, split, targets, weight }: Example,
  labeller: WeakLabeller,
): ScreenRow {
  const filled = targets.slice();
  const weak = language === "en" ? labeller.label(text) : [];
  const trust = fillUnknown(
    filled,
    weight * (LEAD[source] ?? 1),
    weak.map((label) => ({ ...label, trust: label.trust * WEAK_TRUST })),
  );
  const shortened = split === "train" && source === MAILS ? text.slice(0, MAIL_LENGTH) : text;
  return { text: shortened, source, language, split, targets: filled, trust };
}

/** What a marked stretch of a kind says on its own. */
const STRETCH: Record<string, Targets> = {
  Insult: { toxicity: 0.85, harassment: 0.85 },
  "Profane/Obscene": { toxicity: 0.85, profanity: 0.85 },
  "Identity based Attack": { toxicity: 0.8, hate: 0.75 },
  Threat: { toxicity: 0.8, violence: 0.85 },
  toxic: { toxicity: 0.85 },
};

/** The sentences of a toxic comment in which nobody marked anything: the same style, without the harm. */
const UNMARKED: Targets = {
  toxicity: 0.1,
  harassment: 0.04,
  hate: 0.05,
  violence: 0.03,
  profanity: 0.02,
  spam: 0.01,
  self_harm: 0.005,
};

function fromRationales({ text, source, rationales }: Example): ScreenRow[] {
  if (rationales.length === 0) return [];
  const rows = distinct(rationales).flatMap(({ start, end, type }) => {
    const stretch = text.slice(start, end).trim();
    const targets = STRETCH[type];
    return targets && stretch.length >= 3 && stretch.length <= 200
      ? [newRow(stretch, `${source}:stretch`, targets, 0.15)]
      : [];
  });
  const clean = unmarkedSentences(text, rationales);
  if (clean.split(/\s+/).length >= 6) rows.push(newRow(clean, `${source}:rest`, UNMARKED, 0.5));
  return rows;
}

function distinct(rationales: Rationale[]): Rationale[] {
  return [...new Map(rationales.map((each) => [`${each.type}:${each.start}:${each.end}`, each])).values()];
}

function unmarkedSentences(text: string, rationales: Rationale[]): string {
  return [...text.matchAll(/[^.!?\n]+[.!?\n]*/g)]
    .filter(({ index, 0: sentence }) =>
      rationales.every(({ start, end }) => end <= index || start >= index + sentence.length),
    )
    .map(([sentence]) => sentence)
    .join("")
    .trim();
}

function lexiconRow({ text, category, severity }: LexiconTerm): ScreenRow {
  const slur = category.startsWith("racial") || category.startsWith("sexual orientation");
  const targets: Partial<Record<Category, number>> = {
    profanity: Math.min(0.97, 0.25 + severity / 3.5),
    toxicity: Math.min(0.9, 0.15 + severity / 3.5),
    hate: slur ? Math.min(0.85, severity / 3) : 0.03,
    spam: 0.02,
    self_harm: 0.01,
  };
  return newRow(text, "lexicon", targets, 0.3);
}

/** The column of a category in targets and scores. */
export const columnOf = (category: Category) => CATEGORIES.indexOf(category);
