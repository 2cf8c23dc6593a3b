import { BYTE_SIGNS } from "#lib/domain/text/byte-signs";
import { Heap } from "./heap";

/** What byte pairs are learnt by. */
export interface BytePairPlan {
  /** Tokens in the end, at most: special ones, the 256 bytes and what is merged. */
  size: number;
  /** Tokens that stand for nothing in a text, in the order of their ids, which are the first. */
  specials: readonly string[];
  /** Occurrences that a pair must have to be merged. */
  fewest: number;
}

/** A vocabulary of byte pairs: a token's id is its place. */
export interface BytePairs {
  tokens: readonly string[];
  /** Tokens to be joined, the most pressing pair first. */
  merges: readonly (readonly [string, string])[];
  specials: readonly string[];
}

/** GPT-2's words (Radford et al. 2019): each takes the space before it along, and letters, digits and other signs do not mix. */
const WORDS = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
/** More than any id, so that a pair of ids is one number that sorts as the pair does. */
const IDS = 2 ** 24;

/** A distinct word: the ids of its tokens and how often it occurs. */
interface Word {
  ids: number[];
  count: number;
}

/** A pair's occurrences, and the words that it is or was in. */
interface Pair {
  count: number;
  words: Set<Word>;
}

/**
 * Learns byte pairs (Gage 1994, Sennrich et al. 2016) from the bytes of texts: the most frequent pair of neighbouring tokens within
 * words becomes a token, until there are `size` of them or no pair occurs `fewest` times. Of pairs that are equally frequent the one
 * with the lower ids comes first, so that the same texts in any order give the same vocabulary.
 * @throws RangeError when `size` has no room for the bytes and the special tokens, or special tokens are named twice
 */
export function learnBytePairs(texts: Iterable<string>, { size, specials, fewest }: BytePairPlan): BytePairs {
  const tokens = [...specials, ...[...BYTE_SIGNS].sort()];
  if (new Set(specials).size < specials.length) throw new RangeError("a special token is named twice");
  if (size < tokens.length) throw new RangeError(`${size} tokens have no room for ${tokens.length}`);
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const pairs = new PairCounts(countWords(texts, ids), Math.max(1, fewest));
  const merges: [string, string][] = [];
  while (ids.size < size) {
    const next = pairs.mostFrequent();
    if (!next) break;
    const [left, right] = next.map((id) => tokens[id] as string) as [string, string];
    merges.push([left, right]);
    const joined = left + right;
    // A special token may be written as what is merged.
    const id = ids.get(joined) ?? tokens.push(joined) - 1;
    ids.set(joined, id);
    pairs.merge(next, id);
  }
  return { tokens, merges, specials };
}

function countWords(texts: Iterable<string>, ids: ReadonlyMap<string, number>): Word[] {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of text.match(WORDS) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  const encoder = new TextEncoder();
  return Array.from(counts, ([word, count]) => ({
    ids: Array.from(encoder.encode(word), (byte) => ids.get(BYTE_SIGNS[byte] as string) as number),
    count,
  }));
}

/** Counts of all pairs in words, kept true while pairs are merged: only the words that hold a merged pair are looked at. */
class PairCounts {
  private readonly pairs = new Map<number, Pair>();
  /** Pairs with the count that they had when they were put in: the true one is never higher. */
  private readonly queue = new Heap<{ key: number; count: number }>(
    (a, b) => b.count - a.count || a.key - b.key,
  );

  constructor(
    words: readonly Word[],
    private readonly fewest: number,
  ) {
    for (const word of words) this.tally(word, 1);
    for (const key of this.pairs.keys()) this.enqueue(key);
  }

  /** The pair that occurs most; undefined when none occurs often enough. */
  mostFrequent(): [number, number] | undefined {
    for (let top = this.queue.pop(); top; top = this.queue.pop()) {
      const count = this.pairs.get(top.key)?.count ?? 0;
      if (count === top.count) return [Math.floor(top.key / IDS), top.key % IDS];
      this.enqueue(top.key);
    }
    return undefined;
  }

  /** Puts a token in place of a pair, from left to right, wherever it occurs. */
  merge([left, right]: readonly [number, number], id: number): void {
    const { words } = this.pairs.get(left * IDS + right) as Pair;
    const touched = new Set<number>();
    for (const word of words) {
      this.tally(word, -1);
      word.ids = joined(word.ids, left, right, id);
      this.tally(word, 1);
      for (const key of keysOf(word.ids))
        if (key % IDS === id || Math.floor(key / IDS) === id) touched.add(key);
    }
    this.pairs.delete(left * IDS + right);
    for (const key of touched) this.enqueue(key);
  }

  private tally(word: Word, sign: 1 | -1): void {
    for (const key of keysOf(word.ids)) {
      const pair = this.pairs.get(key) ?? { count: 0, words: new Set() };
      pair.count += sign * word.count;
      pair.words.add(word);
      this.pairs.set(key, pair);
    }
  }

  private enqueue(key: number): void {
    const count = this.pairs.get(key)?.count ?? 0;
    if (count >= this.fewest) this.queue.push({ key, count });
  }
}

function keysOf(ids: readonly number[]): number[] {
  return ids.slice(1).map((id, at) => (ids[at] as number) * IDS + id);
}

function joined(ids: readonly number[], left: number, right: number, id: number): number[] {
  const merged: number[] = [];
  for (let at = 0; at < ids.length; at++) {
    const found = ids[at] === left && ids[at + 1] === right;
    merged.push(found ? id : (ids[at] as number));
    if (found) at++;
  }
  return merged;
}

/**
 * A vocabulary as the `tokenizer.json` of the Hugging Face hub.
 * @param frame the special tokens that stand before and after every text, as RoBERTa has them
 * @throws RangeError when the frame's tokens are not among the special ones
 */
export function bytePairTokenizer({ tokens, merges, specials }: BytePairs, frame: readonly [string, string]) {
  const [before, after] = frame.map((token) => {
    const id = specials.indexOf(token);
    if (id < 0) throw new RangeError(`${token} is not a special token`);
    return [token, id] as const;
  });
  const bytes = { add_prefix_space: false, trim_offsets: true };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: specials.map((content, id) => ({
      ...{ id, content, special: true },
      ...{ single_word: false, lstrip: false, rstrip: false, normalized: false },
    })),
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", ...bytes, use_regex: true },
    post_processor: { type: "RobertaProcessing", sep: after, cls: before, ...bytes },
    decoder: { type: "ByteLevel", ...bytes, use_regex: true },
    model: {
      type: "BPE",
      ...{ dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null },
      ...{ fuse_unk: false, byte_fallback: false, ignore_merges: false },
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: merges.map((pair) => pair.join(" ")),
    },
  };
}
