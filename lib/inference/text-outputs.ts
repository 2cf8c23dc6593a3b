import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
import type { SpanList } from "#lib/domain/text/attribute";
import type { RuleMatch, Span } from "#lib/domain/verdict";
import type { Marks } from "./explain-codec";
import type { LanguageGuess } from "./language";
import type { TextInput } from "./text-input";
import type { Packed } from "./thread-messages";

/** What a thread says of one text. */
export interface TextOutput {
  language: LanguageGuess;
  /** Whether the model was trained and measured on that language, and on that of a passage beside it. */
  covered: boolean;
  /** Calibrated, of the categories it covers in that language; empty when it covers none. */
  scores: Scores;
  /** The raw score of each category as little-endian float32, kept for recalibration. */
  logits: Uint8Array;
  /** Spans whose weights sum to the category's logit minus its bias, over the window that decided. */
  explanations: ({ category: Category } & Marks)[];
  /** The stretch that is most likely harm by itself, where one is: the rest of the text may be there to hide it. */
  suspect?: Stretch;
  /** What the lists found, and entries they had to leave out; where the input named lists. */
  lists: ListFindings;
}

/** UTF-16 code units of the original text, end exclusive. */
export interface Stretch {
  start: number;
  end: number;
}

export interface ListFindings {
  matches: RuleMatch[];
  /** Why entries were left out, if any were. */
  reason: string | undefined;
  /** Time taken in the thread, milliseconds. */
  ms: number;
}

/** One buffer, as each that is handed over costs: the logits of all texts (float32), then their records (float64). */
interface PackedOutputs {
  buffer: ArrayBuffer;
  reasons: Record<number, string>;
}

const OUTPUTS = CATEGORIES.length;
/** A text's record begins with these numbers and its scores; matches and explanations follow. */
const HEAD = {
  language: 0,
  confidence: 1,
  covered: 2,
  listMs: 3,
  matches: 4,
  explanations: 5,
  suspectStart: 6,
  suspectEnd: 7,
  beside: 8,
  scores: 9,
};
const HEAD_SIZE = HEAD.scores + OUTPUTS;

/** Writes the outputs of a batch into one array of numbers, text by text: matches first, then explanations. */
export class TextOutputWriter {
  private numbers = new Float64Array(4096);
  private length = 0;
  private head = 0;
  private logits = new Float32Array(0);
  private reasons: Record<number, string> = {};

  start(texts: number): void {
    this.length = 0;
    this.logits = new Float32Array(texts * OUTPUTS);
    this.reasons = {};
  }

  text({ code, confidence, beside }: LanguageGuess, covered: boolean): void {
    this.reserve(HEAD_SIZE);
    this.head = this.length;
    this.length += HEAD_SIZE;
    const { numbers, head } = this;
    numbers[head + HEAD.language] = packCode(code);
    numbers[head + HEAD.confidence] = confidence;
    numbers[head + HEAD.beside] = beside === undefined ? 0 : packCode(beside);
    numbers[head + HEAD.covered] = covered ? 1 : 0;
    numbers[head + HEAD.listMs] = 0;
    numbers[head + HEAD.matches] = 0;
    numbers[head + HEAD.explanations] = 0;
    numbers[head + HEAD.suspectStart] = 0;
    numbers[head + HEAD.suspectEnd] = 0;
  }

  /** A stretch of the text that is likely harm by itself. */
  suspect(start: number, end: number): void {
    this.numbers[this.head + HEAD.suspectStart] = start;
    this.numbers[this.head + HEAD.suspectEnd] = end;
  }

  /** @param matches with the places of their entries among the rules */
  lists(at: number, matches: [rule: number, match: RuleMatch][], reason: string | undefined, ms: number) {
    this.numbers[this.head + HEAD.listMs] = ms;
    this.numbers[this.head + HEAD.matches] = matches.length;
    if (reason !== undefined) this.reasons[at] = reason;
    for (const [rule, { start, end }] of matches) this.push(rule, start, end);
  }

  /** `score` is NaN for a category that is not covered. */
  score(at: number, category: number, logit: number, score: number): void {
    this.logits[at * OUTPUTS + category] = logit;
    this.numbers[this.head + HEAD.scores + category] = score;
  }

  explain(category: number, spans: SpanList): void {
    const count = this.head + HEAD.explanations;
    this.numbers[count] = (this.numbers[count] as number) + 1;
    this.reserve(spans.length + 2);
    this.numbers[this.length++] = category;
    this.numbers[this.length++] = spans.length / 3;
    this.numbers.set(spans.values.subarray(0, spans.length), this.length);
    this.length += spans.length;
  }

