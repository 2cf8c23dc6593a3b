import type { CascadePort, StageSpec } from "#lib/domain/cascade";
import { CATEGORIES, type Scores } from "#lib/domain/taxonomy";
import type { Explanation, StageResult } from "#lib/domain/verdict";

/** A stage that reads text on level 1, to be overridden. */
export function stageSpec(name: string, over: Partial<StageSpec> = {}): StageSpec {
  return { name, level: 1, modality: "text", model: `${name}@1.0.0`, timeoutMs: 1000, ...over };
}

const SPEC = stageSpec("text-screen", { model: "fake@1.0.0" });

/** A result with nothing found, to be overridden. */
export function stageResult(over: Partial<StageResult> = {}): StageResult {
  return {
    stage: SPEC.name,
    model: SPEC.model,
    modality: "text",
    ms: 1,
    outcome: "continue",
    scores: {},
    matches: [],
    explanations: [],
    covered: true,
    ...over,
  };
}

/** What a stage says of a text and a category, to be overridden. */
export function explanationOf(
  category: Explanation["category"],
  summary: string,
  over: Partial<Explanation> = {},
): Explanation {
  return { modality: "text", category, summary, spans: [], ...over };
}

/** A category and its score; any other `word=number` in a text is just text, as `' OR 1=1 --` of the fuzz is. */
const NAMED_SCORE = new RegExp(`\\b(${CATEGORIES.join("|")})=(0(?:\\.\\d+)?|1(?:\\.0+)?)(?![\\d.])`, "g");

/** The inference port, answering by what the text says: `toxicity=0.7 hate=0.2` is those scores. */
export function fakeCascade(over: Partial<StageResult> = {}): CascadePort {
  return {
    plan: () => [SPEC],
    run: async (_spec, content) => {
      const scores: Scores = Object.fromEntries(
        [...(content.text ?? "").matchAll(NAMED_SCORE)].map(([, name, value]) => [name, Number(value)]),
      );
      return {
        result: stageResult({ scores, ...over }),
        features: { model: SPEC.model, data: new Uint8Array([1, 2, 3]) },
      };
    },
  };
}
