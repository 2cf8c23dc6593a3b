import { deciderOf } from "#lib/domain/decider";
import type { DeskReports, DeskTask } from "#lib/domain/desk";
import type { ItemDetail } from "#lib/domain/desk-items";
import { Failure } from "#lib/domain/failure";
import { severityRuled } from "#lib/domain/first-sight";
import type { Category, Priority } from "#lib/domain/taxonomy";
import { findAppeal } from "#lib/store/appeals";
import { readAuthor } from "#lib/store/authors";
import { lastReview, openDisagreements } from "#lib/store/checks";
import { db } from "#lib/store/client";
import { decisionsOn, listDecisions } from "#lib/store/decisions";
import { countNotes } from "#lib/store/item-notes";
import { findItem, type Item } from "#lib/store/items";
import { listOpinions } from "#lib/store/opinions";
import { activePolicy } from "#lib/store/policies";
import { listOpenReports } from "#lib/store/reports";
import type { ReviewTask } from "#lib/store/tasks";
import { findUserName, findUserNames } from "#lib/store/user-names";
import { readVerdict } from "#lib/store/verdicts";
import { deskMedia } from "./read-rendition";
import { similarItems } from "./similar-items";

type Evidence = Pick<ItemDetail, "item" | "verdict" | "stages" | "policy" | "author">;

const iso = (date: Date) => date.toISOString();

/**
 * Everything the desk shows beside an item: what the models saw, the rules, the author's past. `blind` leaves out what the
 * models think: the post, its author and the rules.
 */
export async function readEvidence(item: Item, blind: boolean): Promise<Evidence> {
  const hasMedia = item.modalities.some((modality) => modality !== "text");
  const [{ verdict, stages }, rulings, policy, author] = await Promise.all([
    readVerdict(item.id),
    hasMedia ? listDecisions(item.id) : [],
    activePolicy(item.orgId),
    item.authorId ? readAuthor(item.authorId, item.id) : null,
  ]);
  const severity = severityRuled(rulings, policy.body);
  const sighted = { verdict: verdict?.verdict ?? null, stages, policy: policy.body, severity, blind };
  const media = hasMedia ? await deskMedia(item.id, sighted) : [];
  return {
    item: {
      id: item.id,
      contentId: item.shadowName ?? item.contentId,
      text: item.text,
      media,
      language: item.language,
      community: item.community,
      region: item.region,
      context: item.context,
      reach: item.reach,
      receivedAt: iso(item.receivedAt),
      postedAt: item.postedAt && iso(item.postedAt),
    },
    verdict:
      verdict && !blind
        ? {
            ...verdict.verdict,
            policyVersion: verdict.policyVersion,
            modelVersions: verdict.modelVersions,
            processingMs: verdict.processingMs,
          }
        : null,
    stages: blind ? [] : stages,
    policy: policy.body,
    author: author && {
      externalId: author.externalId,
      items: author.items,
      flagged: author.flagged,
      blocked: author.blocked,
      overturned: author.overturned,
      firstSeen: iso(author.firstSeen),
      recent: author.recent.map((past) => ({ ...past, receivedAt: iso(past.receivedAt) })),
    },
  };
}

/** A claimed or reserved task as the desk shows it. */
export async function deskTask(task: ReviewTask): Promise<DeskTask> {
  const item = await findItem(task.orgId, task.itemId);
  const leaseUntil = task.leaseUntil ?? task.reservedUntil;
  if (!item || !leaseUntil) throw new Failure("not_found", "This task does not exist any more.");
  const blind = task.blindModel && !task.adjudication;
  const open = !task.blindModel && task.opinionsNeeded === 1 && !task.stock && !item.shadowName;
  const [evidence, opinions, appeal, escalatedBy, similar, notes, reports] = await Promise.all([
    readEvidence(item, blind),
    task.adjudication ? opinionsOn(task) : null,
    task.appealId ? appealedDecision(task.appealId) : null,
    task.escalatedBy ? findUserName(task.escalatedBy) : null,
    open ? similarItems(item) : { similar: [], alikeWaiting: 0 },
    task.opinionsNeeded > 1 || blind ? 0 : countNotes(item.id),
    open ? reportsOn(item.id) : null,
  ]);
  return {
    ...evidence,
    blind,
    opinions,
    ...similar,
    notes,
    id: task.id,
    kind: task.kind,
    queue: task.queue,
    priority: task.priority as Priority,
    dueAt: iso(task.dueAt),
    leaseToken: task.leaseToken,
    leaseUntil: iso(leaseUntil),
    leadsOnly: task.leadsOnly,
    specialists: task.specialists,
    escalation: task.escalation
      ? { by: escalatedBy ?? "somebody who has left", reason: task.escalation }
      : null,
    appeal,
    reports,
  };
}

/** Words of reporters that are shown. */
const MOST_NOTES = 3;

async function reportsOn(itemId: string): Promise<DeskReports | null> {
  const reports = await listOpenReports(itemId);
  if (reports.length === 0) return null;
  const named = new Map<Category | null, number>();
  for (const { category } of reports)
    named.set(category as Category | null, (named.get(category as Category | null) ?? 0) + 1);
  return {
    count: reports.length,
    weight: reports.reduce((sum, { weight }) => sum + weight, 0),
    categories: [...named]
      .map(([category, count]) => ({ category, count }))
      .sort((a, b) => b.count - a.count),
    notes: reports.flatMap(({ note }) => note || []).slice(0, MOST_NOTES),
  };
}

/** The opinions that a lead has to choose between: those given on the task, or of the two who read it one after the other. */
export async function opinionsOn(task: ReviewTask): Promise<NonNullable<DeskTask["opinions"]>> {
  const given = await opinionsGiven(task);
  const names = await findUserNames(given.map(({ reviewerId }) => reviewerId));
  return given.map(({ reviewerId, decision, categories, reason, made }) => ({
    by: names.get(reviewerId) ?? "somebody who has left",
    decision,
    categories: categories as Category[],
    clause: made?.clauseId ?? null,
    severity: made?.severity ?? null,
    reason,
  }));
}

async function opinionsGiven(task: ReviewTask) {
  const [opinions, made] = await Promise.all([listOpinions(db(), task.id), decisionsOn(task.id)]);
  if (opinions.length > 0)
    return opinions.map((opinion) => ({
      ...opinion,
      made: made.find(({ actor }) => actor === opinion.reviewerId),
    }));
  const readings = (await openDisagreements(task.itemId)).map(async (check) => {
    const [first, [second]] = await Promise.all([lastReview(db(), check.itemId), decisionsOn(check.taskId)]);
    return [
      {
        reviewerId: check.firstReviewerId ?? "",
        decision: check.expected,
        categories: check.expectedCategories,
        reason: first?.note ?? "",
        made: first,
      },
      {
        reviewerId: check.reviewerId,
        decision: check.decision,
        categories: check.categories,
        reason: second?.note ?? "",
        made: second,
      },
    ];
  });
  return (await Promise.all(readings)).flat();
}

async function appealedDecision(appealId: string): Promise<DeskTask["appeal"]> {
  const appeal = await findAppeal(appealId);
  if (!appeal?.filedAt) return null;
  const { decision } = appeal;
  return {
    statement: appeal.statement ?? "",
    filedAt: iso(appeal.filedAt),
    outcome: decision.outcome,
    decidedBy: deciderOf(decision.actor),
    clause: decision.clause,
    note: decision.note,
    decidedAt: iso(decision.createdAt),
  };
}
