import { z } from "zod";
import { channelOf, mergeScores, type StageSpec } from "./cascade";
import { DEFAULT_CLAUSES } from "./default-clauses";
import { explanationsAsScored } from "./explanations-as-scored";
import { recalibrated, recalibrationSchema } from "./recalibration";
import {
  CATEGORIES,
  CATEGORY_TITLES,
  type Category,
  categorySchema,
  type Modality,
  type Scores,
} from "./taxonomy";
import type { RuleMatch, StageResult, Verdict } from "./verdict";

const threshold = z.number().min(0).max(1);

/** One rule of a category, as decisions and authors name it. */
export const policyClauseSchema = z.object({
  /** Short and unique in the policy, e.g. `H-1`. */
  id: z.string().trim().min(1).max(20),
  title: z.string().trim().min(1).max(60),
  rule: z.string().trim().min(1).max(300),
  /** What a breach of it usually is, 1 (nuisance) to 5 (grave). */
  severity: z.int().min(1).max(5),
  /** What the author is told; without it a standard text. */
  message: z.string().trim().max(600).optional(),
});
export type PolicyClause = z.infer<typeof policyClauseSchema>;

export const categoryPolicySchema = z
  .object({
    /** At or above: publish with a warning label. */
    warn: threshold.optional(),
    /** At or above: a person decides. */
    review: threshold,
    /** At or above: blocked by the machine, with an appeal. */
    block: threshold,
    /** Harm if it slips through, 1 (nuisance) to 5 (grave); weighs the order of the queues. */
    severity: z.int().min(1).max(5),
    /** Short id of the rule that people affected are told, e.g. `H-1`. */
    clause: z.string().min(1).max(20),
    /** The rule in plain words. */
    rule: z.string().min(1).max(300),
    /** The tree below the category; versions from before it have none (`policy-tree.clausesOf`). */
    clauses: z.array(policyClauseSchema).max(9).optional(),
  })
  .refine((entry) => entry.review <= entry.block, {
    path: ["block"],
    message: "The block threshold must not lie below the review threshold.",
  })
  .refine((entry) => entry.warn === undefined || entry.warn <= entry.block, {
    path: ["warn"],
    message: "The warning threshold must not lie above the block threshold.",
  });
export type CategoryPolicy = z.infer<typeof categoryPolicySchema>;

export const policyBodySchema = z
  .object({
    categories: z.record(categorySchema, categoryPolicySchema),
    /** Share of approved items that a person checks all the same, for training and calibration. */
    spotCheckRate: z.number().min(0).max(0.2),
    /** Curves fitted on this organisation's own labels, where there are any. */
    recalibration: recalibrationSchema.optional(),
  })
  .check(({ value, issues }) => {
    const ids = Object.values(value.categories).flatMap(({ clauses = [] }) => clauses.map(({ id }) => id));
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    if (twice === undefined) return;
    const message = `Two clauses are called ${twice}; give each an id of its own.`;
    issues.push({ code: "custom", path: ["categories"], input: value, message });
  });
export type PolicyBody = z.infer<typeof policyBodySchema>;

const entry = (
  clause: string,
  severity: number,
  review: number,
  block: number,
  rule: string,
  warn?: number,
): CategoryPolicy => ({ clause, severity, review, block, rule, ...(warn === undefined ? {} : { warn }) });

/**
 * Thresholds that a new organisation starts with. A threshold of 1 never blocks by machine: self-harm and misinformation
 * need a person, the first because the author may need help, the second because the model cannot know what is true.
 * The thresholds are probabilities that the models calibrate; rare categories seldom come near 1 (docs/decisions/026).
 */
