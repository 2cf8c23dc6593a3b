import type { HeardWord } from "./spoken-words";

/** What the outputs of a recogniser stand for, by their place. */
export interface CtcVocabulary {
  tokens: readonly string[];
  /** Place of the token that means "nothing new". */
  blank: number;
  /** The token between words. */
  delimiter: string;
}

/** Signs that are no part of a word, such as `<unk>`. */
const NO_LETTER = /^(<.*>|\[.*\])$/u;

/**
 * The words that a recogniser trained by connectionist temporal classification heard (Graves et al. 2006), by its likeliest
 * token per frame: repeats are one token, blanks none. `logits` is [frames, tokens]; times are in seconds from the first frame,
 * `seconds` being the length of all. A word's confidence is the mean probability of its letters.
 */
export function decodeCtc(
  logits: Float32Array,
  { tokens, blank, delimiter }: CtcVocabulary,
  seconds: number,
): HeardWord[] {
  const width = tokens.length;
  const frames = Math.floor(logits.length / width);
  const words: HeardWord[] = [];
  let letters: { letter: string; frame: number; probability: number }[] = [];
  const close = () => {
    const [first, last] = [letters[0], letters.at(-1)];
    if (first && last)
      words.push({
        word: letters
          .map(({ letter }) => letter)
          .join("")
          .toLowerCase(),
        seconds: { from: (first.frame / frames) * seconds, to: ((last.frame + 1) / frames) * seconds },
        confidence: letters.reduce((sum, { probability }) => sum + probability, 0) / letters.length,
      });
    letters = [];
  };
  let before = blank;
  for (let frame = 0; frame < frames; frame += 1) {
    const { place, probability } = likeliest(logits, frame * width, width);
    const token = tokens[place] ?? "";
    if (place !== before && place !== blank) {
      if (token === delimiter) close();
      else if (!NO_LETTER.test(token)) letters.push({ letter: token, frame, probability });
    }
    before = place;
  }
  close();
  return words;
}

/** The highest of some logits, and its share of the softmax. */
function likeliest(
  logits: Float32Array,
  from: number,
  width: number,
): { place: number; probability: number } {
  let place = 0;
  for (let at = 1; at < width; at += 1)
    if ((logits[from + at] as number) > (logits[from + place] as number)) place = at;
  const highest = logits[from + place] as number;
  let sum = 0;
  for (let at = 0; at < width; at += 1) sum += Math.exp((logits[from + at] as number) - highest);
  return { place, probability: 1 / sum };
}
