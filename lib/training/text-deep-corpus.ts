import { existsSync } from "node:fs";
import path from "node:path";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { splitWords } from "#lib/domain/text/words";
import { carried } from "./carriers";
import { generateForeign } from "./contrast/foreign/generate-foreign";
import { generateContrast, type OffensiveWords } from "./contrast/generate";
import { writtenForm } from "./contrast/written-forms";
import { exampleOf, readRows, targetRow } from "./datasets";
import { DATASETS } from "./label-table";
import { Padding } from "./padding";
import { mixSeed, Random } from "./random";
import {
  askOnEnglish,
  type HeldOutText,
  type LabelledExample,
  lexiconRow,
  SetReader,
  type TrainingRow,
} from "./set-reader";
import type { Teacher } from "./teacher";
import {
  FOREIGN_KINDS,
  KIND_OF,
  KIND_OF_LANGUAGE,
  RECIPES,
  type SourceRecipe,
  TEMPLATES,
  targetCells,
} from "./text-deep-recipe";
import { readLexicon } from "./text-screen-corpus";
import { offensiveWords, WeakLabeller } from "./weak-labels";

interface SourceRows {
  share: number;
  /** Whether people wrote these as texts of their own: no templates, pieces or single words. */
  natural: boolean;
  /** Whether they are English. */
  english: boolean;
  rows: TrainingRow[];
}

const CONTRAST_TRUST = 1;
const NO_HARM = Object.fromEntries(CATEGORIES.map((category) => [category, 0]));
/**
 * Sentences of templates in other languages that stand in an epoch for each English one. At .8 there were more of them in a language than
 * texts of people, of which a fifth were then taken for threats, and toxicity was forgotten.
 */
const FOREIGN_CONTRAST = 0.7;
/** Share of contrast sentences that stand beside a harmless real text. */
const AMONG_REAL = 0.08;
/** Of the English contrast texts, the share that are no sentences: code, lists, tables. */
const WRITTEN_FORMS = 0.03;
/** Share of rows that are padded with words that say nothing, and up to how many words in all. */
const PADDED = 0.15;
const MOST_PADDED = 90;
/** Share of rows that stand inside something that programs write, such as JSON, a table or a link. */
const CARRIED = 0.05;
const PIECES_SHARE = 0.8;

/** Everything `text-deep` learns from and is measured on. */
export class TextDeepCorpus {
  private readonly padding: Padding;

  private constructor(
    private readonly sources: readonly SourceRows[],
    /** The lexicon's words that fill the slots of templates. */
    readonly offensive: OffensiveWords,
    /** Beginnings of harmless texts, for contrast sentences to stand in. */
    private readonly quiet: readonly string[],
    /** Likewise by language, for sentences in other languages than English. */
    private readonly quietForeign: ReadonlyMap<string, readonly string[]>,
    /** Beginnings of harmless texts that others are padded with. */
    padding: readonly string[],
    private readonly contrastPerEpoch: number,
    /** Calibration and validation. */
    readonly heldOut: readonly HeldOutText[],
  ) {
    this.padding = new Padding(padding, MOST_PADDED);
  }

  /**
   * Reads the sets of the label table and the lexicon that are in `folder`.
   * @param onSource told of each set and its number of rows
   * @throws Error when a row is malformed, or when no set is there: templates alone teach no model
   */
  static async load(
    folder: string,
    options: { contrastPerEpoch: number; teacher?: Teacher; onSource?: (name: string, rows: number) => void },
  ): Promise<TextDeepCorpus> {
    const lexicon = await readLexicon(folder);
    const reader = new SetReader(new WeakLabeller(lexicon));
    const sets: { file: string; recipe: SourceRecipe; read: LabelledExample[] }[] = [];
    for (const source of DATASETS) {
      const recipe = RECIPES[source.file];
      const file = path.join(folder, `${source.file}.jsonl.gz`);
      if (!recipe || !existsSync(file)) continue;
      const read: LabelledExample[] = [];
      for await (const row of readRows(file)) {
        const example = exampleOf(row, source);
        if (example?.split === "train") read.push({ example, labels: row.labels });
        else if (example) reader.holdOut(example);
      }
      sets.push({ file: source.file, recipe, read });
      options.onSource?.(source.file, read.length);
    }
    if (sets.length === 0) throw new Error(`No training text found in ${folder}.`);
    const said =
      options.teacher &&
      (await askOnEnglish(
        options.teacher,
        sets.flatMap(({ read }) => read),
      ));
    const sources: SourceRows[] = sets.map(({ file, recipe: { share, trust = 1 }, read }) => ({
      share,
      natural: KIND_OF[file] !== TEMPLATES,
      english: !FOREIGN_KINDS.has(KIND_OF[file] ?? TEMPLATES),
      rows: read.map(({ example, labels }) => reader.train(example, labels, trust, said?.get(example.text))),
    }));
    options.onSource?.("pieces of marked texts", reader.pieces.length);
    sources.push(
      { share: PIECES_SHARE, natural: false, english: true, rows: reader.pieces },
      { share: 1, natural: false, english: true, rows: lexicon.map(lexiconRow) },
    );
    const offensive = offensiveWords(
      lexicon,
      sources.flatMap(({ rows }) => rows.map(({ text }) => text)),
    );
    const { quiet, quietForeign, padding, heldOut } = reader;
    return new TextDeepCorpus(
      sources,
      offensive,
      quiet,
      quietForeign,
      padding,
      options.contrastPerEpoch,
      heldOut,
    );
  }

