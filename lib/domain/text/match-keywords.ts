import type { ListRule, RuleMatch } from "../verdict";
import { CLASS, classOf, isWordUnit } from "./character-classes";
import { normalise } from "./normalise";
import type { TextBuffer } from "./text-buffer";

const EMPTY = -1;

/** A normalised text with its way back to the original. */
type Searchable = Pick<TextBuffer, "codes" | "starts" | "ends" | "length">;

/**
 * Finds all list keywords in one pass (Aho & Corasick 1975). Edges live in one open-addressed table of typed
 * arrays, so 10,000 terms take a few megabytes and no objects.
 */
export class KeywordMatcher {
  private mask = 0;
  private keys = new Float64Array(0);
  private targets = new Int32Array(0);
  private states = 1;
  /** Per code unit, 1 where a term begins with it: most units of a text begin none. */
  private readonly begins = new Uint8Array(0x10000);
  private readonly fail: Int32Array;
  /** The term that ends in a state, or EMPTY. */
  private readonly term: Int32Array;
  /** The nearest shorter state in which a term ends, or EMPTY. */
  private readonly shorter: Int32Array;
  private readonly terms: { text: string; rules: ListRule[] }[] = [];

  constructor(rules: ListRule[]) {
    const byText = new Map<string, ListRule[]>();
    for (const rule of rules) {
      const text = normalise(rule.value).text.trim();
      if (text === "") continue;
      const same = byText.get(text);
      if (same) same.push(rule);
      else byText.set(text, [rule]);
    }
    for (const [text, own] of byText) this.terms.push({ text, rules: own });
    const units = this.terms.reduce((sum, { text }) => sum + text.length, 1);
    this.allocateEdges(units);
    this.fail = new Int32Array(units + 1);
    this.term = new Int32Array(units + 1).fill(EMPTY);
    this.shorter = new Int32Array(units + 1).fill(EMPTY);
    this.terms.forEach(({ text }, index) => {
      this.term[this.insert(text)] = index;
      this.begins[text.charCodeAt(0)] = 1;
    });
    this.link();
  }

  get size(): number {
    return this.terms.length;
  }

  private allocateEdges(units: number): void {
    let capacity = 16;
    while (capacity < units * 2) capacity *= 2;
    this.mask = capacity - 1;
    this.keys = new Float64Array(capacity).fill(EMPTY);
    this.targets = new Int32Array(capacity);
  }

  private slot(state: number, code: number): number {
    const key = state * 0x10000 + code;
    let at = (Math.imul(state, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b)) >>> 7;
    for (at &= this.mask; this.keys[at] !== EMPTY && this.keys[at] !== key; at = (at + 1) & this.mask);
    return at;
  }

  private step(state: number, code: number): number {
    const at = this.slot(state, code);
    return this.keys[at] === EMPTY ? EMPTY : (this.targets[at] as number);
  }

