import type { Category } from "#lib/domain/taxonomy";
import type { Verdict } from "#lib/domain/verdict";
import { appealUrl } from "#lib/store/appeal-token";
import type { Decision } from "#lib/store/decisions";
import type { Item } from "#lib/store/items";
import type { StoredPolicy } from "#lib/store/policies";
import type { WebhookEvent } from "./webhook-events";

/* What webhooks say of an item: ids, decisions and figures, never what somebody wrote. */

type ItemRef = Pick<Item, "id" | "orgId" | "contentId" | "callbackUrl">;

const about = ({ id, orgId, callbackUrl }: ItemRef) => ({ orgId, subject: id, callbackUrl });
const refOf = ({ id, contentId }: ItemRef) => ({ id, content_id: contentId });

/** The machine's verdict; `blockId` is its decision where it took the item down. */
export function itemDecided(
  item: ItemRef,
  found: {
    verdict: Verdict;
    policy: StoredPolicy;
    modelVersions: Record<string, string>;
    blockId: string | null;
  },
): WebhookEvent<"item.decided"> {
  const { verdict, policy, modelVersions, blockId } = found;
  return {
    ...about(item),
    type: "item.decided",
    data: {
      ...refOf(item),
      decision: verdict.decision,
      interventions: verdict.interventions,
      requires_human_review: verdict.decision === "FLAG",
      overall_safety_score: verdict.overallSafetyScore,
      confidence: verdict.confidence,
      scores: verdict.scores,
      categories: verdict.decidedBy,
      policy_version: policy.version,
      model_versions: modelVersions,
      ...(blockId ? { appeal_url: appealUrl(blockId) } : {}),
    },
  };
}

/** A person's decision, once it cannot be taken back any more. */
export function itemReviewed(
  item: ItemRef,
  decision: Decision,
  kind: "review" | "appeal" | "spot_check" | "override",
): WebhookEvent<"item.reviewed"> {
  const appealable = decision.outcome === "BLOCK" && kind !== "appeal";
  return {
    ...about(item),
    type: "item.reviewed",
    data: {
      ...refOf(item),
      decision: decision.outcome,
      categories: decision.categories as Category[],
      clause: decision.clause,
      kind,
      decision_id: decision.id,
      policy_version: decision.policyVersion,
      decided_at: decision.createdAt.toISOString(),
      ...(appealable ? { appeal_url: appealUrl(decision.id) } : {}),
    },
  };
}

/** An author's appeal; what they wrote stays here. */
export function appealOpened(
  item: ItemRef,
  decisionId: string,
  appealId: string,
  filedAt: Date,
): WebhookEvent<"appeal.opened"> {
  return {
    ...about(item),
    type: "appeal.opened",
    data: {
      appeal_id: appealId,
      item: refOf(item),
      decision_id: decisionId,
      filed_at: filedAt.toISOString(),
    },
  };
}

/** The answer to an appeal, once it cannot be taken back any more. */
export function appealDecided(
  item: ItemRef,
  decision: Decision,
  appealId: string,
): WebhookEvent<"appeal.decided"> {
  return {
    ...about(item),
    type: "appeal.decided",
    data: {
      appeal_id: appealId,
      item: refOf(item),
      outcome: decision.outcome === "APPROVE" ? "overturned" : "upheld",
      decision: decision.outcome,
      decided_at: decision.createdAt.toISOString(),
    },
  };
}
