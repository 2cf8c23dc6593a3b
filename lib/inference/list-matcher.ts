import { KeywordMatcher } from "#lib/domain/text/match-keywords";
import { RegexMatcher } from "#lib/domain/text/match-regexes";
import type { TextBuffer } from "#lib/domain/text/text-buffer";
import type { ListRule, RuleMatch } from "#lib/domain/verdict";

/** An organisation's list entries, compiled: keywords are found in the normalised text, regexes in the original. */
export class ListMatcher {
  private readonly keywords: KeywordMatcher;
  private readonly regexes: RegexMatcher;
  private readonly places: Map<string, number>;

  constructor(rules: ListRule[]) {
    this.keywords = new KeywordMatcher(rules.filter(({ kind }) => kind === "keyword"));
    this.regexes = new RegexMatcher(rules.filter(({ kind }) => kind === "regex"));
    this.places = new Map(rules.map(({ id }, at) => [id, at]));
  }

  /** The place of an entry among the rules that this was made from. */
  placeOf(match: RuleMatch): number {
    return this.places.get(match.entryId) as number;
  }

  /** What is in the text, and why entries were left out, if any were. Patterns share `patternMs`. */
  match(text: string, normalised: TextBuffer, patternMs: number): { matches: RuleMatch[]; reason?: string } {
    const started = performance.now();
    const found = this.keywords.match(normalised, text);
    const { matches, skipped } = this.regexes.match(text, () => performance.now() - started > patternMs);
    return {
      matches: matches.length > 0 ? [...found, ...matches] : found,
      ...(skipped.length > 0 ? { reason: `${skipped.length} patterns left out: ${skipped[0]?.reason}` } : {}),
    };
  }
}