  private insert(text: string): number {
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      const slot = this.slot(state, text.charCodeAt(at));
      if (this.keys[slot] === EMPTY) {
        this.keys[slot] = state * 0x10000 + text.charCodeAt(at);
        this.targets[slot] = this.states++;
      }
      state = this.targets[slot] as number;
    }
    return state;
  }

  /** Failure links, breadth first: terms walk down their own path one unit per round. */
  private link(): void {
    let walkers = this.terms.map(({ text }) => ({ text, state: 0 }));
    for (let depth = 0; walkers.length > 0; depth += 1) {
      walkers = walkers.filter(({ text }) => text.length > depth);
      for (const walker of walkers) {
        const code = walker.text.charCodeAt(depth);
        const state = this.step(walker.state, code);
        if (depth > 0) this.linkState(state, this.follow(this.fail[walker.state] as number, code));
        walker.state = state;
      }
    }
  }

  private linkState(state: number, fail: number): void {
    this.fail[state] = fail;
    this.shorter[state] = this.term[fail] !== EMPTY ? fail : (this.shorter[fail] as number);
  }

  private follow(from: number, code: number): number {
    let state = from;
    while (true) {
      const next = this.step(state, code);
      if (next !== EMPTY) return next;
      if (state === 0) return 0;
      state = this.fail[state] as number;
    }
  }

  /**
   * All matches, in the order they end, with spans of the original text; at most `limit`. A term that begins or
   * ends with a letter or digit matches only at the edge of a word, in scripts that have words. Elongated words are
   * tried both ways: `sooo` as `soo` and as `so`.
   */
  match(normalised: TextBuffer, original: string, limit = 1000): RuleMatch[] {
    if (this.terms.length === 0) return [];
    const found = this.search(normalised, original, limit);
    if (normalised.elongated.length === 0) return found;
    const known = new Set(found.map(keyOf));
    const more = this.search(squeeze(normalised), original, limit).filter(
      (match) => !known.has(keyOf(match)),
    );
    return [...found, ...more].slice(0, limit);
  }

  private search(searched: Searchable, original: string, limit: number): RuleMatch[] {
    const { codes, length } = searched;
    const found: RuleMatch[] = [];
    let state = 0;
    for (let at = 0; at < length && found.length < limit; at += 1) {
      const code = codes[at] as number;
      if (state === 0 && this.begins[code] === 0) continue;
      state = this.follow(state, code);
      let ended = this.term[state] === EMPTY ? (this.shorter[state] as number) : state;
      for (; ended !== EMPTY; ended = this.shorter[ended] as number)
        this.collect(found, this.term[ended] as number, searched, at + 1, original);
    }
    return found.length > limit ? found.slice(0, limit) : found;
  }

  private collect(found: RuleMatch[], index: number, searched: Searchable, end: number, original: string) {
    const term = this.terms[index] as { text: string; rules: ListRule[] };
    const start = end - term.text.length;
    if (!isEdge(searched, start, original) || !isEdge(searched, end, original)) return;
    const span = { start: searched.starts[start] as number, end: searched.ends[end - 1] as number };
    for (const { id, kind, value, category, action } of term.rules)
      found.push({ entryId: id, kind, value, category, action, ...span });
  }
}

const keyOf = ({ entryId, start, end }: RuleMatch) => `${entryId}:${start}:${end}`;

/**
 * Whether a word may begin or end between units `at - 1` and `at`: at the ends of the text, beside anything that is
 * not part of a word, between letters and digits, between letters of scripts without spaces, and where a spelled-out
 * word had its separators.
 */
function isEdge({ codes, starts, ends, length }: Searchable, at: number, original: string): boolean {
  if (at === 0 || at === length) return true;
  const before = codes[at - 1] as number;
  const after = codes[at] as number;
  if (!isWordUnit(before) || !isWordUnit(after)) return true;
  const [left, right] = [classOf(before), classOf(after)];
  if (left === CLASS.UNSPACED || right === CLASS.UNSPACED) return true;
  if ((left === CLASS.DIGIT) !== (right === CLASS.DIGIT)) return true;
  return hasSeparator(original, ends[at - 1] as number, starts[at] as number);
}

function hasSeparator(original: string, from: number, to: number): boolean {
  return from < to && /[\s\p{P}\p{S}]/u.test(original.slice(from, to));
}

/** The other reading of elongated words: one letter instead of two. */
function squeeze({ codes, starts, ends, length, elongated }: TextBuffer): Searchable {
  const dropped = new Set(elongated);
  const kept = Array.from({ length }, (_, at) => at).filter((at) => !dropped.has(at));
  return {
    length: kept.length,
    codes: Uint16Array.from(kept, (at) => codes[at] as number),
    starts: Uint32Array.from(kept, (at) => starts[at] as number),
    ends: Uint32Array.from(kept, (at) => ends[dropped.has(at + 1) ? at + 1 : at] as number),
  };
}
