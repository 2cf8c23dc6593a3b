import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
import { jointLogOdds } from "#lib/domain/text/blend-scores";
import { writingsOf } from "#lib/domain/text/passages";
import { drawnStretches, wordsInNames } from "#lib/domain/text/shown-apart";
import type { Stretch, TextOutput } from "./text-outputs";

/**
 * From these probabilities on, a stretch that was read apart is surely harmful, whatever surrounds it. Where harm is rare and
 * grave, calibrated probabilities stay low, so less is asked. Absent: a stretch alone says too little.
 */
const SURE_FROM: Partial<Record<Category, number>> = {
  toxicity: 0.8,
  harassment: 0.8,
  hate: 0.8,
  violence: 0.3,
  sexual: 0.6,
  self_harm: 0.3,
  spam: 0.8,
};

/** What a text says in one writing is a text of its own, whatever its probability. */
const ALWAYS: Partial<Record<Category, number>> = Object.fromEntries(CATEGORIES.map((each) => [each, 0]));
/** Without its links a text looks less like spam, or more like a claim without a source. */
const NO_SPAM: Part["from"] = { spam: undefined, misinformation: undefined };
/** A sentence in a name may threaten or insult somebody; what is on offer behind an address is not said by it. */
const IN_NAMES: Part["from"] = { ...SURE_FROM, ...NO_SPAM, sexual: undefined };
/** Up to here it counts as it stands, so that a person is asked where one would be for it alone: the whole was read in one language. */
const FULLY_UP_TO = 0.5;

/** A part of a text that level 2 is to read by itself as well. */
export interface Part {
  /** What stands in the pieces, one to a line or run on. */
  text: string;
  /** What stands between two pieces in the text of the part: a line's end or nothing. */
  between: "\n" | "";
  /** Where they stand in the whole, in order. */
  pieces: readonly Stretch[];
  /** From which probabilities on it counts for the whole. */
  from: Partial<Record<Category, number>>;
  /** Up to which probability it counts whatever the whole says. */
  fullyUpTo: number;
}

/** A part as read, with both levels' scores joined. */
export interface ReadApart {
  part: Part;
  output: TextOutput;
  scores: Scores;
}

/**
 * The parts of a text to be read by themselves: the stretch that level 1 suspects, what is written in each of several writings, what shows
 * of it where mark-up parts words, and the sentences in its addresses and names.
 */
export function partsOf(text: string, suspect: Stretch | undefined): Part[] {
  const partOf = (pieces: readonly Stretch[], between: Part["between"]): Part => ({
    ...{ text: pieces.map(({ start, end }) => text.slice(start, end)).join(between), pieces, between },
    ...{ from: ALWAYS, fullyUpTo: FULLY_UP_TO },
  });
  const parts = writingsOf(text).map((pieces) => partOf(pieces, "\n"));
  const drawn = drawnStretches(text);
  if (drawn.length > 0) parts.push({ ...partOf(drawn, ""), from: { ...ALWAYS, ...NO_SPAM } });
  const named = partOf(wordsInNames(text), "\n");
  // Capitals say where words begin, not that they are names of somebody; and addresses are headlines as often as they are threats.
  if (named.text) parts.push({ ...named, text: named.text.toLowerCase(), from: IN_NAMES });
  if (suspect) parts.push({ ...partOf([suspect], "\n"), from: SURE_FROM, fullyUpTo: 0 });
  return parts;
}

/** What a part weighs against the whole, in the log-odds. */
const PART_WEIGHT = 0.7;

/**
 * The scores that a part changes: where it is harmful enough and the whole says less, the weighted mean of both in the
 * log-odds. So what stands around it is not forgotten: a person looks, and no machine blocks for a quotation alone.
 */
export function raisedScores(whole: Scores, { part, scores }: Pick<ReadApart, "part" | "scores">): Scores {
  const raised: Scores = {};
  for (const category of CATEGORIES) {
    const [score, from] = [scores[category], part.from[category]];
    if (score === undefined || from === undefined || score < from) continue;
    const said = whole[category];
    if (said !== undefined && score <= said) continue;
    // Silence is not a zero: where the whole was not scored, for its language, it neither speaks for nor against.
    const mean = probabilityOf(jointLogOdds(said ?? 0.5, score, PART_WEIGHT));
    raised[category] = Math.max(mean, Math.min(score, part.fullyUpTo));
  }
  return raised;
}

/** What several parts raise together, and the part whose score is then the highest: it is what people should see. */
export function raisedByAll(
  whole: Scores,
  aparts: readonly ReadApart[],
): { raised: Scores; highest?: ReadApart } {
  let raised: Scores = {};
  let highest: ReadApart | undefined;
  for (const apart of aparts) {
    const own = raisedScores(whole, apart);
    const top = (scores: Scores) => Math.max(0, ...Object.values(scores));
    if (top(own) > top(raised)) highest = apart;
    raised = Object.fromEntries(
      CATEGORIES.flatMap((each) => {
        const scores = [raised[each], own[each]].filter((score) => score !== undefined);
        return scores.length > 0 ? [[each, Math.max(...scores)]] : [];
      }),
    );
  }
  return { raised, highest };
}

const probabilityOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** The explanations of a part in the categories that were raised, placed in the whole text. */
export function placed({ part, output }: ReadApart, raised: Scores): TextOutput["explanations"] {
  return output.explanations
    .filter(({ category }) => category in raised)
    .map((each) => ({
      ...each,
      spans: each.spans.map((span) => ({ ...span, ...placeOf(span, part) })),
    }));
}

/** Where in the whole a stretch of a part's text stands; it ends with its piece, or where words run on with the piece that it ends in. */
function placeOf({ start, end }: Stretch, { pieces, between }: Part): Stretch {
  const [piece, offset] = pieceAt(start, pieces, between);
  const [last, lastOffset] = between === "" ? pieceAt(end - 1, pieces, between) : [piece, offset];
  return { start: Math.min(start + offset, piece.end), end: Math.min(end + lastOffset, last.end) };
}

/** The piece that a place in a part's text is in, and how far it stands from there in the whole. */
function pieceAt(at: number, pieces: readonly Stretch[], between: Part["between"]): [Stretch, number] {
  let before = 0;
  for (const piece of pieces) {
    const next = before + piece.end - piece.start + between.length;
    if (at < next) return [piece, piece.start - before];
    before = next;
  }
  throw new RangeError("the stretch lies behind the part");
}
