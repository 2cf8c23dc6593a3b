import { channelOf, mergeScores, type StageRun, type StageSpec } from "#lib/domain/cascade";
import { CATEGORIES, type Scores } from "#lib/domain/taxonomy";
import { type Blend, type Blends, blendFor, blendScores } from "#lib/domain/text/blend-scores";
import { summariseSpans } from "#lib/domain/text-explanation";
import type { Explanation, StageResult } from "#lib/domain/verdict";
import { UNCODED } from "../language-scripts";
import type { ModelManifest } from "../manifest";
import { type FoundModel, manifestOf } from "../model-files";
import type { TextOutput } from "../text-outputs";
import { finished } from "./stage-result";

/** The models of level 1, in the order in which they are asked. */
export const SCREEN = "text-screen";
export const GLANCE = "text-glance";
/** The shipped models of level 2, likewise. */
export const DEEP = "text-deep";
export const SENSE = "text-sense";

/** How long each level may take, milliseconds, waiting behind other batches of its level included, where the model does not say. */
const TIMEOUTS = { 1: 1_000, 2: 2_000 };

/** The stage as the plan lists it, for the model that is loaded; the stage is named like the model. */
function textModelSpec(
  {
    name,
    version,
    exit,
    timeoutMs,
  }: Pick<ModelManifest, "name" | "version" | "exit"> & { timeoutMs?: number },
  level: 1 | 2,
): StageSpec {
  return {
    name,
    level,
    modality: "text",
    model: `${name}@${version}`,
    timeoutMs: timeoutMs ?? TIMEOUTS[level],
    ...(Object.keys(exit).length > 0 ? { exit } : {}),
    ...(name === GLANCE ? { spares: true } : {}),
    ...(name === SENSE ? { refines: true } : {}),
  };
}

/** A screen model that is not there still has its place in the plan: the trace shows that it was missing. */
export const MISSING_SCREEN: FoundModel = {
  ...{ name: SCREEN, version: "0.0.0", runner: SCREEN, manifest: null },
  ...{ ok: false, reason: "models/manifest.json lists no text-screen." },
};

/** The stage of a model that was found; one whose entry is damaged keeps its place, so that the trace shows it. */
export const specOf = (model: FoundModel, level: 1 | 2): StageSpec =>
  textModelSpec(manifestOf(model) ?? { ...model, exit: {} }, level);

/** What a model said, as the stage's result: `scores` are its own, or what they are joined to. */
export function modelRun(spec: StageSpec, started: number, output: TextOutput, scores: Scores): StageRun {
  const { language, covered, logits, explanations } = output;
  const { code, confidence, beside = code } = language;
  // What a model has scored it can read: then it is the passage beside that it cannot.
  const unread = Object.keys(output.scores).length > 0 ? beside : code;
  const { result } = finished(spec, started, {
    scores,
    covered,
    language: code === "und" ? undefined : { code, confidence },
    reason: covered ? undefined : `The model does not cover ${nameOf(unread)}.`,
    explanations:
      explanations.length > 0 ? explanations.map((each) => explanation(each, scores[each.category])) : [],
  });
  return { result, features: { model: spec.model, data: logits } };
}

const nameOf = (code: string) =>
  code === UNCODED ? "how this text, or a part of it, is written" : `the language ${code}`;

/**
 * A model's scores, joined with what was said before: those of text-glance and text-deep with those of text-screen, which knows words where
 * they know their use; those of text-sense and of a pack with all before it. What text-glance said is heard by `jointScores` alone.
 */
export function joinedScores(
  { name }: StageSpec,
  { scores, language }: Pick<TextOutput, "scores" | "language">,
  previous: readonly StageResult[],
  blends: Blends,
): Scores {
  if (name === SCREEN) return scores;
  const before = previous.filter((result) => channelOf(result) === "text" && result.stage !== GLANCE);
  return blendWith(mergeScores(before), scores, blendFor(blends, language.code));
}

/** The scores of text-deep, joined with what both models of level 1 say together. */
export const jointScores = (first: Scores, { scores }: Pick<TextOutput, "scores">, blend: Blend): Scores =>
  blendWith(first, scores, blend);

/** A model's scores, each joined with what was said before of that category. */
function blendWith(said: Scores, deep: Scores, blend: Blend): Scores {
  const shallow: Scores = {};
  for (const category of CATEGORIES) if (category in deep) shallow[category] = said[category];
  return blendScores(shallow, deep, blend);
}

function explanation(marked: TextOutput["explanations"][number], score = 0): Explanation {
  return { ...marked, modality: "text", summary: summariseSpans(marked.category, score, marked.spans) };
}
