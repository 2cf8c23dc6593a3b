import type { PictureHashes } from "./media";
import {
  CATEGORIES,
  type Category,
  MODALITIES,
  type Modality,
  type Scores,
  type StageModality,
} from "./taxonomy";
import type { ItemContent, ListRule, RuleMatch, StageResult } from "./verdict";

/** Calibrated probabilities at which a stage is sure enough to stop: harmless below `low`, harmful above `high`. */
export type ExitBounds = Partial<Record<Category, { low: number; high: number }>>;

/** One stage of the cascade, as the plan lists it. */
export interface StageSpec {
  name: string;
  /** 0 rules, 1 small models, 2 deep models. */
  level: 0 | 1 | 2;
  /** `joint`: it judges what the stages before it found, in all modalities. */
  modality: StageModality;
  /** What it judges of its modality (`StageResult.channel`); absent: named like the modality. */
  channel?: string;
  /** `name@version`. */
  model: string;
  timeoutMs: number;
  exit?: ExitBounds;
  /** It only spares the stages after it: where it gives no answer, the item is no worse judged for it. */
  spares?: true;
  /** It only refines what was said before: where it gives no answer, that stands. */
  refines?: true;
}

/** A stage that judges one modality itself. */
export interface ModalitySpec extends StageSpec {
  modality: Modality;
}

export type Step = { run: StageSpec } | { stop: "certain" | "end" };

/** The channel of a stage or of its result. */
export function channelOf({ channel, modality }: Pick<StageSpec, "channel" | "modality">): string {
  return channel ?? modality;
}

/**
 * Within a channel later stages know better: per category the last stage that scored it wins. Across channels (text,
 * a picture's looks, the words on it, speech) the worse score counts: harm in one is not undone by another.
 */
export function mergeScores(results: Pick<StageResult, "channel" | "modality" | "scores">[]): Scores {
  const channels = new Map<string, Scores>();
  for (const result of results) {
    const name = channelOf(result);
    channels.set(name, Object.assign(channels.get(name) ?? {}, result.scores));
  }
  const [first = {}, ...others] = channels.values();
  const merged = { ...first };
  for (const scores of others)
    for (const category of CATEGORIES) {
      const score = scores[category];
      if (score !== undefined && score > (merged[category] ?? -1)) merged[category] = score;
    }
  return merged;
}

/** Whether a stage's scores leave no doubt: all categories below `low`, or any at or above `high`. */
export function isCertain(scores: Scores, bounds: ExitBounds): boolean {
  let [bounded, allLow] = [false, true];
  for (const category of CATEGORIES) {
    const [bound, score] = [bounds[category], scores[category]];
    if (bound === undefined || score === undefined) continue;
    if (score >= bound.high) return true;
    bounded = true;
    allLow &&= score < bound.low;
  }
  return bounded && allLow;
}

/**
 * The cascade as a step function: given the plan (in order) and the results so far, the stage to run next.
 * A modality stops early when a blocking rule matched or a stage with exit bounds was certain; a failed or
 * skipped stage never ends it.
 */
export function nextStep(plan: StageSpec[], results: StageResult[]): Step {
  const done = new Map(results.map((result) => [result.stage, result]));
  const closed = new Set<StageModality>();
  let certain = false;
  for (const spec of plan) {
    const result = done.get(spec.name);
    if (!result) {
      if (closed.has(spec.modality)) continue;
      return { run: spec };
    }
    if (closes(spec, result)) {
      closed.add(spec.modality);
      certain = true;
    }
  }
  return { stop: certain ? "certain" : "end" };
}

/**
 * The stages that may start now, given the results so far and the names of those under way: what of `nextStep`'s plan does
 * not wait for one another runs side by side. Modalities are independent; within one its rules (level 0) go first, and
 * each channel's stages one after the other. A stage of no modality of its own waits for all others.
 */
export function readyStages(
  plan: readonly StageSpec[],
  results: readonly StageResult[],
  underWay: { has(name: string): boolean },
): StageSpec[] {
  const closing: StageSpec[] = [];
  const done = plan.map((spec) => {
    const result = results.find(({ stage }) => stage === spec.name);
    if (closes(spec, result)) closing.push(spec);
    return result !== undefined;
  });
  const ended = plan.map((spec, at) => done[at] === true || closing.some((other) => isClosedBy(spec, other)));
  const ready: StageSpec[] = [];
  for (const [at, spec] of plan.entries()) {
    if (ended[at] || underWay.has(spec.name)) continue;
    let waits = false;
    for (let before = 0; before < at && !waits; before++)
      waits = !ended[before] && waitsFor(spec, plan[before] as StageSpec);
    if (!waits) ready.push(spec);
  }
  return ready;
}

const isOfLane = (a: StageSpec, b: StageSpec) => a.modality === b.modality && a.channel === b.channel;

/** Whether a stage that ends those after it ends this one: of its channel, or of its modality where it is a rule. */
const isClosedBy = (spec: StageSpec, closing: StageSpec) =>
  isOfLane(spec, closing) || (closing.level === 0 && spec.modality === closing.modality);

/** Whether what a stage said ends the stages after it: a blocking rule, or scores beyond its exit bounds. */
function closes(spec: StageSpec, result: StageResult | undefined): boolean {
  if (result?.outcome !== "continue" && result?.outcome !== "exit") return false;
  if (result.matches.some((match) => match.action === "block")) return true;
  return spec.exit !== undefined && result.covered && isCertain(result.scores, spec.exit);
}

/** Whether a stage judges one modality, and not what the stages of all found. */
export const isOfModality = (spec: StageSpec): boolean =>
  (MODALITIES as readonly string[]).includes(spec.modality);

/** Whether a stage needs what an earlier one of the plan says. */
function waitsFor(spec: StageSpec, before: StageSpec): boolean {
  if (!isOfModality(spec)) return true;
  return spec.modality === before.modality && (before.level === 0 || isOfLane(spec, before));
}

/** What a stage may know beside the content: the organisation's list entries, as of `rulesVersion`. */
export interface StageContext {
  orgId: string;
  rules: ListRule[];
  rulesVersion: number;
  previous: StageResult[];
  /** Features that the stages before kept, for those that judge them together. */
  features?: readonly FeatureRecord[];
  /** False where nobody will read explanations: texts are scored without. */
  explain?: boolean;
  /** Looks a medium up in the organisation's lists of known hashes; absent where there are none. */
  knownMedia?: (fingerprint: Fingerprint) => RuleMatch[];
}

/** What a medium is looked up by: its bytes, its picture, or both. */
export interface Fingerprint {
  sha256?: string;
  hashes?: PictureHashes;
}

/** Features a model saw, kept with the item so that training later uses what was used at inference. */
export interface FeatureRecord {
  model: string;
  data: Uint8Array;
}

export interface StageRun {
  result: StageResult;
  features?: FeatureRecord;
}

/** The cascade as the services see it; implemented in lib/inference, handed in by workers. */
export interface CascadePort {
  /** The stages for this content, in order, as loaded now. */
  plan(content: ItemContent): StageSpec[];
  /**
   * Runs one stage. Failures and time-outs are results with a reason; it rejects only with Failure `unavailable`, where the process
   * is stopping: the item is left to another one.
   */
  run(spec: StageSpec, content: ItemContent, context: StageContext): Promise<StageRun>;
}
