import type { Moments, Transcript } from "../media";

/** One word that was heard: when, in seconds, and how sure the recogniser is, in [0, 1]. */
export interface HeardWord {
  word: string;
  seconds: Moments;
  confidence: number;
}

/** Speech to text, behind one port so that another recogniser (whisper, wav2vec2) can serve. */
export interface SpeechRecogniser {
  /** `name@version`. */
  model: string;
  /** ISO 639-1 codes that it understands. */
  languages: readonly string[];
  /**
   * The words in these stretches of a sound (mono, 16 kHz), in order, with times from the start of the sound.
   * Rejects with Failure `unsupported` when it is not installed, `timeout` when it takes too long.
   */
  recognise(samples: Int16Array, speech: readonly Moments[], signal?: AbortSignal): Promise<HeardWord[]>;
}

/** A pause from which a new sentence is taken to begin, seconds, and the most words of one. */
const SENTENCE_PAUSE = 0.35;
const SENTENCE_WORDS = 16;

/** What was said in one go: its words (indices into the transcript's, end exclusive), text, and time. */
export interface Sentence {
  first: number;
  last: number;
  text: string;
  /** Where its text begins in the transcript's. */
  start: number;
  seconds: Moments;
  confidence: number;
}

export interface SpokenWords {
  transcript: Transcript;
  sentences: Sentence[];
  /** Mean confidence of the words, weighted by how long each lasts; 0 without words. */
  confidence: number;
}

/** Puts words, in the order of time, into one text that knows when each part of it was said. */
export function writeSpokenWords(heard: HeardWord[]): SpokenWords {
  const words: Transcript["words"] = [];
  const firsts: number[] = [];
  let text = "";
  heard.forEach(({ word, seconds, confidence }, index) => {
    const before = heard[index - 1];
    const opens =
      !before ||
      seconds.from - before.seconds.to >= SENTENCE_PAUSE ||
      index - (firsts.at(-1) ?? 0) >= SENTENCE_WORDS;
    if (opens) firsts.push(index);
    if (before) text += opens ? ". " : " ";
    words.push({ start: text.length, end: text.length + word.length, confidence, seconds });
    text += word;
  });
  const sentences = firsts.map((first, index): Sentence => {
    const last = firsts[index + 1] ?? heard.length;
    const [start, end] = [words[first]?.start ?? 0, words[last - 1]?.end ?? 0];
    const [opening, closing] = [heard[first] as HeardWord, heard[last - 1] as HeardWord];
    return {
      first,
      last,
      start,
      text: text.slice(start, end),
      seconds: { from: opening.seconds.from, to: closing.seconds.to },
      confidence: confidenceOf(heard.slice(first, last)),
    };
  });
  return { transcript: { text, words }, sentences, confidence: confidenceOf(heard) };
}

/** Mean confidence, each word weighted by its length in time. */
export function confidenceOf(words: readonly Pick<HeardWord, "seconds" | "confidence">[]): number {
  let length = 0;
  let sum = 0;
  for (const { seconds, confidence } of words) {
    const lasts = Math.max(0.01, seconds.to - seconds.from);
    length += lasts;
    sum += lasts * confidence;
  }
  return length > 0 ? sum / length : 0;
}

/** Up to this probability, what was heard counts as it is; above it, only as far as it was heard well. */
const HALF = 0.5;

/**
 * A score given to words that may have been misheard. A score above one half shrinks towards one half by the
 * recogniser's doubt, so that a mishearing reaches a person but never a machine's block by itself.
 */
export function heardScore(score: number, confidence: number): number {
  return score <= HALF ? score : HALF + (score - HALF) * confidence;
}
