import { deciderOf } from "#lib/domain/decider";
import type { AppealView } from "#lib/domain/desk";
import { Failure } from "#lib/domain/failure";
import type { PolicyBody } from "#lib/domain/policy";
import { fillMessage, findReason } from "#lib/domain/policy-tree";
import { CATEGORY_TITLES, type Category } from "#lib/domain/taxonomy";
import { hashToken } from "#lib/store/appeal-token";
import { type AppealCase, findAppealByHash, markFiled } from "#lib/store/appeals";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { setItemInReview } from "#lib/store/items";
import { notify } from "#lib/store/notify";
import { opinionGivers } from "#lib/store/opinions";
import { activePolicy, policyAt } from "#lib/store/policies";
import { readVerdict } from "#lib/store/verdicts";
import { appealOpened } from "./item-events";
import { openTask } from "./open-task";
import { recordEvent, wakeReceivers } from "./webhook-events";

const EXCERPT_LENGTH = 500;

async function find(token: string): Promise<AppealCase> {
  const appeal = token.length <= 64 ? await findAppealByHash(hashToken(token)) : null;
  if (!appeal)
    throw new Failure("not_found", "This appeal link is not known. Check that it was copied whole.");
  if (appeal.decision.item.erasedAt)
    throw new Failure("gone", "The post was erased with all that its author said, and the appeal with it.");
  return appeal;
}

/** What the author of a post is told about a decision and their appeal. */
export async function viewAppeal(token: string): Promise<AppealView> {
  return toView(await find(token));
}

async function toView(appeal: AppealCase): Promise<AppealView> {
  const { decision } = appeal;
  const { item } = decision;
  const { body } = await policyAt(appeal.orgId, decision.policyVersion);
  const text = item.text ?? "";
  const expired = appeal.state === "available" && appeal.expiresAt <= new Date();
  return {
    state: expired ? "expired" : appeal.state,
    organization: item.organization.name,
    contentId: item.contentId,
    excerpt: text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text,
    outcome: decision.outcome,
    decidedAt: decision.createdAt.toISOString(),
    byPerson: decision.actor !== "machine",
    decidedBy: deciderOf(decision.actor),
    rules: rulesOf(decision, body),
    message: messageOf(decision, body),
    // A reviewer's internal note is not for the author; the answer to an appeal is.
    note: "",
    expiresAt: appeal.expiresAt.toISOString(),
    filedAt: appeal.filedAt?.toISOString() ?? null,
    statement: appeal.statement,
    answer: appeal.reason,
    answeredAt: appeal.decidedAt?.toISOString() ?? null,
  };
}

/** The rules that decided, the one the reviewer named first. */
function rulesOf({ categories, clauseId }: AppealCase["decision"], policy: PolicyBody): AppealView["rules"] {
  const named = clauseId ? findReason(policy, clauseId) : null;
  return (categories as Category[]).map((category) => {
    const { clause, rule } = policy.categories[category];
    const title = CATEGORY_TITLES[category];
    if (named?.category !== category) return { clause, title, rule };
    return { clause: named.clause.id, title: named.clause.title, rule: named.clause.rule };
  });
}

/** What the author is told in words: the reviewer's own, else the clause's text; empty when there is neither. */
function messageOf({ message, clauseId, item }: AppealCase["decision"], policy: PolicyBody): string {
  const reason = clauseId ? findReason(policy, clauseId) : null;
  const template = message || reason?.clause.message;
  if (!template) return "";
  const { id: clause, rule } = reason?.clause ?? { id: "", rule: "" };
  const facts = { clause, rule, content_id: item.contentId, organization: item.organization.name };
  return fillMessage(template, facts);
}

/** The people whose decision is appealed: they do not hear the appeal. */
async function decidersOf({ actor, taskId }: AppealCase["decision"]): Promise<string[]> {
  if (actor === "consensus" && taskId) return opinionGivers(taskId);
  return actor === "machine" ? [] : [actor];
}

/**
 * Files the one appeal a decision allows. It becomes a high-priority task that whoever made the decision cannot
 * claim.
 */
export async function fileAppeal(token: string, statement: string): Promise<AppealView> {
  const appeal = await find(token);
  if (appeal.state !== "available")
    throw new Failure(
      "conflict",
      "This decision has been appealed before; one appeal is heard per decision.",
    );
  if (appeal.expiresAt <= new Date())
    throw new Failure("gone", "The six months in which this decision could be appealed are over.");
  const { decision } = appeal;
  const now = new Date();
  const [policy, { verdict }] = await Promise.all([activePolicy(appeal.orgId), readVerdict(decision.itemId)]);
  const receivers = await inTransaction(async (tx) => {
    if (!(await markFiled(tx, appeal.id, statement)))
      throw new Failure(
        "conflict",
        "This decision has been appealed before; one appeal is heard per decision.",
      );
    await openTask(tx, {
      item: decision.item,
      policy: policy.body,
      kind: "appeal",
      appealId: appeal.id,
      categories: decision.categories as Category[],
      scores: verdict?.verdict.scores ?? {},
      priority: "high",
      harm: 0,
      arrivedAt: now,
      excluded: await decidersOf(decision),
    });
    await setItemInReview(tx, decision.itemId);
    await notify("tasks_changed", appeal.orgId, tx);
    const told = await recordEvent(tx, appealOpened(decision.item, decision.id, appeal.id, now));
    await appendAudit(tx, {
      orgId: appeal.orgId,
      actor: "author",
      action: "appeal.filed",
      subject: appeal.id,
      payload: { decisionId: decision.id, itemId: decision.itemId },
    });
    return told;
  });
  await wakeReceivers(receivers);
  return viewAppeal(token);
}
