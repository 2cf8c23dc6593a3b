import type { StageRun, StageSpec } from "#lib/domain/cascade";
import type { Category, Scores } from "#lib/domain/taxonomy";
import type { Blends } from "#lib/domain/text/blend-scores";
import { SENSE_READS } from "#lib/domain/text/sense-reads";
import type { StageResult } from "#lib/domain/verdict";
import { type FoundModel, manifestOf } from "../model-files";
import { type ReadApart, raisedByAll } from "../second-look";
import type { TextOutput } from "../text-outputs";
import { MOST_EXPLAINED, toExplain } from "../to-explain";
import { onWholeCharacters } from "./explain-text";
import { notRun } from "./stage-result";
import { DEEP, joinedScores, modelRun, SENSE } from "./text-model";

/** What text-sense judges, by language, and how that is joined with all before it. */
export interface SenseJoin {
  languages: Readonly<Record<string, unknown>>;
  /** Undefined where nobody has derived it with this text-deep. */
  blends?: Blends;
}

/** As the manifest has it for this text-deep. */
export function senseJoin(sense: FoundModel, deep: FoundModel): SenseJoin {
  const manifest = manifestOf(sense);
  if (manifest?.runner !== SENSE) return { languages: {} };
  const { languages, joint } = manifest;
  return joint?.deep === deep.version
    ? { languages, blends: { usual: joint.blend, languages: {} } }
    : { languages };
}

/** What level 2 said of a whole text, and of parts of it by themselves, before these raised the whole. */
export interface Apart {
  whole: Scores;
  aparts: readonly ReadApart[];
}

interface SenseTools extends SenseJoin {
  apart: Apart | undefined;
  /** Whether text-deep was joined with both models of level 1. */
  isJoined: boolean;
  ask: () => Promise<TextOutput>;
  /** Asks text-deep why; absent where nobody reads it. */
  explain?: (categories: readonly Category[], until: number) => Promise<TextOutput["explanations"]>;
}

const ELSEWHERE = "It judges English alone.";

/**
 * The rest of level 2: text-sense, joined with all that was said before. What it may not or cannot refine stands as text-deep left
 * it. Where parts of a text were read by themselves it refines what was said of the whole, and the parts raise that as they raised the
 * other: what a part says must not be averaged away.
 */
export async function runSense(
  spec: StageSpec,
  text: string,
  previous: readonly StageResult[],
  { apart, isJoined, languages, blends, ask, explain }: SenseTools,
): Promise<StageRun> {
  const started = performance.now();
  const skipped = (reason: string) => notRun(spec, started, "skipped", reason);
  const deep = previous.find(({ stage }) => stage === DEEP);
  if (!deep || Object.keys(deep.scores).length === 0)
    return skipped("text-deep gave no scores to join with.");
  if (!blends) return skipped("Nobody has derived how it is joined with this text-deep.");
  if (!isJoined) return skipped("text-deep was not joined with both models of level 1.");
  if (text.length > SENSE_READS) return skipped(`It reads texts of up to ${SENSE_READS} characters.`);
  if (!deep.covered || !Object.hasOwn(languages, deep.language?.code ?? "en")) return skipped(ELSEWHERE);
  const output = await ask();
  if (!output.covered) return skipped(ELSEWHERE);
  const own = { ...output, scores: named(output.scores, blends) };
  const scores = apart
    ? raised(joinedScores(spec, own, [{ ...deep, scores: apart.whole }], blends), apart)
    : joinedScores(spec, own, previous, blends);
  const unexplained = toExplain(scores)
    .filter((category) => !deep.explanations.some((each) => each.category === category))
    .slice(0, Math.max(0, MOST_EXPLAINED - deep.explanations.length));
  // What text-deep has explained holds as it is: verdicts show it with the figure that stands.
  const explanations = (await explain?.(unexplained, started + spec.timeoutMs)) ?? [];
  return modelRun(spec, started, onWholeCharacters(text, { ...output, explanations }), scores);
}

/** Its scores of the categories whose join was derived: it only refines, and never speaks alone. */
function named(scores: Scores, { usual }: Blends): Scores {
  return Object.fromEntries(Object.entries(scores).filter(([category]) => category in usual));
}

const raised = (whole: Scores, { aparts }: Apart): Scores => ({
  ...whole,
  ...raisedByAll(whole, aparts).raised,
});
