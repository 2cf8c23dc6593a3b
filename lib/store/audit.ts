import { createHash } from "node:crypto";
import type { AuditAction } from "#lib/domain/audit";
import { type Db, db } from "./client";

export interface AuditInput {
  orgId: string;
  /** A user's id, `key:<id>`, `machine` or `author`. */
  actor: string;
  action: AuditAction;
  /** Id of what it happened to. */
  subject: string;
  /** Facts, never an item's content. */
  payload?: Record<string, unknown>;
}

/** JSON with sorted keys, so that equal payloads have equal bytes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry) =>
    entry && typeof entry === "object" && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}

/**
 * Appends to the organisation's chain. It locks the chain's head until the transaction ends: call it last.
 */
export async function appendAudit(tx: Db, event: AuditInput): Promise<void> {
  const payload = canonicalJson(event.payload ?? {});
  await tx.$executeRaw`SELECT audit_append(${event.orgId}, ${event.actor}, ${event.action}, ${event.subject}, ${payload})`;
}

export interface ChainRow {
  orgId: string;
  seq: number;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  payload: string;
  prevHash: string;
  hash: string;
}

/** The hash that audit_append() gave this row. */
export function chainHash(row: Omit<ChainRow, "hash">): string {
  const parts = [
    row.prevHash,
    row.orgId,
    String(row.seq),
    row.at.toISOString(),
    row.actor,
    row.action,
    row.subject,
  ];
  return createHash("sha256")
    .update([...parts, row.payload].join("\n"), "utf8")
    .digest("hex");
}

export type ChainCheck =
  | { ok: true; orgId: string; rows: number }
  | { ok: false; orgId: string; rows: number; brokenSeq: number; reason: string };

/** Walks one organisation's chain in pages and names the first row that does not fit. */
export async function verifyChain(orgId: string): Promise<ChainCheck> {
  const broken = (seq: number, reason: string): ChainCheck => ({
    ok: false,
    orgId,
    rows,
    brokenSeq: seq,
    reason,
  });
  let rows = 0;
  let prevHash = "0".repeat(64);
  for (;;) {
    const page = await db().auditEvent.findMany({
      where: { orgId, seq: { gt: rows } },
      orderBy: { seq: "asc" },
      take: 1000,
    });
    for (const row of page) {
      if (row.seq !== rows + 1) return broken(rows + 1, "the row is missing");
      if (row.prevHash !== prevHash) return broken(row.seq, "it does not follow from the row before it");
      if (row.hash !== chainHash(row)) return broken(row.seq, "its content was changed");
      rows = row.seq;
      prevHash = row.hash;
    }
    if (page.length === 0) break;
  }
  const head = await db().auditHead.findUnique({ where: { orgId } });
  if (head && (head.seq !== rows || head.hash !== prevHash))
    return broken(rows + 1, "rows are missing at the end");
  return { ok: true, orgId, rows };
}

export interface AuditFilter {
  orgId: string;
  action?: AuditAction;
  actor?: string;
  subject?: string;
  /** Moments, the first included, the second not. */
  from?: Date;
  to?: Date;
  /** Rows older than this sequence number. */
  before?: number;
  limit: number;
}

/** Newest first, one page. */
export function listAudit(filter: AuditFilter): Promise<ChainRow[]> {
  const { orgId, action, actor, subject, from, to, before, limit } = filter;
  return db().auditEvent.findMany({
    where: {
      orgId,
      action,
      actor,
      subject,
      ...(from || to ? { at: { gte: from, lt: to } } : {}),
      ...(before ? { seq: { lt: before } } : {}),
    },
    orderBy: { seq: "desc" },
    take: limit,
  });
}
