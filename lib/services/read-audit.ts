import { type AuditQuery, type AuditRow, auditActionSchema, type ChainCheckAnswer } from "#lib/domain/audit";
import { findKeyNames } from "#lib/store/api-keys";
import { type ChainRow, listAudit, verifyChain } from "#lib/store/audit";
import { findUserNames } from "#lib/store/user-names";

const PAGE = 50;
const DAY_MS = 86_400_000;

/** A page of the audit log, newest first. `from` and `to` are whole days in UTC, both included. */
export async function readAudit(
  orgId: string,
  query: AuditQuery,
): Promise<{ rows: AuditRow[]; nextBefore: number | null }> {
  const { from, to, actor, subject, ...rest } = query;
  const rows = await listAudit({
    ...rest,
    orgId,
    actor: actor || undefined,
    subject: subject || undefined,
    from: from ? new Date(from) : undefined,
    to: to ? new Date(Date.parse(to) + DAY_MS) : undefined,
    limit: PAGE + 1,
  });
  const page = rows.slice(0, PAGE);
  const names = await actorNames(orgId, page);
  return {
    rows: page.map((row) => toRow(row, names.get(row.actor) ?? null)),
    nextBefore: rows.length > PAGE ? (page.at(-1)?.seq ?? null) : null,
  };
}

/** Walks the whole chain; says where it breaks. */
export async function checkAudit(orgId: string): Promise<ChainCheckAnswer> {
  const started = performance.now();
  const check = await verifyChain(orgId);
  return {
    ok: check.ok,
    rows: check.rows,
    brokenSeq: check.ok ? null : check.brokenSeq,
    reason: check.ok ? null : check.reason,
    ms: Math.round(performance.now() - started),
  };
}

async function actorNames(orgId: string, rows: ChainRow[]): Promise<Map<string, string>> {
  const actors = [...new Set(rows.map((row) => row.actor))];
  const keyIds = actors.filter((actor) => actor.startsWith("key:")).map((actor) => actor.slice(4));
  const [people, keys] = await Promise.all([
    findUserNames(actors.filter((actor) => actor.startsWith("usr_"))),
    findKeyNames(orgId, keyIds),
  ]);
  return new Map([...people, ...[...keys].map(([id, name]) => [`key:${id}`, name] as const)]);
}

function toRow(
  { seq, at, actor, action, subject, payload, prevHash, hash }: ChainRow,
  actorName: string | null,
) {
  return {
    seq,
    at: at.toISOString(),
    actor,
    actorName,
    action: auditActionSchema.parse(action),
    subject,
    payload: JSON.parse(payload) as Record<string, unknown>,
    prevHash,
    hash,
  };
}
