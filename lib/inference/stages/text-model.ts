import { channelOf, mergeScores, type StageRun, type StageSpec } from "#lib/domain/cascade";
import { CATEGORY_TITLES, type Category, type Scores } from "#lib/domain/taxonomy";
import { type Blend, blendScores } from "#lib/domain/text/blend-scores";
import type { Explanation, Span, StageResult } from "#lib/domain/verdict";
import type { ModelManifest } from "../manifest";
import type { TextOutput } from "../text-outputs";
import { finished } from "./stage-result";

/** How long each level may take, milliseconds, waiting behind other batches of its level included. */
const TIMEOUTS = { 1: 1_000, 2: 2_000 };

/** The stage as the plan lists it, for the model that is loaded; the stage is named like the model. */
export function textModelSpec(
  { name, version, exit }: Pick<ModelManifest, "name" | "version" | "exit">,
  level: 1 | 2,
): StageSpec {
  return {
    name,
    level,
    modality: "text",
    model: `${name}@${version}`,
    timeoutMs: TIMEOUTS[level],
    ...(Object.keys(exit).length > 0 ? { exit } : {}),
  };
}

/**
 * What a model said, as the stage's result. At level 2 the scores are joined with those of level 1, which knows words
 * where the deep model knows their use. `raised` are scores of a stretch that count for the whole.
 */
export function modelRun(
  spec: StageSpec,
  started: number,
  output: TextOutput,
  previous: readonly StageResult[],
  blend: Blend,
  raised: Scores = {},
): StageRun {
  const { language, covered, logits, explanations } = output;
  const scores = { ...joinedScores(spec, output, previous, blend), ...raised };
  const { result } = finished(spec, started, {
    scores,
    covered,
    language: language.code === "und" ? undefined : language,
    reason: covered ? undefined : `The model does not cover the language ${language.code}.`,
    explanations:
      explanations.length > 0
        ? explanations.map(({ category, spans }) => explanation(category, scores[category], spans))
        : [],
  });
  return { result, features: { model: spec.model, data: logits } };
}

/** A model's scores, at level 2 joined with those of level 1. */
export function joinedScores(
  { level }: StageSpec,
  { scores }: Pick<TextOutput, "scores">,
  previous: readonly StageResult[],
  blend: Blend,
): Scores {
  return level === 2 ? blendWith(previous, scores, blend) : scores;
}

/** The deep scores, each joined with what an earlier stage said of that category. */
function blendWith(previous: readonly StageResult[], deep: Scores, blend: Blend): Scores {
  const said = mergeScores(previous.filter((result) => channelOf(result) === "text"));
  const shallow = Object.fromEntries(Object.entries(said).filter(([category]) => category in deep));
  return blendScores(shallow, deep, blend);
}

function explanation(category: Category, score: number | undefined, spans: Span[]): Explanation {
  return { modality: "text", category, summary: summarise(category, score ?? 0, spans), spans };
}

/** What the spans say, in words and without quoting the text. */
export function summarise(category: Category, score: number, spans: Span[]): string {
  const said = `${CATEGORY_TITLES[category]} ${Math.round(score * 100)} %`;
  let total = 0;
  let strongest: Span | undefined;
  for (const span of spans) {
    if (span.weight <= 0) continue;
    total += span.weight;
    if (span.weight > (strongest?.weight ?? 0)) strongest = span;
  }
  if (!strongest) return `${said}: no part of the text points to it.`;
  const share = Math.round((strongest.weight / total) * 100);
  return `${said}: the strongest sign, ${share} % of all that points to it, is at character ${strongest.start + 1}.`;
}
