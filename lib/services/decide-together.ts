import {
  type Cluster,
  type ClusterMember,
  type DecideTogetherAnswer,
  type DecideTogetherBody,
  type LeftReason,
  MOST_TOGETHER,
} from "#lib/domain/cluster";
import { LEASE_SECONDS } from "#lib/domain/desk";
import type { DeskMedia } from "#lib/domain/media";
import type { PolicyBody } from "#lib/domain/policy";
import type { AlikeItem } from "#lib/store/alike-items";
import { appendAudit } from "#lib/store/audit";
import { authorNames } from "#lib/store/authors";
import { inTransaction } from "#lib/store/client";
import { type ClusterTask, takeTogether, tasksOn } from "#lib/store/cluster-tasks";
import { newId } from "#lib/store/ids";
import { findItem, type Item } from "#lib/store/items";
import { findMedia, type MediaWithRenditions } from "#lib/store/media";
import { notify } from "#lib/store/notify";
import { activePolicy } from "#lib/store/policies";
import { hiddenFrom } from "#lib/store/shadows";
import type { ReviewTask } from "#lib/store/tasks";
import { readVerdict } from "#lib/store/verdicts";
import { claimantFor, type Reviewer } from "./claim-for";
import { countShown, mayLookAt } from "./own-care";
import { deskMedia } from "./read-rendition";
import { recordDecision, refuseStale, scheduleEffects, taskAtHand, undoEnd } from "./record-decision";
import { type Alike, alikeItems } from "./similar-items";

const MOST_CANDIDATES = 200;

/** Whether a task's item may be decided with others at all; blind work, appeals, opinions and copies are judged alone. */
function takesCompany(task: ReviewTask, item: Item): boolean {
  return (
    task.kind !== "appeal" &&
    task.opinionsNeeded === 1 &&
    !task.blindModel &&
    !task.adjudication &&
    !task.stock &&
    !item.shadowName
  );
}

/** Why a task is left out; null when it can be decided along. What is golden is not told from what is alone. */
function reasonAgainst(task: ClusterTask): LeftReason | null {
  if (task.golden || task.kind === "appeal" || task.blindModel || task.adjudication) return "alone";
  if (task.opinionsNeeded > 1) return "opinions";
  if (task.state === "held") return "decided";
  if (task.taken) return "taken";
  if (task.passed) return "passed";
  if (!task.suits) return "others";
  return null;
}

interface Found {
  alike: Alike;
  task: ClusterTask;
  /** Null for a member. */
  against: LeftReason | null;
}

/** The waiting near-duplicates of an item, with why this person may not decide one along. */
async function findCluster(reviewer: Reviewer, task: ReviewTask): Promise<Found[]> {
  const item = await findItem(reviewer.orgId, task.itemId);
  const claimant = await claimantFor(reviewer);
  if (!item || !claimant || !takesCompany(task, item)) return [];
  const [alike, hidden] = await Promise.all([
    alikeItems(item, { waiting: true, limit: MOST_CANDIDATES }),
    hiddenFrom(reviewer.userId),
  ]);
  const ids = alike.map(({ other }) => other.id).filter((id) => !hidden.includes(id));
  const tasks = new Map(
    (await tasksOn({ ...claimant, maxSeverity: 5 }, ids)).map((waiting) => [waiting.itemId, waiting]),
  );
  const media = item.modalities.length > 1 ? await findMedia(item.id) : [];
  const found = alike.map(async (each) => {
    const waiting = tasks.get(each.other.id);
    if (!waiting) return [];
    const against =
      reasonAgainst(waiting) ?? ((await differs(item, media, each)) ? ("differs" as const) : null);
    return [{ alike: each, task: waiting, against }];
  });
  return sparing(reviewer, task, (await Promise.all(found)).flat());
}

/** Leaves out what would take this person past their budget: each member is a sight like the item on the desk. */
async function sparing(reviewer: Reviewer, atHand: ReviewTask, found: Found[]): Promise<Found[]> {
  const members = found.filter(({ against }) => against === null);
  const allowed = await mayLookAt(
    reviewer,
    members.map(({ task }) => task),
    atHand.severity,
  );
  const spared = new Set(members.filter(({ task }) => !allowed.has(task.id)));
  return found.map((each) => (spared.has(each) ? { ...each, against: "spared" } : each));
}

