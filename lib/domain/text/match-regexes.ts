import { RE2JS } from "re2js";
import { Failure } from "../failure";
import type { ListRule, RuleMatch } from "../verdict";
import { normalise } from "./normalise";

/** Longest pattern, in UTF-16 units. */
export const MAX_PATTERN_LENGTH = 500;
/** Longest keyword or phrase, in UTF-16 units. */
export const MAX_KEYWORD_LENGTH = 200;
/** Most instructions that a pattern may compile to: time per text is at most this times the text's length. */
const MAX_PROGRAM_SIZE = 400;
/** Units of a text that patterns see; the API refuses longer texts anyway. */
const MAX_INPUT = 20_000;

const refuse = (message: string, cause?: unknown) =>
  new Failure("invalid_input", message, { errors: [{ pointer: "/value", message }], cause });

/** RE2 runs in time linear in the text, whatever the pattern: no backtracking, so no catastrophe. */
function compile(value: string): RE2JS {
  if (value.length > MAX_PATTERN_LENGTH)
    throw refuse(`The pattern is longer than ${MAX_PATTERN_LENGTH} characters.`);
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(value, RE2JS.CASE_INSENSITIVE);
  } catch (cause) {
    throw refuse(`The pattern does not compile: ${cause instanceof Error ? cause.message : cause}.`, cause);
  }
  if (pattern.programSize() > MAX_PROGRAM_SIZE)
    throw refuse("The pattern is too complex: use fewer or smaller repeat counts.");
  if (pattern.test("")) throw refuse("The pattern matches empty text, so it would match everything.");
  return pattern;
}

/**
 * Checks a pattern before it is saved. Patterns are RE2 syntax (no look-around, no back-references) and ignore case
 * unless they say `(?-i)`. Throws Failure `invalid_input` with a message for the person who typed it.
 */
export function checkRegex(value: string): void {
  compile(value);
}

/** Checks a keyword or phrase before it is saved. Throws Failure `invalid_input`. */
export function checkKeyword(value: string): void {
  if (value.length > MAX_KEYWORD_LENGTH)
    throw refuse(`The keyword is longer than ${MAX_KEYWORD_LENGTH} characters.`);
  if (normalise(value).text.trim() === "") throw refuse("The keyword has no visible characters.");
}

/** What a search found, and the entries it had to leave out: broken ones, and those after time ran out. */
export interface RegexFindings {
  matches: RuleMatch[];
  skipped: { entryId: string; reason: string }[];
}

/** Matches regex entries against the original text. Never throws and never hangs, whatever the entries are. */
export class RegexMatcher {
  private readonly patterns: { rule: ListRule; pattern: RE2JS }[] = [];
  private readonly broken: RegexFindings["skipped"] = [];

  constructor(rules: ListRule[]) {
    for (const rule of rules) {
      try {
        this.patterns.push({ rule, pattern: compile(rule.value) });
      } catch (error) {
        this.broken.push({ entryId: rule.id, reason: (error as Failure).message });
      }
    }
  }

  /** At most `limit` matches per entry; `outOfTime` is asked between matches. */
  match(text: string, outOfTime: () => boolean, limit = 100): RegexFindings {
    if (this.patterns.length === 0) return { matches: [], skipped: [...this.broken] };
    const input = text.slice(0, MAX_INPUT);
    const matches: RuleMatch[] = [];
    const skipped = [...this.broken];
    for (const { rule, pattern } of this.patterns) {
      const matcher = pattern.matcher(input);
      let found = 0;
      while (found < limit && !outOfTime() && matcher.find()) {
        const [start, end] = [matcher.start(), matcher.end()];
        if (end > start) matches.push(matchOf(rule, start, end));
        found += 1;
      }
      if (outOfTime()) skipped.push({ entryId: rule.id, reason: "The time for patterns ran out." });
    }
    return { matches, skipped };
  }
}

function matchOf({ id, kind, value, category, action }: ListRule, start: number, end: number): RuleMatch {
  return { entryId: id, kind, value, category, action, start, end };
}
