import type { OverrideBody } from "#lib/domain/api/override";
import { deciderOf } from "#lib/domain/decider";
import { Failure } from "#lib/domain/failure";
import { clauseOf } from "#lib/domain/policy";
import { type AuditInput, appendAudit } from "#lib/store/audit";
import { countForAuthor } from "#lib/store/authors";
import { type Db, inTransaction } from "#lib/store/client";
import { insertDecision, insertLabel } from "#lib/store/decisions";
import { type Item, lockItem, setItemDecision } from "#lib/store/items";
import { notify } from "#lib/store/notify";
import { activePolicy, type StoredPolicy } from "#lib/store/policies";
import { settleReports } from "#lib/store/reports";
import { activeTasks, closeTasks } from "#lib/store/tasks";
import { itemReviewed } from "./item-events";
import { offerAppeal } from "./route-item";
import { recordEvent, wakeReceivers } from "./webhook-events";

/** A person's word counts as at the desk; a platform's own half, for nobody knows who spoke. */
const LABEL_WEIGHT = { person: 1, platform: 0.5 } as const;

export interface Override extends OverrideBody {
  itemId: string;
  /** A user's id, or `key:<id>`. */
  actor: string;
  /** Common to items that are decided together. */
  clusterId?: string;
  /**
   * Called while nobody else can change the item; throws when the caller decided about an older state. It reads by `tx`: a
   * connection beside it might never come when others wait for theirs.
   */
  check?: (tx: Db) => Promise<void>;
}

/**
 * Decides an item in place of the machine and the desk: tasks on it are closed, the decision is in force at once, a
 * label is kept, a take-down can be appealed. Throws `not_found`, and `conflict` while the item has no verdict, a
 * reviewer's decision can still be undone, or an appeal is being heard.
 */
export function overrideItem({ orgId, ...override }: Override & { orgId: string }): Promise<void> {
  return overrideItems(orgId, [override]);
}

/** Decides several items of an organisation, all or none of them. Throws as `overrideItem` does. */
export async function overrideItems(orgId: string, overrides: Override[]): Promise<void> {
  const policy = await activePolicy(orgId);
  const receivers = await inTransaction(async (tx) => {
    // All are locked, in one order for everybody, before the audit log is, which is locked last.
    const inOrder = [...overrides].sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
    const locked: { item: Item; override: Override }[] = [];
    for (const override of inOrder) {
      const item = await lockItem(tx, orgId, override.itemId);
      if (!item) throw new Failure("not_found", "There is no item with this id.");
      await refuseUnlessFree(tx, item);
      await override.check?.(tx);
      locked.push({ item, override });
    }
    const told: string[] = [];
    const audits: AuditInput[] = [];
    for (const { item, override } of locked) {
      const done = await putInForce(tx, override, item, policy);
      told.push(...done.told);
      audits.push(done.audit);
    }
    for (const audit of audits) await appendAudit(tx, audit);
    return told;
  });
  await wakeReceivers(receivers);
}

async function putInForce(
  tx: Db,
  override: Override,
  item: Item,
  policy: StoredPolicy,
): Promise<{ told: string[]; audit: AuditInput }> {
  const { actor, clusterId } = override;
  const { id: itemId, orgId } = item;
  const [first] = override.categories;
  const blocks = override.decision === "BLOCK";
  const decision = await insertDecision(tx, {
    orgId,
    itemId,
    actor,
    outcome: override.decision,
    categories: blocks ? override.categories : [],
    clause: blocks && first ? clauseOf(policy.body, first) : null,
    note: override.note,
    policyVersion: policy.version,
    effectiveAt: new Date(),
    effectiveDone: true,
    clusterId,
  });
  await closeTasks(tx, itemId);
  await setItemDecision(tx, itemId, override.decision, actor);
  await insertLabel(tx, {
    orgId,
    itemId,
    decisionId: decision.id,
    categories: decision.categories as OverrideBody["categories"],
    harmful: blocks,
    source: "override",
    weight: LABEL_WEIGHT[deciderOf(actor) === "platform" ? "platform" : "person"],
  });
  await settleReports(tx, itemId, blocks);
  if (blocks) await offerAppeal(tx, orgId, decision.id);
  await countChange(tx, item, blocks);
  await notify("item_decided", itemId, tx);
  await notify("tasks_changed", orgId, tx);
  const told = await recordEvent(tx, itemReviewed(item, decision, "override"));
  const payload = {
    decisionId: decision.id,
    from: item.decision,
    outcome: override.decision,
    categories: decision.categories,
    policyVersion: policy.version,
    ...(clusterId ? { clusterId } : {}),
  };
  return { told, audit: { orgId, actor, action: "item.overridden", subject: itemId, payload } };
}

async function refuseUnlessFree(tx: Db, item: Item): Promise<void> {
  if (item.erasedAt) throw new Failure("conflict", "The content of this item was erased.");
  if (item.state === "received")
    throw new Failure("conflict", "This item has no verdict yet. Try again in a few seconds.");
  const tasks = await activeTasks(tx, item.id);
  if (tasks.some((task) => task.kind === "appeal"))
    throw new Failure("conflict", "An appeal is being heard: it is decided at the desk, with an answer.");
  if (tasks.some((task) => task.state === "held"))
    throw new Failure(
      "conflict",
      "A reviewer decided this a moment ago and can still undo it. Try again in 10 s.",
    );
}

/** The author's counters follow from what was in force to what is now. */
async function countChange(tx: Db, item: Item, blocks: boolean): Promise<void> {
  const blocked = item.decision === "BLOCK";
  if (!item.authorId || blocked === blocks) return;
  await countForAuthor(tx, item.authorId, blocks ? { blocked: 1 } : { blocked: -1, overturned: 1 });
}
