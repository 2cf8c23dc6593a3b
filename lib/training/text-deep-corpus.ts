import { existsSync } from "node:fs";
import path from "node:path";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { splitWords } from "#lib/domain/text/words";
import { generateContrast, type OffensiveWords } from "./contrast/generate";
import { type Example, rationalesOf, readRows, type Split, splitOf, targetRow } from "./datasets";
import { DATASETS } from "./label-table";
import { mixSeed, Random } from "./random";
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

/** Everything `text-deep` learns from and is measured on. */
export class TextDeepCorpus {
  private constructor(
    private readonly sources: readonly SourceRows[],
    private readonly offensive: OffensiveWords,
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
        rows.push({
          text,
          cells: targetCells(targets, trust, source.file, row.labels),
          length: words.length,
        });
      }
      sources.push({ share: recipe.share, rows });
      options.onSource?.(source.file, rows.length);
    }
    sources.push({ share: 1, rows: lexicon.map(lexiconRow) });
    const offensive = offensiveWords(
      lexicon,
      sources.flatMap(({ rows }) => rows.map(({ text }) => text)),
    );
    return new TextDeepCorpus(sources, offensive, options.contrastPerEpoch, heldOut);
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
    return generateContrast(random, this.offensive, this.contrastPerEpoch).map(({ text, targets }) => {
      const row = targetRow(targets);
      const trust = new Float32Array(row.length).fill(CONTRAST_TRUST);
      return { text, cells: targetCells(row, trust), length: splitWords(text).length };
    });
  }
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
