import type { FeatureRecord } from "#lib/domain/cascade";
import { clauseOf } from "#lib/domain/policy";
import { placeItem } from "#lib/domain/priority";
import type { StageResult, Verdict } from "#lib/domain/verdict";
import { appealToken, hashToken } from "#lib/store/appeal-token";
import { insertAppeal } from "#lib/store/appeals";
import { appendAudit } from "#lib/store/audit";
import { countForAuthor } from "#lib/store/authors";
import { type Db, inTransaction } from "#lib/store/client";
import { insertDecision } from "#lib/store/decisions";
import { type Item, markJudged } from "#lib/store/items";
import { notify } from "#lib/store/notify";
import type { StoredPolicy } from "#lib/store/policies";
import { insertVerdict } from "#lib/store/verdicts";
import { itemDecided } from "./item-events";
import { openTask } from "./open-task";
import { sketchItem } from "./similar-items";
import { recordEvent, wakeReceivers } from "./webhook-events";

const APPEAL_MONTHS = 6;

export interface Judgement {
  verdict: Verdict;
  results: StageResult[];
  features: FeatureRecord[];
  policy: StoredPolicy;
  processingMs: number;
}

/**
 * Writes a verdict and what follows from it in one transaction: a task for a person, or a machine's block with its
 * appeal. Whoever is second to judge an item writes nothing.
 */
export async function routeItem(item: Item, judgement: Judgement): Promise<void> {
  const { verdict, results, features, policy, processingMs } = judgement;
  const needsPerson = verdict.decision === "FLAG" || verdict.reviewReason === "spot_check";
  const receivers = await inTransaction(async (tx) => {
    const language = item.language ?? results.find((result) => result.language)?.language?.code ?? null;
    const state = verdict.decision === "FLAG" ? "in_review" : "decided";
    const { decision, overallSafetyScore: safety } = verdict;
    if (!(await markJudged(tx, item.id, { state, decision, language, safety }))) return [];
    const modelVersions = modelsUsed(results);
    await insertVerdict(tx, {
      itemId: item.id,
      orgId: item.orgId,
      receivedAt: item.receivedAt,
      verdict,
      stages: results,
      features,
      policyVersion: policy.version,
      modelVersions,
      processingMs,
    });
    if (needsPerson) await askPeople(tx, item, language, judgement);
    const blockId = verdict.decision === "BLOCK" ? await blockByMachine(tx, item, judgement) : null;
    if (needsPerson || blockId) await sketchItem(tx, item);
    if (item.authorId && verdict.decision === "FLAG") await countForAuthor(tx, item.authorId, { flagged: 1 });
    await notify("item_decided", item.id, tx);
    if (needsPerson) await notify("tasks_changed", item.orgId, tx);
    const told = await recordEvent(tx, itemDecided(item, { verdict, policy, modelVersions, blockId }));
    await appendAudit(tx, {
      orgId: item.orgId,
      actor: "machine",
      action: "item.decided",
      subject: item.id,
      payload: {
        decision: verdict.decision,
        confidence: verdict.confidence,
        decidedBy: verdict.decidedBy,
        reviewReason: verdict.reviewReason,
        policyVersion: policy.version,
        modelVersions,
      },
    });
    return told;
  });
  await wakeReceivers(receivers);
}

async function askPeople(tx: Db, item: Item, language: string | null, { verdict, policy }: Judgement) {
  const { priority, harm } = placeItem(verdict, policy.body, item.reach);
  await openTask(tx, {
    item: { ...item, language },
    policy: policy.body,
    kind: verdict.reviewReason === "spot_check" ? "spot_check" : "review",
    categories: verdict.decidedBy,
    scores: verdict.scores,
    priority,
    harm,
    arrivedAt: item.receivedAt,
  });
}

async function blockByMachine(tx: Db, item: Item, { verdict, policy }: Judgement): Promise<string> {
  const [first] = verdict.decidedBy;
  const decision = await insertDecision(tx, {
    orgId: item.orgId,
    itemId: item.id,
    actor: "machine",
    outcome: "BLOCK",
    categories: verdict.decidedBy,
    clause: first ? clauseOf(policy.body, first) : null,
    note: "",
    policyVersion: policy.version,
    effectiveAt: new Date(),
    effectiveDone: true,
  });
  if (item.authorId) await countForAuthor(tx, item.authorId, { blocked: 1 });
  await offerAppeal(tx, item.orgId, decision.id);
  return decision.id;
}

/** Makes a take-down appealable for six months. */
export async function offerAppeal(tx: Db, orgId: string, decisionId: string): Promise<void> {
  const expiresAt = new Date();
  expiresAt.setMonth(expiresAt.getMonth() + APPEAL_MONTHS);
  await insertAppeal(tx, { orgId, decisionId, tokenHash: hashToken(appealToken(decisionId)), expiresAt });
}

/** Per modality the deepest model that scored it: `{ text: "text-screen@1.0.0" }`. */
function modelsUsed(results: StageResult[]): Record<string, string> {
  const used: Record<string, string> = {};
  for (const { outcome, modality, model, scores } of results)
    if (outcome === "continue" || outcome === "exit")
      if (Object.keys(scores).length > 0) used[modality] = model;
  return used;
}
