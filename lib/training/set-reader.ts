import { CATEGORIES } from "#lib/domain/taxonomy";
import { splitWords } from "#lib/domain/text/words";
import { type Example, type Rationale, targetRow } from "./datasets";
import { foreignLabels } from "./foreign-labels";
import type { RowLabels } from "./label-table";
import { PADDING_SETS, QUIET_UP_TO } from "./padding";
import { type RationalePiece, rationalePieces } from "./rationale-rows";
import { heed, type Teacher } from "./teacher";
import { MARKED_PIECES, type TargetCells, targetCells } from "./text-deep-recipe";
import { type HeldOutRow, MAILS } from "./text-screen-corpus";
import { fillUnknown, type LexiconTerm, type WeakLabel, type WeakLabeller } from "./weak-labels";

/** A text with what it teaches. */
export interface TrainingRow {
  text: string;
  cells: TargetCells;
  /** Length in words. */
  length: number;
}

/** A text kept apart from training, with the stretches that people marked. */
export type HeldOutText = HeldOutRow & { rationales: readonly Rationale[] };

/** An example of a set with its labels as the set has them. */
export interface LabelledExample {
  example: Example;
  labels: RowLabels;
}

const WORDS_FOR_SPAM = 64;
/** Sets whose harmless texts templates stand beside; how much of a text others stand beside or are padded with, in words. */
const QUIET_SETS: ReadonlySet<string> = new Set([
  "jigsaw20k",
  "cad",
  "sms_smishing",
  "liar",
  "covid_fake_news",
]);
const WORDS_AROUND = 40;
const SHORTEST_QUIET = 5;

/** What the teacher says of each English text, but for mails, of which only the beginning is trained on; other languages it hardly knows. */
export async function askOnEnglish(
  teacher: Teacher,
  read: readonly LabelledExample[],
): Promise<ReadonlyMap<string, Float32Array>> {
  const english = read.filter(({ example }) => example.language === "en" && example.source !== MAILS);
  const texts = [...new Set(english.map(({ example }) => example.text))];
  const said = await teacher(texts);
  return new Map(texts.map((text, at) => [text, said[at] as Float32Array]));
}

/** Sorts the examples of the sets into what is trained on and what is kept apart. */
export class SetReader {
  readonly pieces: TrainingRow[] = [];
  readonly quiet: string[] = [];
  readonly quietForeign = new Map<string, string[]>();
  readonly padding: string[] = [];
  readonly heldOut: HeldOutText[] = [];

  constructor(private readonly labeller: WeakLabeller) {}

  train(example: Example, labels: RowLabels, trustFactor: number, said?: Float32Array): TrainingRow {
    const { source, rationales } = example;
    const weak = isEnglish(example) ? this.labeller.label(example.text) : foreignLabels(example);
    const { targets, trust } = filled(example, example.weight * trustFactor, weak);
    if (said) heed(said, example.targets, targets, trust);
    const words = splitWords(example.text);
    const upTo = (count: number): string => example.text.slice(0, words[count]?.start);
    this.pieces.push(...rationalePieces(example.text, rationales).map(pieceRow));
    const toxicity = example.targets[0] as number;
    if (toxicity <= QUIET_UP_TO && words.length >= SHORTEST_QUIET) {
      if (QUIET_SETS.has(source)) this.quiet.push(upTo(WORDS_AROUND));
      if (PADDING_SETS.has(source)) this.padding.push(upTo(WORDS_AROUND));
      if (!isEnglish(example)) this.keepQuiet(example.language, upTo(WORDS_AROUND));
    }
    return {
      text: source === MAILS ? upTo(WORDS_FOR_SPAM) : example.text,
      cells: targetCells(targets, trust, { source, labels }),
      length: words.length,
    };
  }

  private keepQuiet(language: string, text: string): void {
    const known = this.quietForeign.get(language);
    if (known) known.push(text);
    else this.quietForeign.set(language, [text]);
  }

  /** Guesses of English texts alone, whose curves lean on them where labels are few. */
  holdOut(example: Example): void {
    const { text, source, language, split, weight, rationales, targets: known } = example;
    const weak = isEnglish(example) ? this.labeller.label(text) : [];
    const { targets, trust } = filled(example, weight, weak);
    this.heldOut.push({ text, source, language, split, weight, rationales, known, targets, trust });
  }
}

const isEnglish = ({ language }: Example): boolean => language === "en";

function filled(
  { targets: known }: Example,
  weight: number,
  weak: readonly WeakLabel[],
): { targets: Float32Array; trust: Float32Array } {
  const targets = known.slice();
  return { trust: fillUnknown(targets, weight, weak), targets };
}

function pieceRow({ text, targets, trust }: RationalePiece): TrainingRow {
  const row = targetRow(targets);
  return {
    text,
    cells: targetCells(row, new Float32Array(row.length).fill(trust), { kind: MARKED_PIECES }),
    length: splitWords(text).length,
  };
}

/** A lexicon entry on its own, as a text. */
export function lexiconRow({ text, category, severity }: LexiconTerm): TrainingRow {
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