const THRESHOLDS: PolicyBody = {
  spotCheckRate: 0.01,
  categories: {
    toxicity: entry(
      "T-1",
      2,
      0.3,
      0.985,
      "Posts that make people leave a discussion: rude, disrespectful or unreasonable.",
    ),
    harassment: entry("T-2", 3, 0.4, 0.999, "Insults and attacks aimed at a person."),
    hate: entry(
      "H-1",
      5,
      0.17,
      0.97,
      "Attacks on people for who they are: origin, religion, gender, orientation, disability.",
    ),
    violence: entry("V-1", 5, 0.1, 0.98, "Threats, incitement to violence and praise of it."),
    sexual: entry("S-1", 3, 0.2, 0.97, "Sexually explicit content where it is not allowed."),
    profanity: entry("P-1", 1, 0.9, 1, "Swearing that is out of place in this community.", 0.75),
    self_harm: entry(
      "W-1",
      5,
      0.05,
      1,
      "Posts about suicide or self-injury: a person looks, so that help can be offered.",
    ),
    spam: entry("F-1", 2, 0.15, 0.95, "Unsolicited advertising, scams and phishing."),
    misinformation: entry("M-1", 2, 0.95, 1, "Claims that are false and can do harm."),
  },
};

/** What a new organisation starts with: thresholds, and a tree whose first clause per category is its rule. */
export const DEFAULT_POLICY: PolicyBody = {
  ...THRESHOLDS,
  categories: Object.fromEntries(
    CATEGORIES.map((category) => {
      const { clause: id, rule, severity } = THRESHOLDS.categories[category];
      const first = { id, title: CATEGORY_TITLES[category], rule, severity };
      const clauses = [first, ...DEFAULT_CLAUSES[category]];
      return [category, { ...THRESHOLDS.categories[category], clauses }];
    }),
  ) as PolicyBody["categories"],
};

/** Confidence that p decides a yes/no question: the probability of its likelier answer. */
const sureness = (p: number) => Math.max(p, 1 - p);

function gravestFirst(policy: PolicyBody, scores: Scores) {
  return (a: Category, b: Category) =>
    policy.categories[b].severity - policy.categories[a].severity || (scores[b] ?? 0) - (scores[a] ?? 0);
}

export interface DecideInput {
  plan: StageSpec[];
  results: StageResult[];
  /** What the item holds: each part has to be judged by a model, or a person judges. Default: what the plan covers. */
  modalities?: Modality[];
  /** Uniform draw in [0, 1) for this item; below the policy's rate an approval becomes a spot check. */
  spotCheckDraw: number;
}

const ranThrough = ({ outcome }: StageResult) => outcome === "continue" || outcome === "exit";

/** A stage that was asked and gave no answer. */
const gaveNone = ({ outcome }: StageResult) => outcome === "failed" || outcome === "timeout";

/**
 * Why a channel was not judged, or null when it was: each stage that was asked has answered, but for one that only spares
 * others or refines what they said. A deeper stage is asked only where those before it were not certain, so when it is down or
 * too slow, they decide what they are sure of and people get the rest. A channel that was not begun, because its modality was certain already, counts as judged.
 */
function unjudgedChannel(specs: StageSpec[], results: StageResult[]): Verdict["reviewReason"] {
  const needed = specs.filter(({ spares, refines }) => !spares && !refines);
  const names = new Set(needed.map((spec) => spec.name));
  const begun = results.filter((result) => names.has(result.stage));
  const ran = begun.filter(ranThrough);
  if (ran.length === 0 || begun.some(gaveNone)) {
    const { modality } = specs[0] as StageSpec;
    const closed = results.some((result) => result.modality === modality && ranThrough(result));
    if (begun.length === 0 && modality !== "text" && closed) return null;
    return modality === "text" ? "models_unavailable" : "media_not_judged";
  }
  return ran.some((result) => result.covered) ? null : "language_not_covered";
}

/** Why a person has to judge the item because a model did not, or null when each of its parts was scored. */
function unjudged({ plan, results, modalities = [] }: DecideInput): Verdict["reviewReason"] {
  // Fusion judges what the others found: without it their own scores stand, and it stands in for none of them.
  const scoring = plan.filter((spec) => spec.level > 0 && spec.modality !== "joint");
  if (scoring.length === 0 && modalities.every((modality) => modality === "text"))
    return "models_unavailable";
  if (modalities.some((modality) => !scoring.some((spec) => spec.modality === modality)))
    return "media_not_judged";
  for (const channel of new Set(scoring.map(channelOf))) {
    const reason = unjudgedChannel(
      scoring.filter((spec) => channelOf(spec) === channel),
      results,
    );
    if (reason) return reason;
  }
  return null;
}