  finish(): Packed {
    const { logits, numbers, length, reasons } = this;
    const start = recordsAt(logits.length / OUTPUTS);
    const buffer = new ArrayBuffer(start + length * Float64Array.BYTES_PER_ELEMENT);
    new Float32Array(buffer, 0, logits.length).set(logits);
    new Float64Array(buffer, start).set(numbers.subarray(0, length));
    const outputs: PackedOutputs = { buffer, reasons };
    return { outputs, moved: [buffer] };
  }

  private push(a: number, b: number, c: number): void {
    this.reserve(3);
    this.numbers[this.length++] = a;
    this.numbers[this.length++] = b;
    this.numbers[this.length++] = c;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.numbers.length) return;
    const grown = new Float64Array(2 * (this.length + more));
    grown.set(this.numbers.subarray(0, this.length));
    this.numbers = grown;
  }
}

/** Where the records begin: behind the logits of so many texts, on a multiple of eight bytes. */
function recordsAt(texts: number): number {
  return Math.ceil((texts * OUTPUTS * Float32Array.BYTES_PER_ELEMENT) / 8) * 8;
}

/** A language's two or three letters as a number; 0 for `und`. */
function packCode(code: string): number {
  return code === "und" ? 0 : [...code].reduce((packed, letter) => packed * 256 + letter.charCodeAt(0), 0);
}

const codes = new Map<number, string>([[0, "und"]]);

function unpackCode(packed: number): string {
  const known = codes.get(packed);
  if (known !== undefined) return known;
  const letters = [packed >> 16, (packed >> 8) & 255, packed & 255];
  const code = String.fromCharCode(...letters.filter((letter) => letter > 0));
  codes.set(packed, code);
  return code;
}

/** Reads what a TextOutputWriter wrote. */
export function unpackTexts(packed: unknown, inputs: TextInput[]): TextOutput[] {
  const { buffer, reasons } = packed as PackedOutputs;
  const numbers = new Float64Array(buffer, recordsAt(inputs.length));
  const outputs: TextOutput[] = [];
  let head = 0;
  for (let at = 0; at < inputs.length; at += 1) {
    const rules = (inputs[at] as TextInput).lists?.rules ?? [];
    const reader = new TailReader(numbers, head + HEAD_SIZE);
    const matches = numbers[head + HEAD.matches] as number;
    const explanations = numbers[head + HEAD.explanations] as number;
    const start = numbers[head + HEAD.suspectStart] as number;
    const end = numbers[head + HEAD.suspectEnd] as number;
    const code = unpackCode(numbers[head + HEAD.language] as number);
    const beside = numbers[head + HEAD.beside] as number;
    outputs.push({
      suspect: end > start ? { start, end } : undefined,
      language: {
        code,
        confidence: numbers[head + HEAD.confidence] as number,
        ...(beside === 0 ? {} : { beside: unpackCode(beside) }),
      },
      covered: numbers[head + HEAD.covered] === 1,
      scores: readScores(numbers, head + HEAD.scores),
      logits: new Uint8Array(buffer, at * OUTPUTS * 4, OUTPUTS * 4),
      // Matches come first in the record.
      lists: {
        matches: matches > 0 ? reader.matches(matches, rules) : [],
        reason: reasons[at],
        ms: numbers[head + HEAD.listMs] as number,
      },
      explanations: explanations > 0 ? reader.explanations(explanations) : [],
    });
    head = reader.at;
  }
  return outputs;
}

function readScores(numbers: Float64Array, from: number): Scores {
  const scores: Scores = {};
  for (let column = 0; column < OUTPUTS; column += 1) {
    const score = numbers[from + column] as number;
    if (!Number.isNaN(score)) scores[CATEGORIES[column] as Category] = score;
  }
  return scores;
}

class TailReader {
  constructor(
    private readonly numbers: Float64Array,
    public at: number,
  ) {}

  private next(): number {
    return this.numbers[this.at++] as number;
  }

  matches(count: number, rules: TextInputRules): RuleMatch[] {
    return Array.from({ length: count }, () => {
      const rule = rules[this.next()] as TextInputRules[number];
      return { ...matchHead(rule), start: this.next(), end: this.next() };
    });
  }

  explanations(count: number): TextOutput["explanations"] {
    return Array.from({ length: count }, () => {
      const category = CATEGORIES[this.next()] as Category;
      const spans: Span[] = new Array(this.next());
      for (let at = 0; at < spans.length; at += 1)
        spans[at] = { start: this.next(), end: this.next(), weight: this.next() };
      return { category, spans };
    });
  }
}

type TextInputRules = NonNullable<TextInput["lists"]>["rules"];

function matchHead({ id, kind, value, category, action }: TextInputRules[number]) {
  return { entryId: id, kind, value, category, action };
}
