import type { StageContext, StageRun, StageSpec } from "#lib/domain/cascade";
import { KeywordMatcher } from "#lib/domain/text/match-keywords";
import { RegexMatcher } from "#lib/domain/text/match-regexes";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import type { ListRule } from "#lib/domain/verdict";
import { finished } from "./stage-result";

export const TEXT_RULES: StageSpec = {
  name: "text-rules",
  level: 0,
  modality: "text",
  model: "text-rules@1.0.0",
  timeoutMs: 200,
};

/** Compiled lists kept; the least recently used organisation's go first. */
const KEPT = 100;

interface Compiled {
  version: number;
  keywords: KeywordMatcher;
  regexes: RegexMatcher;
}

/**
 * Level 0: the organisation's keyword and regex lists. Keywords are found in the normalised text, regexes in the
 * original. Lists are compiled once per version. Patterns get at most the stage's time; what it left out is said.
 */
export class TextRulesStage {
  private readonly buffer = new TextBuffer();
  private readonly compiled = new Map<string, Compiled>();

  run(text: string, context: StageContext): StageRun {
    const started = performance.now();
    const { keywords, regexes } = this.rulesOf(context);
    const outOfTime = () => performance.now() - started > TEXT_RULES.timeoutMs;
    const found = keywords.size > 0 ? keywords.match(normaliseInto(this.buffer, text), text) : [];
    const { matches, skipped } = regexes.match(text, outOfTime);
    const reason =
      skipped.length > 0 ? `${skipped.length} patterns left out: ${skipped[0]?.reason}` : undefined;
    return finished(TEXT_RULES, started, { matches: [...found, ...matches], reason });
  }

  private rulesOf({ orgId, rules, rulesVersion }: StageContext): Compiled {
    const known = this.compiled.get(orgId);
    this.compiled.delete(orgId);
    const fresh = known?.version === rulesVersion ? known : compile(rules, rulesVersion);
    this.compiled.set(orgId, fresh);
    const [oldest] = this.compiled.keys();
    if (this.compiled.size > KEPT && oldest !== undefined) this.compiled.delete(oldest);
    return fresh;
  }
}

function compile(rules: ListRule[], version: number): Compiled {
  return {
    version,
    keywords: new KeywordMatcher(rules.filter(({ kind }) => kind === "keyword")),
    regexes: new RegexMatcher(rules.filter(({ kind }) => kind === "regex")),
  };
}
