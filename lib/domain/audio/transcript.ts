import { z } from "zod";
import type { Span } from "../verdict";

/** One word that was heard: when, in seconds, and how sure the recogniser is, in [0, 1]. */
export const heardWordSchema = z.object({
  word: z.string(),
  start: z.number().min(0),
  end: z.number().min(0),
  confidence: z.number().min(0).max(1),
});
export type HeardWord = z.infer<typeof heardWordSchema>;

/** A pause from which a new sentence is taken to begin, seconds, and the most words of one. */
const SENTENCE_PAUSE = 0.6;
const SENTENCE_WORDS = 40;

/** A word's place in the transcript's text, UTF-16 code units, end exclusive. */
export interface PlacedWord extends HeardWord {
  from: number;
  to: number;
}

export interface Transcript {
  text: string;
  words: PlacedWord[];
  /** What was said in one go: word indices, end exclusive, and the text between them. */
  sentences: { first: number; last: number; text: string }[];
  /** Mean confidence of the words, weighted by how long each lasts; 0 without words. */
  confidence: number;
}

/** Puts words into one text that knows when each part of it was said. Words must be in the order of time. */
export function writeTranscript(words: HeardWord[]): Transcript {
  const placed: PlacedWord[] = [];
  const firsts: number[] = [];
  let text = "";
  words.forEach((word, index) => {
    const before = words[index - 1];
    const opens =
      !before || word.start - before.end >= SENTENCE_PAUSE || index - (firsts.at(-1) ?? 0) >= SENTENCE_WORDS;
    if (opens) firsts.push(index);
    if (before) text += opens ? ". " : " ";
    placed.push({ ...word, from: text.length, to: text.length + word.word.length });
    text += word.word;
  });
  const sentences = firsts.map((first, index) => {
    const last = firsts[index + 1] ?? placed.length;
    const [from, to] = [placed[first]?.from ?? 0, placed[last - 1]?.to ?? 0];
    return { first, last, text: text.slice(from, to) };
  });
  return { text, words: placed, sentences, confidence: confidenceOf(words) };
}

/** Mean confidence, each word weighted by its length in time. */
export function confidenceOf(words: HeardWord[]): number {
  let seconds = 0;
  let sum = 0;
  for (const { start, end, confidence } of words) {
    const length = Math.max(0.01, end - start);
    seconds += length;
    sum += length * confidence;
  }
  return seconds > 0 ? sum / seconds : 0;
}

/** When a span of the transcript's text was said: from its first word's start to its last word's end, seconds. */
export function timeOfSpan(
  words: PlacedWord[],
  { start, end }: Pick<Span, "start" | "end">,
): { start: number; end: number } | null {
  const touched = words.filter((word) => word.from < end && word.to > start);
  const [first, last] = [touched[0], touched.at(-1)];
  return first && last ? { start: first.start, end: last.end } : null;
}

/** From this probability on, what was heard alone is not enough: it goes on only as far as it was heard well. */
const HALF = 0.5;

/**
 * A score given to words that may have been misheard. A score above one half shrinks towards one half by the
 * recogniser's doubt, so that a mishearing reaches a person but never a machine's block by itself.
 */
export function heardScore(score: number, confidence: number): number {
  return score <= HALF ? score : HALF + (score - HALF) * confidence;
}
