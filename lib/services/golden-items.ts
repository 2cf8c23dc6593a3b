import { Failure } from "#lib/domain/failure";
import { gravestSeverity } from "#lib/domain/policy";
import { placeItem } from "#lib/domain/priority";
import type { GoldenBody, GoldenList } from "#lib/domain/quality";
import { GENERAL_QUEUE, queueFor } from "#lib/domain/queue-rules";
import type { Category } from "#lib/domain/taxonomy";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { findItem } from "#lib/store/items";
import { activePolicy } from "#lib/store/policies";
import { listQueues } from "#lib/store/queues";
import { drawGolden, listGolden, orgsToStock, putGolden, retireGolden, trimStock } from "#lib/store/shadows";
import { readVerdict } from "#lib/store/verdicts";
import { openShadowTask } from "./conclude-task";
import { textHash } from "./open-task";

/** Copies kept ready at a time, and how long one may wait before it looks old. */
const STOCK = 5;
const FRESH_MS = 4 * 60_000;
const AT_WORK_MS = 10 * 60_000;

/** Makes an item one whose right answer is known: copies of it are mixed into people's work. */
export function addGolden(orgId: string, body: GoldenBody, by: string): Promise<void> {
  return inTransaction(async (tx) => {
    if (!(await putGolden(tx, { ...body, orgId, createdBy: by })))
      throw new Failure("not_found", "There is no item with this id.");
    const { itemId, decision, categories } = body;
    await appendAudit(tx, {
      orgId,
      actor: by,
      action: "golden.added",
      subject: itemId,
      payload: { decision, categories },
    });
  });
}

/** Serves a golden item no more; what was answered stays. */
export function removeGolden(orgId: string, itemId: string, by: string): Promise<void> {
  return inTransaction(async (tx) => {
    if (!(await retireGolden(tx, orgId, itemId))) throw new Failure("not_found", "This is no golden item.");
    await appendAudit(tx, { orgId, actor: by, action: "golden.retired", subject: itemId });
  });
}

const EXCERPT = 120;

/** The golden items in use. */
export async function readGolden(orgId: string): Promise<GoldenList> {
  const rows = await listGolden(orgId);
  return {
    items: rows.map(({ itemId, decision, categories, note, createdAt, served, right, item }) => ({
      itemId,
      decision: decision as "APPROVE" | "BLOCK",
      categories: categories as Category[],
      note,
      createdAt: createdAt.toISOString(),
      excerpt: (item.text ?? item.contentId).slice(0, EXCERPT),
      served,
      right,
    })),
  };
}

/** Keeps copies of golden items ready wherever people are at work, so that serving one takes no longer than any other. */
export async function stockGolden(now = new Date()): Promise<number> {
  let made = 0;
  for (const orgId of await orgsToStock(new Date(now.getTime() - AT_WORK_MS))) {
    const left = await trimStock(orgId, new Date(now.getTime() - FRESH_MS));
    if (left >= STOCK) continue;
    const policy = await activePolicy(orgId);
    for (const { itemId, knownTo } of await drawGolden(orgId, STOCK - left)) {
      const [item, { verdict: stored }] = await Promise.all([findItem(orgId, itemId), readVerdict(itemId)]);
      if (!item) continue;
      const verdict = stored?.verdict;
      const categories = verdict?.decidedBy ?? [];
      const scores = Object.values(verdict?.scores ?? {});
      const { priority, harm } = verdict
        ? placeItem(verdict, policy.body, item.reach)
        : { priority: "medium" as const, harm: 0 };
      const routing = {
        kind: "review" as const,
        language: item.language,
        community: item.community,
        categories,
        severity: gravestSeverity(policy.body, categories),
        topScore: scores.length > 0 ? Math.max(...scores) : null,
        priority,
      };
      const queue = queueFor(await listQueues(orgId), routing);
      const facts = {
        ...routing,
        orgId,
        harm,
        queue: queue?.name ?? GENERAL_QUEUE,
        blindModel: queue?.blindModel ?? false,
        textHash: textHash(item.text),
      };
      await inTransaction((tx) => openShadowTask(tx, itemId, "golden", facts, knownTo));
      made++;
    }
  }
  return made;
}
