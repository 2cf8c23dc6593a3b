import { categorySchema } from "#lib/domain/taxonomy";
import { type Db, db } from "./client";
import type { Report, Reporter } from "./generated/client";
import { newId } from "./ids";

export type { Report };

/** The reporter with this id of the platform's, made when new. */
export async function reporterOf(tx: Db, orgId: string, externalId: string): Promise<Reporter> {
  const rows = await tx.$queryRaw<Reporter[]>`
    INSERT INTO "Reporter" ("id", "orgId", "externalId") VALUES (${newId("rpr")}, ${orgId}, ${externalId})
    ON CONFLICT ("orgId", "externalId") DO UPDATE SET "externalId" = EXCLUDED."externalId" RETURNING *`;
  return rows[0] as Reporter;
}

/** A reporter of this organisation by the platform's own id, or null. */
export function findReporter(orgId: string, externalId: string): Promise<Reporter | null> {
  return db().reporter.findUnique({ where: { orgId_externalId: { orgId, externalId } } });
}

/** What this reporter said of this item before, or null. */
export function findReport(tx: Db, itemId: string, reporterId: string): Promise<Report | null> {
  return tx.report.findUnique({ where: { itemId_reporterId: { itemId, reporterId } } });
}

/** Keeps a report. */
export function insertReport(
  tx: Db,
  report: Pick<Report, "orgId" | "itemId" | "reporterId" | "category" | "note" | "weight" | "state">,
): Promise<Report> {
  const settledAt = report.state === "open" ? null : new Date();
  return tx.report.create({ data: { ...report, settledAt, id: newId("rpt") } });
}

/** The reports on an item that nobody has answered yet. */
export async function openReports(tx: Db, itemId: string) {
  const rows = await tx.report.findMany({ where: { itemId, state: "open" } });
  return rows.map(({ weight, category }) => ({
    weight,
    category: category === null ? null : categorySchema.parse(category),
  }));
}

/** The open reports on an item as reviewers see them, the weightiest first. */
export function listOpenReports(itemId: string): Promise<Pick<Report, "weight" | "category" | "note">[]> {
  return db().report.findMany({
    where: { itemId, state: "open" },
    select: { weight: true, category: true, note: true },
    orderBy: [{ weight: "desc" }, { createdAt: "asc" }],
    take: 200,
  });
}

/** Answers the open reports on an item, and counts the answer in their reporters' records. */
export async function settleReports(tx: Db, itemId: string, agreed: boolean): Promise<void> {
  const state = agreed ? "upheld" : "dismissed";
  await tx.$executeRaw`
    WITH settled AS (
      UPDATE "Report" SET "state" = ${state}::"ReportState", "settledAt" = now()
      WHERE "itemId" = ${itemId} AND "state" = 'open' RETURNING "reporterId")
    UPDATE "Reporter" r SET
      "upheld" = r."upheld" + CASE WHEN ${agreed} THEN 1 ELSE 0 END,
      "dismissed" = r."dismissed" + CASE WHEN ${agreed} THEN 0 ELSE 1 END
    FROM settled WHERE r."id" = settled."reporterId"`;
}
