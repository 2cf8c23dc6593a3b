/*
 * npm run bench:items: pages of GET /api/v1/items, by filter and deep into the list, with 10,000 and with 1,000,000 items
 * of one organisation, in one run on a database of its own that is dropped at the end. Prints p50 and p95 at both sizes
 * and how much they grow. `-- 10000 200000` runs other sizes.
 */
import pg from "pg";
import type { ItemListQuery } from "#lib/domain/api/item";
import { openBenchStores } from "./bench-database";
import { median, quantile } from "./bench-quantile";

const [SMALL = 10_000, LARGE = 1_000_000] = process.argv.slice(2).map(Number);
const TIMES = 60;

const stores = await openBenchStores("items");
const { closeStore } = await import("../lib/store/client");
const { listItemsForApi } = await import("../lib/services/list-items");
const { makeOrganization } = await import("../scripts/test/organization");

/** One in twenty is taken down, one in a hundred as hate; a thousand authors, fifty communities, ninety days. */
async function fill(orgId: string, size: number): Promise<void> {
  const client = new pg.Client({ connectionString: stores.databaseUrl });
  await client.connect();
  try {
    await client.query("SET synchronous_commit = off");
    await client.query(`INSERT INTO "Author" ("id", "orgId", "externalId")
      SELECT 'aut_' || '${orgId}' || n, '${orgId}', 'user-' || n FROM generate_series(0, 999) AS n`);
    await client.query(`INSERT INTO "Item" ("id", "orgId", "contentId", "bodyHash", "state", "text", "modalities",
        "authorId", "community", "language", "decision", "decidedBy", "receivedAt")
      SELECT 'itm_' || right('${orgId}', 8) || lpad(n::text, 17, '0'), '${orgId}', 'post-' || n, '', 'decided', 'Text',
        ARRAY['text'], 'aut_' || '${orgId}' || (n % 1000), 'c' || (n % 50), 'en',
        (CASE WHEN n % 20 = 0 THEN 'BLOCK' ELSE 'APPROVE' END)::"Decided", 'machine',
        now() - (${size} - n) * interval '90 days' / ${size} FROM generate_series(1, ${size}) AS n`);
    await client.query(`INSERT INTO "Verdict" ("itemId", "decision", "confidence", "safety", "scores", "body",
        "policyVersion", "modelVersions", "processingMs")
      SELECT "id", "decision", 0.9, 0.5, '{"toxicity": 0.5}', '{}', 1, '{}', 20 FROM "Item" WHERE "orgId" = '${orgId}'`);
    await client.query(`INSERT INTO "ItemCategory" ("orgId", "category", "receivedAt", "itemId")
      SELECT "orgId", CASE WHEN right("contentId", 2) = '00' THEN 'hate' ELSE 'spam' END, "receivedAt", "id"
      FROM "Item" WHERE "orgId" = '${orgId}' AND "decision" = 'BLOCK'`);
    await client.query("VACUUM ANALYZE");
  } finally {
    await client.end();
  }
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const QUERIES: Record<string, Partial<ItemListQuery>> = {
  "no filter": {},
  "decision=BLOCK": { decision: "BLOCK" },
  "category=hate": { category: "hate" },
  "category=hate, decision=BLOCK": { category: "hate", decision: "BLOCK" },
  user_id: { user_id: "user-17" },
  community: { community: "c7" },
  "status=decided": { status: "decided" },
  "a week in the middle": { received_after: daysAgo(50), received_before: daysAgo(43) },
  content_id: { content_id: "post-4321" },
};

async function measure(size: number): Promise<Map<string, number[]>> {
  const orgId = await makeOrganization(`Items ${size}`);
  const began = performance.now();
  await fill(orgId, size);
  console.log(
    `${size.toLocaleString("en")} items written in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  );
  const figures = new Map<string, number[]>();
  for (const [name, query] of Object.entries(QUERIES)) {
    const ms: number[] = [];
    let cursor: string | null = null;
    for (let turn = -5; turn < TIMES; turn++) {
      const before = performance.now();
      const page = await listItemsForApi(orgId, { limit: 50, ...query, ...(cursor ? { cursor } : {}) });
      if (turn >= 0) ms.push(performance.now() - before);
      // Page after page, from the newest into the depth.
      cursor = page.next_cursor;
    }
    figures.set(name, ms);
  }
  return figures;
}

try {
  const small = await measure(SMALL);
  const large = await measure(LARGE);
  console.log(
    `\npages of 50, p50 / p95 in ms   ${SMALL.toLocaleString("en")} -> ${LARGE.toLocaleString("en")} items`,
  );
  for (const [name, ms] of large) {
    const before = small.get(name) ?? [];
    const figure = (values: number[]) =>
      `${median(values).toFixed(1)} / ${quantile(values, 0.95).toFixed(1)}`;
    const growth = (median(ms) / median(before)).toFixed(2);
    console.log(
      `${name.padEnd(30)} ${figure(before).padStart(14)} -> ${figure(ms).padStart(14)}   x${growth}`,
    );
  }
} finally {
  await closeStore();
  await stores.stop();
}
