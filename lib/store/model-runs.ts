import { type Category, categorySchema } from "#lib/domain/taxonomy";
import { db } from "./client";

export interface ModelRuns {
  /** `name@version`. */
  model: string;
  /** Items that it was asked about, and those on which some stage of it failed or ran out of time. */
  items: number;
  failed: number;
  medianMs: number;
}

/** What each model did on an organisation's most recent items. Copies that check people are left out. */
export function recentModelRuns(orgId: string, items: number): Promise<ModelRuns[]> {
  return db().$queryRaw<ModelRuns[]>`
    SELECT stage."model", count(DISTINCT stage."itemId")::int AS "items",
      count(DISTINCT stage."itemId") FILTER (WHERE stage."result"->>'outcome' IN ('failed', 'timeout'))::int AS "failed",
      (percentile_cont(0.5) WITHIN GROUP (ORDER BY (stage."result"->>'ms')::float8))::float8 AS "medianMs"
    FROM (
      SELECT "id" FROM "Item" WHERE "orgId" = ${orgId} AND "shadowOf" IS NULL
      ORDER BY "receivedAt" DESC, "id" DESC LIMIT ${items}
    ) item
    JOIN "StageResult" stage ON stage."itemId" = item."id"
    WHERE stage."result"->>'outcome' <> 'skipped'
    GROUP BY stage."model"`;
}

/** How many items `recentModelRuns` looks back on: `items`, or all that there are. */
export async function countRecentItems(orgId: string, items: number): Promise<number> {
  const rows = await db().$queryRaw<{ items: number }[]>`
    SELECT count(*)::int AS "items" FROM (
      SELECT 1 FROM "Item" WHERE "orgId" = ${orgId} AND "shadowOf" IS NULL LIMIT ${items}
    ) item`;
  return rows[0]?.items ?? 0;
}

/** Equal labels of items whose features a model kept. */
interface TeachingLabels {
  categories: Category[];
  about: Category[];
  harmful: boolean;
  /** Whether the item holds one part alone. */
  alone: boolean;
  count: number;
}

/**
 * An organisation's labels of items whose features `model` (`name@version`, or `name@%` for all its versions) kept, one per
 * item, the newest; equal ones counted together.
 */
export async function teachingLabels(orgId: string, model: string): Promise<TeachingLabels[]> {
  const rows = await db().$queryRaw<TeachingLabels[]>`
    SELECT "categories", "about", "harmful", "alone", count(*)::int AS "count" FROM (
      SELECT DISTINCT ON (label."itemId") label."categories", label."about", label."harmful",
        cardinality(item."modalities") = 1 AS "alone"
      FROM "Label" label
      JOIN "Item" item ON item."id" = label."itemId" AND item."shadowOf" IS NULL
      JOIN "FeatureLog" feature ON feature."itemId" = label."itemId" AND feature."model" LIKE ${model}
      WHERE label."orgId" = ${orgId}
      ORDER BY label."itemId", label."createdAt" DESC, label."id" DESC
    ) newest GROUP BY 1, 2, 3, 4`;
  const known = (names: string[]) =>
    names.flatMap((name) => categorySchema.safeParse(name).data ?? ([] as Category[]));
  return rows.map((row) => ({ ...row, categories: known(row.categories), about: known(row.about) }));
}
