import type { ItemList, ItemListQuery, ListedItem } from "#lib/domain/api/item";
import { deciderOf } from "#lib/domain/decider";
import { Failure } from "#lib/domain/failure";
import { scoresSchema } from "#lib/domain/taxonomy";
import { type ItemListRow, listItemRows } from "#lib/store/item-list";

const STATES = { processing: "received", decided: "decided", in_review: "in_review" } as const;
const STATUSES = { received: "processing", decided: "decided", in_review: "in_review" } as const;

/** Where a page ends, as callers carry it: opaque to them. */
export function cursorOf({ receivedAt, id }: Pick<ItemListRow, "receivedAt" | "id">): string {
  return Buffer.from(`${receivedAt.getTime()}.${id}`).toString("base64url");
}

/** The last row of the page before. Throws `invalid_input` for what this list did not give out. */
export function readCursor(cursor: string): { receivedAt: Date; id: string } {
  const [, at, id] = /^(\d{1,15})\.(itm_\w{1,60})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (!at || !id)
    throw new Failure("invalid_input", "The cursor is not one that this list gave out.", {
      errors: [{ pointer: "/query/cursor", message: "Send next_cursor as it came." }],
    });
  return { receivedAt: new Date(Number(at)), id };
}

/** A page of an organisation's items, newest first. Throws `invalid_input` for a cursor that is none. */
export async function listItemsForApi(orgId: string, query: ItemListQuery): Promise<ItemList> {
  const { status, user_id, content_id, received_after, received_before, cursor, limit, ...rest } = query;
  const rows = await listItemRows({
    ...rest,
    orgId,
    limit,
    state: status && STATES[status],
    author: user_id,
    contentId: content_id,
    from: received_after ? new Date(received_after) : undefined,
    to: received_before ? new Date(received_before) : undefined,
    after: cursor === undefined ? undefined : readCursor(cursor),
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(toListed), next_cursor: rows.length > limit && last ? cursorOf(last) : null };
}

function toListed(row: ItemListRow): ListedItem {
  return {
    id: row.id,
    content_id: row.contentId,
    status: STATUSES[row.state],
    decision: row.decision,
    decided_by: deciderOf(row.decidedBy),
    confidence: row.confidence,
    overall_safety_score: row.safety,
    scores: scoresSchema.parse(row.scores ?? {}),
    user_id: row.author,
    community: row.community,
    language: row.language,
    received_at: row.receivedAt.toISOString(),
  };
}
