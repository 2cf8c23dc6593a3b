import type { Report as ReportResource } from "#lib/domain/api/report";
import { Failure } from "#lib/domain/failure";
import type { PolicyBody } from "#lib/domain/policy";
import { reporterWeight, reportHarm, reportPriority } from "#lib/domain/reports";
import type { Category, Priority } from "#lib/domain/taxonomy";
import { appendAudit } from "#lib/store/audit";
import { type Db, inTransaction } from "#lib/store/client";
import { findItem, findItemByContentId, type Item, lockItem, setItemInReview } from "#lib/store/items";
import { notify } from "#lib/store/notify";
import { activePolicy } from "#lib/store/policies";
import { findReport, insertReport, openReports, type Report, reporterOf } from "#lib/store/reports";
import { activeTasks, raiseTask } from "#lib/store/tasks";
import { readVerdict, type StoredVerdict } from "#lib/store/verdicts";
import { openTask } from "./open-task";

export interface NewReport {
  orgId: string;
  /** As the audit log names who sends it in. */
  actor: string;
  itemId?: string;
  contentId?: string;
  /** The platform's own id of who reports. */
  reporterId: string;
  category: Category | null;
  note: string;
}

/**
 * Keeps what a user says of a post, weighted by how often that user was right, and opens or raises a review task. One
 * user reports a post once: again gives the report that is there. Throws `not_found`, `gone` for erased content and
 * `conflict` for a post that has no verdict yet.
 */
export async function fileReport(report: NewReport): Promise<{ report: ReportResource; created: boolean }> {
  const { orgId, itemId, contentId } = report;
  const found = itemId ? await findItem(orgId, itemId) : await findItemByContentId(orgId, contentId ?? "");
  if (!found) throw new Failure("not_found", "There is no item with this id.");
  const [policy, { verdict }] = await Promise.all([activePolicy(orgId), readVerdict(found.id)]);
  return inTransaction(async (tx) => {
    const item = await lockItem(tx, orgId, found.id);
    if (!item) throw new Failure("not_found", "There is no item with this id.");
    if (item.erasedAt) throw new Failure("gone", "The content of this item was erased.");
    if (item.state === "received")
      throw new Failure("conflict", "This item has no verdict yet. Report it again in a few seconds.", {
        retryAfterSeconds: 5,
      });
    return keepReport(tx, item, report, { policy: policy.body, verdict });
  });
}

type Judged = { policy: PolicyBody; verdict: StoredVerdict | null };

async function keepReport(
  tx: Db,
  item: Item,
  { orgId, actor, reporterId, category, note }: NewReport,
  judged: Judged,
) {
  const reporter = await reporterOf(tx, orgId, reporterId);
  const before = await findReport(tx, item.id, reporter.id);
  if (before) return { report: await toResource(tx, before), created: false };
  const down = item.state === "decided" && item.decision === "BLOCK";
  const weight = reporterWeight(reporter);
  const kept = await insertReport(tx, {
    orgId,
    itemId: item.id,
    reporterId: reporter.id,
    category,
    note,
    weight,
    state: down ? "upheld" : "open",
  });
  const priority = down ? null : await sendToPerson(tx, item, judged);
  await appendAudit(tx, {
    orgId,
    actor,
    action: "item.reported",
    subject: item.id,
    payload: { reportId: kept.id, category, weight, priority },
  });
  return { report: await toResource(tx, kept), created: true };
}

/** Opens a task for what is reported, or moves the one that waits up. How soon; null when nobody is sent. */
async function sendToPerson(tx: Db, item: Item, { policy, verdict }: Judged): Promise<Priority | null> {
  const open = await openReports(tx, item.id);
  const priority = reportPriority(open);
  if (priority === null) return null;
  const tasks = await activeTasks(tx, item.id);
  const waiting = tasks.find((task) => task.state === "open");
  const now = new Date();
  const harm = reportHarm(open);
  if (waiting) await raiseTask(tx, waiting.id, { priority, harm, now });
  if (tasks.length === 0) {
    const said = open.flatMap(({ category }) => category ?? []);
    await openTask(tx, {
      item,
      policy,
      kind: "review",
      categories: [...new Set([...said, ...(verdict?.verdict.decidedBy ?? [])])],
      scores: verdict?.verdict.scores ?? {},
      priority,
      harm,
      arrivedAt: now,
    });
    await setItemInReview(tx, item.id);
  }
  await notify("tasks_changed", item.orgId, tx);
  return priority;
}

async function toResource(tx: Db, report: Report): Promise<ReportResource> {
  const [task] = await activeTasks(tx, report.itemId);
  return {
    id: report.id,
    item_id: report.itemId,
    status: report.state,
    weight: report.weight,
    review: { queued: task !== undefined, priority: task?.priority ?? null },
    created_at: report.createdAt.toISOString(),
  };
}
