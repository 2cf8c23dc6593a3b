import { CATEGORIES } from "#lib/domain/taxonomy";
import { splitWords } from "#lib/domain/text/words";
import { mixSeed, Random } from "./random";
import type { TrainingRow } from "./set-reader";
import type { TextDeepCorpus } from "./text-deep-corpus";
import type { TargetCells } from "./text-deep-recipe";

/** A text that text-glance learns from, with what its labels say of it; the teachers say the rest. */
export interface Lesson {
  text: string;
  /** Length in words. */
  length: number;
  /** Cells of the taxonomy that are known or guessed; none for stretches. */
  labels: TargetCells;
}

/** Of texts longer than this, stretches stand beside the whole: unlabelled text of the kind that platforms see. */
const LONG = 24;
const SHORTEST_STRETCH = 6;
/** One stretch, and another one for so many words. */
const WORDS_PER_STRETCH = 90;

/**
 * The English texts that text-glance learns from, in a fixed order: rows of all sets, cut to what is read at once, stretches
 * of the long ones, pieces that people marked, lexicon entries and contrast sentences.
 */
export function lessonsOf(corpus: TextDeepCorpus, seed: number, maxWords: number): Lesson[] {
  const random = new Random(mixSeed(seed, 4));
  const lessons: Lesson[] = [];
  for (const row of corpus.english(seed)) {
    const words = splitWords(row.text);
    if (words.length === 0) continue;
    const text = row.text.slice(0, words[maxWords]?.start);
    lessons.push({ text, length: Math.min(words.length, maxWords), labels: ofTaxonomy(row) });
    if (!row.natural || words.length <= LONG) continue;
    for (let left = words.length; left > 0; left -= WORDS_PER_STRETCH) {
      const length = SHORTEST_STRETCH + random.below(Math.min(maxWords, words.length) - SHORTEST_STRETCH);
      const from = random.below(words.length - length + 1);
      const stretch = row.text.slice(words[from]?.start, words[from + length - 1]?.end);
      lessons.push({ text: stretch, length, labels: { columns: [], values: [], trust: [] } });
    }
  }
  return lessons;
}

function ofTaxonomy({ cells }: TrainingRow): TargetCells {
  const kept = cells.columns.flatMap((column, at) => (column < CATEGORIES.length ? [at] : []));
  const pick = (values: readonly number[]) => kept.map((at) => values[at] as number);
  return { columns: pick(cells.columns), values: pick(cells.values), trust: pick(cells.trust) };
}

/** Log-odds are halved, as it were, so that a network also learns which of two unlikely harms is the likelier. */
const TEMPERATURE = 2.5;
/** What a fully trusted label moves a teacher that is wrong. */
const LABEL_PULL = 2;

/**
 * The rows of text-glance's epochs. Targets are the teachers' log-odds, pulled towards the labels where they are known, at a
 * temperature (Hinton et al. 2015): what tells harmless texts apart lies in odds that plain cross-entropy hardly sees.
 */
export class GlanceRows {
  private readonly rows: TrainingRow[];

  /** @param taught log-odds of each lesson, [lessons, categories]; NaN where the teachers say nothing */
  constructor(
    lessons: readonly Lesson[],
    taught: Float32Array,
    private readonly corpus: TextDeepCorpus,
    private readonly options: { seed: number; padded: number },
  ) {
    this.rows = lessons.flatMap((lesson, at) => {
      const cells = targetsOf(
        lesson.labels,
        taught.subarray(at * CATEGORIES.length, (at + 1) * CATEGORIES.length),
      );
      return cells.columns.length > 0 ? [{ text: lesson.text, length: lesson.length, cells }] : [];
    });
  }

  get count(): number {
    return this.rows.length;
  }

  /** The rows of one epoch, shuffled; each pads others of them with words that say nothing. */
  epoch(epoch: number): TrainingRow[] {
    const { seed, padded } = this.options;
    const random = new Random(mixSeed(seed, 5, epoch));
    return random.shuffle(
      this.rows.map((row) => (random.next() < padded ? this.corpus.padded(row, random) : row)),
    );
  }
}

/** Soft targets at the temperature, of the categories that the teachers speak of. */
export function targetsOf(labels: TargetCells, taught: ArrayLike<number>): TargetCells {
  const cells: TargetCells = { columns: [], values: [], trust: [] };
  for (const column of CATEGORIES.keys()) {
    const logOdds = taught[column] as number;
    if (Number.isNaN(logOdds)) continue;
    const at = labels.columns.indexOf(column);
    const pull =
      at < 0
        ? 0
        : LABEL_PULL *
          Math.min(1, labels.trust[at] as number) *
          ((labels.values[at] as number) - probability(logOdds));
    cells.columns.push(column);
    cells.values.push(probability((logOdds + pull) / TEMPERATURE));
    cells.trust.push(1);
  }
  return cells;
}

const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