/** Whether something about an item that is alike in one part is not alike in another: a picture beside the same words. */
async function differs(
  item: Item,
  media: Pick<MediaWithRenditions, "kind" | "sha256">[],
  { other, by }: Alike,
): Promise<boolean> {
  const kinds = (of: Pick<AlikeItem, "modalities">) => [...of.modalities].sort().join(" ");
  if (kinds(item) !== kinds(other)) return true;
  if (item.modalities.length === 1) return false;
  const theirs = await findMedia(other.id);
  const rest = by === "picture" ? media.filter(({ kind }) => kind !== "image") : media;
  const sameMedia = rest.every(
    ({ kind, sha256 }) => sha256 !== null && theirs.find((medium) => medium.kind === kind)?.sha256 === sha256,
  );
  return !sameMedia || (by === "picture" && item.text !== other.text);
}

/**
 * The near-duplicates of the item on this person's desk that wait too, each to be looked at before it is decided along. What
 * is shown adds to their dose.
 */
export async function readCluster(reviewer: Reviewer, taskId: string): Promise<Cluster> {
  const atHand = await taskAtHand(reviewer, taskId);
  if (atHand.state !== "leased" || atHand.leaseOwner !== reviewer.userId)
    await refuseStale(reviewer, taskId, -1);
  const [found, policy] = await Promise.all([findCluster(reviewer, atHand), activePolicy(reviewer.orgId)]);
  const members = found.filter(({ against }) => against === null).slice(0, MOST_TOGETHER);
  await countShown(
    reviewer,
    members.map(({ task }) => task),
  );
  const authors = await authorNames(members.map(({ alike }) => alike.other.id));
  const shown = members.map(
    async ({ alike: { other, similarity }, task: { id, leaseToken, severity } }): Promise<ClusterMember> => ({
      taskId: id,
      leaseToken,
      itemId: other.id,
      contentId: other.contentId,
      author: authors.get(other.id) ?? null,
      text: other.text,
      media: other.modalities.some((modality) => modality !== "text")
        ? await mediaOf(other.id, policy.body, Math.max(severity, atHand.severity))
        : [],
      similarity,
      receivedAt: other.receivedAt.toISOString(),
    }),
  );
  const leftOut = found.flatMap(({ alike: { other }, against }) =>
    against ? [{ itemId: other.id, contentId: other.contentId, reason: against }] : [],
  );
  return { members: await Promise.all(shown), leftOut };
}

/** A member's media, hidden for good reason where it or the item on the desk is grave: they are nearly the same. */
async function mediaOf(itemId: string, policy: PolicyBody, severity: number): Promise<DeskMedia[]> {
  const { verdict, stages } = await readVerdict(itemId);
  const sighted = { verdict: verdict?.verdict ?? null, stages, policy, severity, blind: false };
  return deskMedia(itemId, sighted);
}

/**
 * Decides the item on the desk and near-duplicates of it that wait: one decision each, recorded as any other, under a common
 * cluster id, in one transaction. What is no near-duplicate, or went to others since it was looked at, is left out and
 * named. Throws `stale_lease` when the item on the desk is no longer this person's.
 */
export async function decideTogether(
  reviewer: Reviewer,
  taskId: string,
  { leaseToken, members: wanted, ...body }: DecideTogetherBody,
): Promise<DecideTogetherAnswer> {
  const task = await taskAtHand(reviewer, taskId);
  const found = new Map((await findCluster(reviewer, task)).map((each) => [each.task.id, each]));
  const possible = wanted.filter((each) => found.get(each.taskId)?.against === null);
  const ruling = {
    body,
    policy: await activePolicy(reviewer.orgId),
    undoUntil: undoEnd(),
    clusterId: newId("clu"),
  };
  const { own, others } = await inTransaction(async (tx) => {
    const mine = await recordDecision(tx, reviewer, task, leaseToken, ruling);
    const taken = await takeTogether(tx, reviewer, possible, LEASE_SECONDS);
    const along = [];
    for (const other of taken)
      along.push(await recordDecision(tx, reviewer, other, other.leaseToken, ruling));
    await notify("tasks_changed", reviewer.orgId, tx);
    for (const { audit } of [mine, ...along]) await appendAudit(tx, audit);
    return { own: mine.decision, others: along.map(({ decision }) => decision) };
  });
  for (const { id } of [own, ...others]) await scheduleEffects(id);
  const decided = new Set(others.map((decision) => decision.taskId));
  return {
    decisionId: own.id,
    undoUntil: ruling.undoUntil.toISOString(),
    decided: 1 + others.length,
    leftOut: wanted
      .filter((each) => !decided.has(each.taskId))
      .map((each) => ({ taskId: each.taskId, reason: found.get(each.taskId)?.against ?? "taken" })),
  };
}
