import { Failure } from "#lib/domain/failure";
import {
  type DeskQueue,
  GENERAL_QUEUE,
  type QueueBody,
  type QueueRule,
  type RulePreview,
} from "#lib/domain/queue-rules";
import type { Priority } from "#lib/domain/taxonomy";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { notify } from "#lib/store/notify";
import {
  deleteQueue,
  listQueues,
  moveFitting,
  moveTasks,
  PREVIEW_CAP,
  previewRule,
  putQueue,
  putQueueOrder,
} from "#lib/store/queues";

const SAMPLE = 20;
const MOST_QUEUES = 50;

/** The organisation's queues by rule. */
export async function readQueues(orgId: string): Promise<{ queues: DeskQueue[] }> {
  return { queues: await listQueues(orgId) };
}

/** Which waiting items a rule would catch. */
export async function previewQueue(orgId: string, rule: QueueRule): Promise<RulePreview> {
  const { matching, rows } = await previewRule(orgId, rule, SAMPLE);
  return {
    matching: Math.min(matching, PREVIEW_CAP),
    capped: matching > PREVIEW_CAP,
    sample: rows.map((task) => ({
      taskId: task.id,
      itemId: task.itemId,
      queue: task.queue,
      priority: task.priority as Priority,
      dueAt: task.dueAt.toISOString(),
      categories: task.categories,
      language: task.language,
      community: task.community,
      topScore: task.topScore,
      excerpt: task.excerpt,
    })),
  };
}

/** Makes or changes a queue, and moves what waits into it when asked; answers how many moved. */
export function saveQueue(
  orgId: string,
  name: string,
  body: QueueBody,
  by: string,
): Promise<{ moved: number }> {
  const { moveWaiting, ...queue } = body;
  return inTransaction(async (tx) => {
    await putQueue(tx, orgId, name, queue);
    const all = await listQueues(orgId, tx);
    if (all.length > MOST_QUEUES)
      throw new Failure(
        "conflict",
        `At most ${MOST_QUEUES} queues: each one more makes the others harder to staff.`,
      );
    // A queue that is tried earlier keeps what it took.
    const earlier = all
      .slice(
        0,
        all.findIndex((other) => other.name === name),
      )
      .map((other) => other.name);
    const moved = moveWaiting ? await moveFitting(tx, orgId, queue.rule, name, earlier) : 0;
    await notify("tasks_changed", orgId, tx);
    await appendAudit(tx, {
      orgId,
      actor: by,
      action: "queue.saved",
      subject: name,
      payload: { ...queue, moved },
    });
    return { moved };
  });
}

/** Sets the order in which queues are tried; what waits stays where it is. */
export function orderQueues(orgId: string, names: string[], by: string): Promise<{ queues: DeskQueue[] }> {
  return inTransaction(async (tx) => {
    const all = (await listQueues(orgId, tx)).map(({ name }) => name);
    if (
      new Set(names).size !== names.length ||
      names.length !== all.length ||
      !names.every((n) => all.includes(n))
    )
      throw new Failure(
        "conflict",
        "The queues have changed meanwhile: reload the page and order them again.",
      );
    await putQueueOrder(tx, orgId, names);
    await appendAudit(tx, { orgId, actor: by, action: "queue.ordered", subject: orgId, payload: { names } });
    return { queues: await listQueues(orgId, tx) };
  });
}

/** Removes a queue; what waits in it goes to the general queue. */
export function removeQueue(orgId: string, name: string, by: string): Promise<{ moved: number }> {
  return inTransaction(async (tx) => {
    if (!(await deleteQueue(tx, orgId, name)))
      throw new Failure("not_found", "There is no queue of this name.");
    const moved = await moveTasks(tx, orgId, name, GENERAL_QUEUE);
    await notify("tasks_changed", orgId, tx);
    await appendAudit(tx, { orgId, actor: by, action: "queue.removed", subject: name, payload: { moved } });
    return { moved };
  });
}
