import type { StageSpec } from "#lib/domain/cascade";
import { Failure } from "#lib/domain/failure";
import { decide } from "#lib/domain/policy";
import type { ScoreAnswer, ScoredText, ScoreInput } from "#lib/domain/score";
import { CATEGORIES, type Category, MODALITIES } from "#lib/domain/taxonomy";
import type { ItemContent, StageResult } from "#lib/domain/verdict";
import { activePolicy, type StoredPolicy } from "#lib/store/policies";
import type { ModerationPorts } from "./moderate-item";
import { runCascade } from "./run-cascade";
import type { ScoreQueue } from "./score-queue";

/** A saved policy is in force for scores within this time. */
const POLICY_MS = 1000;

/** Texts of one request that are in the queue at a time: as many as a batch holds. */
const LANES = 32;

export interface Scoring {
  orgId: string;
  inputs: ScoreInput[];
  /** Aborted when the caller has gone or its deadline has passed. */
  signal: AbortSignal;
}

interface Judged {
  policyVersion: number;
  scored: ScoredText;
}

export interface Scorer {
  /**
   * Judges texts as items with these texts would be judged, and stores nothing. Throws Failure `unavailable` when
   * the queue is full or no model can judge, and the signal's reason when that is aborted.
   */
  score(scoring: Scoring): Promise<ScoreAnswer>;
}

/** The scoring service's work: the same cascade, lists and policy as items, behind a bounded queue. */
export function createScorer(ports: ModerationPorts, queue: ScoreQueue): Scorer {
  const policyOf = keptFor(POLICY_MS, activePolicy);

  const one = async (orgId: string, input: ScoreInput, signal: AbortSignal): Promise<Judged> => {
    const [policy, lists, content, knownMedia] = await Promise.all([
      policyOf(orgId),
      ports.rules(orgId),
      contentOf(input, ports),
      input.image ? ports.knownMedia?.(orgId) : undefined,
    ]);
    const plan = ports.cascade.plan(content);
    const context = { orgId, rules: lists.rules, rulesVersion: lists.version, explain: false, knownMedia };
    const { results } = await runCascade(ports.cascade, content, context, { signal, pastRules: true });
    if (!wasJudged(plan, results))
      throw new Failure("unavailable", "The models cannot judge at the moment.", { retryAfterSeconds: 5 });
    const { explanations: _, ...verdict } = decide({ plan, results, spotCheckDraw: 1 }, policy.body);
    const worrying = (category: Category) =>
      verdict.decidedBy.includes(category) ||
      (verdict.scores[category] ?? 0) >= policy.body.categories[category].review;
    return {
      policyVersion: policy.version,
      scored: {
        verdict,
        flagged: CATEGORIES.filter(worrying),
        language: results.findLast((result) => result.language)?.language ?? null,
        scoredIn: scoredIn(results),
        models: results.filter(({ scores }) => Object.keys(scores).length > 0).map(({ model }) => model),
      },
    };
  };

  return {
    score: async ({ orgId, inputs, signal }) => {
      queue.admit();
      const judged = await inLanes(inputs, (input) => queue.run(() => one(orgId, input, signal), signal));
      return {
        policyVersion: Math.max(...judged.map(({ policyVersion }) => policyVersion)),
        results: judged.map(({ scored }) => scored),
      };
    },
  };
}

/** What the cascade judges; a picture is fetched or unpacked, typed, limited and decoded as an item's would be. */
async function contentOf(
  { text, language, image }: ScoreInput,
  { media }: ModerationPorts,
): Promise<ItemContent> {
  if (image === undefined) return { text, language };
  if (!media?.look) throw new Failure("unsupported", "This server does not judge pictures.");
  return { text: text.trim() === "" ? null : text, language, media: [await media.look(image)] };
}

function scoredIn(results: StageResult[]): ScoredText["scoredIn"] {
  return Object.fromEntries(
    MODALITIES.flatMap((modality) => {
      const own = results.filter((result) => result.modality === modality);
      const scored = CATEGORIES.filter((category) =>
        own.some(({ scores }) => scores[category] !== undefined),
      );
      return scored.length > 0 ? [[modality, scored]] : [];
    }),
  );
}

/**
 * Works on a request's texts, `LANES` at a time, so that a long list neither fills the queue nor stands as one block in
 * front of everybody else's. Answers in the order of the texts; after a failure nothing new is begun.
 */
async function inLanes<A, B>(texts: A[], work: (text: A) => Promise<B>): Promise<B[]> {
  const results = new Array<B>(texts.length);
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < texts.length; at = next++) {
      try {
        results[at] = await work(texts[at] as A);
      } catch (error) {
        next = texts.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, texts.length) }, lane));
  return results;
}

/** Whether any stage with a model ran. */
function wasJudged(plan: StageSpec[], results: StageResult[]): boolean {
  const models = new Set(plan.filter(({ level }) => level > 0).map(({ name }) => name));
  return results.some(
    ({ stage, outcome }) => models.has(stage) && (outcome === "continue" || outcome === "exit"),
  );
}

/** Remembers what was read for an organisation for a while; a failed read is not remembered. */
function keptFor(ms: number, read: (orgId: string) => Promise<StoredPolicy>) {
  const kept = new Map<string, { at: number; value: Promise<StoredPolicy> }>();
  return (orgId: string): Promise<StoredPolicy> => {
    const known = kept.get(orgId);
    if (known && performance.now() - known.at < ms) return known.value;
    const value = read(orgId);
    kept.set(orgId, { at: performance.now(), value });
    value.catch(() => kept.delete(orgId));
    return value;
  };
}
