import { existsSync } from "node:fs";
import path from "node:path";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { splitWords } from "#lib/domain/text/words";
import { generateContrast, type OffensiveWords } from "./contrast/generate";
import { type Example, rationalesOf, readRows, type Split, splitOf, targetRow } from "./datasets";
import { DATASETS } from "./label-table";
import { mixSeed, Random } from "./random";
import { type RationalePiece, rationalePieces } from "./rationale-rows";
import { RECIPES, type TargetCells, targetCells } from "./text-deep-recipe";
import { fillUnknown, type LexiconTerm, offensiveWords, WeakLabeller } from "./weak-labels";

/** A text with what it teaches. */
export interface TrainingRow {
  text: string;
  cells: TargetCells;
  /** Length in words. */
  length: number;
}

interface SourceRows {
  share: number;
  rows: TrainingRow[];
}

const LEXICON_FILE = "surge_profanity_lexicon";
const CONTRAST_TRUST = 1;
const WORDS_FOR_SPAM = 64;
/** Share of contrast sentences that stand beside a harmless real text, of which sets, and how much of it. */
const AMONG_REAL = 0.08;
const QUIET_SETS: ReadonlySet<string> = new Set([
  "jigsaw20k",
  "cad",
  "sms_smishing",
  "liar",
  "covid_fake_news",
]);
const WORDS_AROUND = 40;

/** Everything `text-deep` learns from and is measured on. */
export class TextDeepCorpus {
  private constructor(
    private readonly sources: readonly SourceRows[],
    private readonly offensive: OffensiveWords,
    /** Beginnings of harmless texts, for contrast sentences to stand in. */
    private readonly quiet: readonly string[],
    private readonly contrastPerEpoch: number,
    /** Rows kept apart from training, with the label table's targets alone. */
    readonly heldOut: readonly Example[],
  ) {}

  /**
   * Reads the sets of the label table and the lexicon that are in `folder`.
   * @param onSource told of each set and its number of rows
   * @throws Error when a row is malformed
   */
  static async load(
    folder: string,
    options: { contrastPerEpoch: number; onSource?: (name: string, rows: number) => void },
  ): Promise<TextDeepCorpus> {
    const lexicon = await readLexicon(folder);
    const labeller = new WeakLabeller(lexicon);
    const sources: SourceRows[] = [];
    const heldOut: Example[] = [];
    const pieces: TrainingRow[] = [];
    const quiet: string[] = [];
    for (const source of DATASETS) {
      const recipe = RECIPES[source.file];
      const file = path.join(folder, `${source.file}.jsonl.gz`);
      if (!recipe || !existsSync(file)) continue;
      const weight = source.weight * (recipe.trust ?? 1);
      const rows: TrainingRow[] = [];
      for await (const row of readRows(file)) {
        const said = source.targets(row.labels);
        if (!said || row.text.trim() === "") continue;
        const split: Split = splitOf(row.text);
        const targets = targetRow(said);
        if (split !== "train") {
          const { id, lang: language, text } = row;
          heldOut.push({
            id,
            source: source.file,
            language,
            text,
            targets,
            weight,
            split,
            rationales: rationalesOf(row),
          });
          continue;
        }
        const trust = fillUnknown(targets, weight, row.lang === "en" ? labeller.label(row.text) : []);
        const words = splitWords(row.text);
        const text =
          source.file === "enron_spam" ? row.text.slice(0, words[WORDS_FOR_SPAM]?.start) : row.text;
        const cells = targetCells(targets, trust, source.file, row.labels);
        rows.push({ text, cells, length: words.length });
        pieces.push(...rationalePieces(row.text, rationalesOf(row)).map(pieceRow));
        if (QUIET_SETS.has(source.file) && (said.toxicity ?? 1) <= 0.1 && words.length >= 5) {
          quiet.push(row.text.slice(0, words[WORDS_AROUND]?.start));
        }
      }
      sources.push({ share: recipe.share, rows });
      options.onSource?.(source.file, rows.length);
    }
    options.onSource?.("pieces of marked texts", pieces.length);
    sources.push({ share: 0.8, rows: pieces }, { share: 1, rows: lexicon.map(lexiconRow) });
    const offensive = offensiveWords(
      lexicon,
      sources.flatMap(({ rows }) => rows.map(({ text }) => text)),
    );
    return new TextDeepCorpus(sources, offensive, quiet, options.contrastPerEpoch, heldOut);
  }

  /** All training texts once and one epoch's contrast sentences, to learn a vocabulary from. */
  *texts(seed: number): Generator<string> {
    for (const { rows } of this.sources) for (const { text } of rows) yield text;
    for (const { text } of this.contrast(new Random(mixSeed(seed, 0)))) yield text;
  }

  /** The rows of one epoch, in order; each epoch has fresh contrast sentences. */
  epoch(seed: number, epoch: number): TrainingRow[] {
    const random = new Random(mixSeed(seed, 1, epoch));
    const rows: TrainingRow[] = [];
    for (const source of this.sources) {
      for (let copy = source.share; copy > 0; copy--) {
        for (const row of source.rows) if (copy >= 1 || random.next() < copy) rows.push(row);
      }
    }
    for (const row of this.contrast(random)) rows.push(row);
    return random.shuffle(rows);
  }

  private contrast(random: Random): TrainingRow[] {
    return generateContrast(random, this.offensive, this.contrastPerEpoch).map((example) => {
      const { targets } = example;
      const text = random.next() < AMONG_REAL ? this.amongReal(example.text, random) : example.text;
      const row = targetRow(targets);
      const trust = new Float32Array(row.length).fill(CONTRAST_TRUST);
      return { text, cells: targetCells(row, trust), length: splitWords(text).length };
    });
  }

  /** The sentence before or after a harmless real text, so that length and style do not give it away. */
  private amongReal(text: string, random: Random): string {
    if (this.quiet.length === 0) return text;
    const other = random.pick(this.quiet);
    return random.next() < 0.5 ? `${other} ${text}` : `${text} ${other}`;
  }
}

function pieceRow({ text, targets, trust }: RationalePiece): TrainingRow {
  const row = targetRow(targets);
  return {
    text,
    cells: targetCells(row, new Float32Array(row.length).fill(trust)),
    length: splitWords(text).length,
  };
}

async function readLexicon(folder: string): Promise<LexiconTerm[]> {
  const file = path.join(folder, `${LEXICON_FILE}.jsonl.gz`);
  if (!existsSync(file)) return [];
  const terms: LexiconTerm[] = [];
  for await (const { text, labels } of readRows(file)) {
    terms.push({ text, category: String(labels.category_1), severity: Number(labels.severity_rating) });
  }
  return terms;
}

/** A lexicon entry on its own, as a text. */
function lexiconRow({ text, category, severity }: LexiconTerm): TrainingRow {
  const slur = category.startsWith("racial") || category.startsWith("sexual orientation");
  const targets = targetRow({
    profanity: Math.min(1, 0.3 + severity / 3),
    toxicity: Math.min(0.95, 0.15 + severity / 3.5),
    hate: slur ? Math.min(0.9, severity / 3) : 0.03,
    sexual: category.startsWith("sexual anatomy") ? 0.6 : 0.1,
  });
  const trust = Float32Array.from(CATEGORIES, () => 0.5);
  return { text, cells: targetCells(targets, trust), length: splitWords(text).length };
}
