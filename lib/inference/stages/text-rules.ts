import type { StageContext, StageRun, StageSpec } from "#lib/domain/cascade";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import { ListMatcher } from "../list-matcher";
import { ListsInForce } from "../thread-messages";
import { finished } from "./stage-result";

export const TEXT_RULES: StageSpec = {
  name: "text-rules",
  level: 0,
  modality: "text",
  model: "text-rules@1.0.0",
  timeoutMs: 200,
};

/**
 * Level 0 in the calling thread, for when no inference thread can do it: lists hold even where no model does.
 */
export class TextRulesStage {
  private readonly buffer = new TextBuffer();
  private readonly compiled = new ListsInForce<ListMatcher>();

  run(text: string, { orgId, rules, rulesVersion }: StageContext): StageRun {
    const started = performance.now();
    if (rules.length === 0) return finished(TEXT_RULES, started, {});
    const matcher =
      this.compiled.get(orgId, rulesVersion) ??
      this.compiled.set(orgId, rulesVersion, new ListMatcher(rules));
    const { matches, reason } = matcher.match(text, normaliseInto(this.buffer, text), TEXT_RULES.timeoutMs);
    return finished(TEXT_RULES, started, { matches, reason });
  }
}
