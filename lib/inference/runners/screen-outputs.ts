import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
import type { SpanList } from "#lib/domain/text/attribute";
import type { Span } from "#lib/domain/verdict";
import type { LanguageGuess } from "../language";
import type { PackedOutputs } from "../thread-messages";

/** What text-screen says of one text. */
export interface ScreenOutput {
  language: LanguageGuess;
  /** Whether the model was trained and measured on that language. */
  covered: boolean;
  /** Calibrated, of the categories it covers in that language; empty when it covers none. */
  scores: Scores;
  /** One per category: the raw scores, kept for recalibration. */
  logits: Float32Array;
  /** Spans whose weights sum to the category's logit minus its bias, over the window that decided. */
  explanations: { category: Category; spans: Span[] }[];
}

/** Collects the outputs of a batch, text by text, in the order of CATEGORIES. */
export class ScreenPacker {
  private readonly scores: Float64Array;
  private readonly logits: Float32Array;
  private readonly languages: string[] = [];
  private readonly confidences: Float32Array;
  private readonly covered: Uint8Array;
  /** Per text, how many explanations. */
  private readonly explained: Uint8Array;
  /** Per explanation, its category's place and how many spans. */
  private readonly headers: number[] = [];

  constructor(
    size: number,
    private readonly spans: SpanList,
  ) {
    this.scores = new Float64Array(size * CATEGORIES.length).fill(Number.NaN);
    this.logits = new Float32Array(size * CATEGORIES.length);
    this.confidences = new Float32Array(size);
    this.covered = new Uint8Array(size);
    this.explained = new Uint8Array(size);
    spans.length = 0;
  }

  language(at: number, { code, confidence }: LanguageGuess, covered: boolean): void {
    this.languages[at] = code;
    this.confidences[at] = confidence;
    this.covered[at] = covered ? 1 : 0;
  }

  /** `score` is NaN for a category that is not covered. */
  score(at: number, category: number, logit: number, score: number): void {
    this.logits[at * CATEGORIES.length + category] = logit;
    this.scores[at * CATEGORIES.length + category] = score;
  }

  /** An explanation, whose spans `add` appends to the list. */
  explain(at: number, category: number, add: (spans: SpanList) => void): void {
    const before = this.spans.length;
    add(this.spans);
    this.explained[at] = (this.explained[at] as number) + 1;
    this.headers.push(category, (this.spans.length - before) / 3);
  }

  finish(): PackedOutputs {
    const { scores, logits, languages, confidences, covered, explained } = this;
    const headers = Uint16Array.from(this.headers);
    const spans = this.spans.values.slice(0, this.spans.length);
    return { scores, logits, languages, confidences, covered, explained, headers, spans };
  }
}

/** Reads text by text what a ScreenPacker packed; texts must be read in order. */
export function unpackScreen(packed: PackedOutputs): (at: number) => ScreenOutput {
  const scores = packed.scores as Float64Array;
  const logits = packed.logits as Float32Array;
  const languages = packed.languages as string[];
  const confidences = packed.confidences as Float32Array;
  const reader = new ExplanationReader(packed);
  return (at) => {
    const from = at * CATEGORIES.length;
    const found: Scores = {};
    for (let column = 0; column < CATEGORIES.length; column += 1) {
      const score = scores[from + column] as number;
      if (!Number.isNaN(score)) found[CATEGORIES[column] as Category] = score;
    }
    return {
      language: { code: languages[at] as string, confidence: confidences[at] as number },
      covered: (packed.covered as Uint8Array)[at] === 1,
      scores: found,
      logits: logits.slice(from, from + CATEGORIES.length),
      explanations: reader.next((packed.explained as Uint8Array)[at] as number),
    };
  };
}

class ExplanationReader {
  private header = 0;
  private value = 0;

  constructor(private readonly packed: PackedOutputs) {}

  next(count: number): ScreenOutput["explanations"] {
    const headers = this.packed.headers as Uint16Array;
    const explanations: ScreenOutput["explanations"] = [];
    for (let at = 0; at < count; at += 1) {
      const category = CATEGORIES[headers[this.header++] as number] as Category;
      explanations.push({ category, spans: this.spans(headers[this.header++] as number) });
    }
    return explanations;
  }

  private spans(count: number): Span[] {
    const values = this.packed.spans as Float64Array;
    const spans: Span[] = [];
    for (let at = 0; at < count; at += 1)
      spans.push({
        start: values[this.value++] as number,
        end: values[this.value++] as number,
        weight: values[this.value++] as number,
      });
    return spans;
  }
}