  /** Rows of an epoch, contrast sentences included, on average. */
  get epochRows(): number {
    const drawn = this.sources.reduce((sum, { share, rows }) => sum + share * rows.length, 0);
    return Math.round(drawn) + Math.round(this.contrastPerEpoch * (1 + FOREIGN_CONTRAST));
  }

  /**
   * All training texts once, to learn a vocabulary from. Contrast sentences are not among them: a word or pair that only
   * templates use is read by its letters, and nothing is learnt of it by heart.
   */
  *texts(): Generator<string> {
    for (const { rows } of this.sources) for (const { text } of rows) yield text;
  }

  /** The training texts that people wrote, once each, without what they are labelled. */
  *rawTexts(): Generator<string> {
    for (const { natural, rows } of this.sources) if (natural) for (const { text } of rows) yield text;
  }

  /** The English rows of all sets, pieces and lexicon entries once each, and one epoch's contrast sentences behind them. */
  *english(seed: number): Generator<TrainingRow & { natural: boolean }> {
    for (const { english, natural, rows } of this.sources)
      if (english) for (const row of rows) yield { ...row, natural };
    for (const row of this.contrast(new Random(mixSeed(seed, 0)))) yield { ...row, natural: false };
  }

  /** The rows of one epoch, in order; each epoch has fresh contrast sentences and pads other rows. */
  epoch(seed: number, epoch: number): TrainingRow[] {
    const random = new Random(mixSeed(seed, 1, epoch));
    const rows: TrainingRow[] = [];
    for (const source of this.sources) {
      for (let copy = source.share; copy > 0; copy--) {
        for (const row of source.rows) if (copy >= 1 || random.next() < copy) rows.push(row);
      }
    }
    for (const row of this.contrast(random)) rows.push(row);
    const padded = rows.map((row) => (random.next() < PADDED ? this.padded(row, random) : row));
    const all = [...padded, ...this.foreignContrast(random)];
    return random.shuffle(all.map((row) => (random.next() < CARRIED ? inCarrier(row, random) : row)));
  }

  /** What a text says stays true of it when words that say nothing are added. */
  padded<Row extends { text: string; length: number }>(row: Row, random: Random): Row {
    const text = this.padding.around(row.text, random);
    return { ...row, text, length: splitWords(text).length };
  }

  private contrast(random: Random): TrainingRow[] {
    const forms = Math.round(this.contrastPerEpoch * WRITTEN_FORMS);
    const sentences = generateContrast(random, this.offensive, this.contrastPerEpoch - forms);
    return [
      ...sentences.map(({ text, targets }) => {
        const whole = random.next() < AMONG_REAL ? amongReal(text, this.quiet, random) : text;
        return trustedRow(whole, targets);
      }),
      ...Array.from({ length: forms }, () => trustedRow(writtenForm(random), NO_HARM)),
    ];
  }

  /** What is generated in other languages; more of it stands beside real texts, as less of its style is known. */
  private foreignContrast(random: Random): TrainingRow[] {
    const count = Math.round(this.contrastPerEpoch * FOREIGN_CONTRAST);
    return generateForeign(random, count).map((example) => {
      const quiet = this.quietForeign.get(example.language) ?? [];
      const text = random.next() < 2 * AMONG_REAL ? amongReal(example.text, quiet, random) : example.text;
      return trustedRow(text, example.targets, KIND_OF_LANGUAGE[example.language]);
    });
  }
}

/** A row of what the project wrote itself. */
function trustedRow(text: string, targets: Partial<Record<Category, number>>, kind?: string): TrainingRow {
  const row = targetRow(targets);
  const trust = new Float32Array(row.length).fill(CONTRAST_TRUST);
  return {
    text,
    cells: targetCells(row, trust, kind === undefined ? undefined : { kind }),
    length: splitWords(text).length,
  };
}

/** What a text says stays true of it inside JSON, a table or a link. */
function inCarrier(row: TrainingRow, random: Random): TrainingRow {
  const text = carried(row.text, random, MOST_PADDED);
  return text === row.text ? row : { ...row, text, length: splitWords(text).length };
}

/** The sentence before or after a harmless real text, so that length and style do not give it away. */
function amongReal(text: string, quiet: readonly string[], random: Random): string {
  if (quiet.length === 0) return text;
  const other = random.pick(quiet);
  return random.next() < 0.5 ? `${other} ${text}` : `${text} ${other}`;
}