function fromRules(matches: RuleMatch[], action: RuleMatch["action"]): Category[] {
  return [...new Set(matches.filter((match) => match.action === action).map((match) => match.category))];
}

/** The matches that no `allow` match on the same stretch of the same channel silences. */
function matchesLeft(results: StageResult[]): RuleMatch[] {
  const placed = results.flatMap((result) =>
    result.matches.map((match) => ({ match, channel: channelOf(result) })),
  );
  const allowed = placed.filter(({ match }) => match.action === "allow");
  const silenced = ({ match, channel }: (typeof placed)[number]) =>
    allowed.some(
      (allow) =>
        allow.channel === channel && allow.match.start <= match.start && match.end <= allow.match.end,
    );
  return placed.filter((each) => !silenced(each)).map(({ match }) => match);
}

/**
 * Turns what the cascade found into a decision. Rules come before scores; an `allow` match silences rule flags
 * on the same stretch of text, never a model. What no model could judge goes to a person.
 */
export function decide(input: DecideInput, policy: PolicyBody): Verdict {
  const results = recalibrated(input.results, policy.recalibration);
  const scores = mergeScores(results);
  const explanations = explanationsAsScored(results);
  const matches = matchesLeft(results);
  const at = (kind: "review" | "block" | "warn") =>
    CATEGORIES.filter((category) => {
      const limit = policy.categories[category][kind];
      return limit !== undefined && (limit < 1 || kind !== "block") && (scores[category] ?? 0) >= limit;
    });
  const top = Math.max(0, ...CATEGORIES.map((category) => scores[category] ?? 0));
  const order = gravestFirst(policy, scores);
  const base = {
    scores,
    explanations,
    overallSafetyScore: 1 - top,
    interventions: [] as Verdict["interventions"],
  };

  const ruleBlocks = fromRules(matches, "block");
  if (ruleBlocks.length > 0)
    return {
      ...base,
      decision: "BLOCK",
      confidence: 1,
      decidedBy: ruleBlocks.sort(order),
      reviewReason: null,
    };

  const blocks = at("block").sort(order);
  if (blocks.length > 0) {
    const confidence = Math.max(...blocks.map((category) => scores[category] ?? 0));
    return { ...base, decision: "BLOCK", confidence, decidedBy: blocks, reviewReason: null };
  }

  const reason = unjudged(input);
  if (reason) return { ...base, decision: "FLAG", confidence: 0, decidedBy: [], reviewReason: reason };

  const ruleFlags = fromRules(matches, "flag");
  const reviews = at("review");
  const flagged = [...new Set([...ruleFlags, ...reviews])].sort(order);
  if (flagged.length > 0) {
    const confidence = Math.min(...flagged.map((category) => sureness(scores[category] ?? 0)));
    const interventions: Verdict["interventions"] = reviews.length > 0 ? ["limited_distribution"] : [];
    return {
      ...base,
      interventions,
      decision: "FLAG",
      confidence,
      decidedBy: flagged,
      reviewReason: reviews.length > 0 ? "score" : "rule",
    };
  }

  const warned = at("warn").length > 0;
  const spotCheck = input.spotCheckDraw < policy.spotCheckRate;
  return {
    ...base,
    interventions: warned ? ["warning_label"] : [],
    decision: "APPROVE",
    confidence: 1 - top,
    decidedBy: [],
    reviewReason: spotCheck ? "spot_check" : null,
  };
}

/** A sentence that says under which rule a decision was made, for authors and moderators. */
export function clauseOf(policy: PolicyBody, category: Category): string {
  const { clause, rule } = policy.categories[category];
  return `${clause} ${CATEGORY_TITLES[category]}: ${rule}`;
}

/** Severity of the gravest of these categories, 1 to 5; 1 for none. */
export function gravestSeverity(policy: PolicyBody, categories: readonly Category[]): number {
  return Math.max(1, ...categories.map((category) => policy.categories[category].severity));
}
