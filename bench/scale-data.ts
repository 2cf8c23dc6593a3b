import pg from "pg";

/** What is waiting looks like: nine sets of categories in the shares that a general queue has, five languages. */
const CATEGORY_SETS = [
  ["toxicity"],
  ["toxicity", "harassment"],
  ["harassment"],
  ["spam"],
  ["hate"],
  ["violence"],
  ["self_harm"],
  ["sexual"],
  ["hate", "toxicity"],
];

/**
 * Writes an organisation with `size` items that wait for people, in bulk: items, verdicts and tasks. Priorities are
 * spread as in a queue that is kept up with: one high in fifty, one medium in ten, the rest low and due within a day.
 */
export async function writeScaleData(databaseUrl: string, orgId: string, size: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SET synchronous_commit = off");
    await client.query(`CREATE TEMP TABLE draft AS SELECT n,
        right('${orgId}', 8) || lpad(n::text, 17, '0') AS serial, random() AS share, floor(random() * 9)::int AS set_index,
        (ARRAY['en','en','en','en','de','fr','es','fi'])[1 + floor(random() * 8)::int] AS language,
        'c' || floor(random() * 50)::int AS community, 0.4 + random() * 0.55 AS score, random() AS age
      FROM generate_series(1, ${size}) AS n`);
    await client.query(`INSERT INTO "Author" ("id", "orgId", "externalId")
      SELECT 'aut_' || '${orgId}' || n, '${orgId}', 'user-' || n FROM generate_series(0, 999) AS n`);
    await client.query(`INSERT INTO "Item" ("id", "orgId", "contentId", "bodyHash", "state", "text", "modalities",
        "authorId", "community", "language", "safety", "reach", "decision", "decidedBy", "receivedAt", "decidedAt")
      SELECT 'itm_' || serial, '${orgId}', 'post-' || n, '', 'in_review',
        'Post number ' || n || ' about ' || (ARRAY['ferries','tyres','music','gardens','chess'])[1 + n % 5]
          || CASE WHEN n % 5000 = 7 THEN ' and a lighthouse' ELSE '' END,
        ARRAY['text'], 'aut_' || '${orgId}' || (n % 1000), community, language, 1 - score, 100, 'FLAG', 'machine',
        now() - age * interval '4 hours', now() - age * interval '4 hours' FROM draft`);
    await client.query(`INSERT INTO "Verdict" ("itemId", "decision", "confidence", "safety", "scores", "body",
        "policyVersion", "modelVersions", "processingMs")
      SELECT 'itm_' || serial, 'FLAG', 1 - score / 2, 1 - score, jsonb_build_object('toxicity', score),
        jsonb_build_object('decidedBy', sets.categories), 1, '{}', 20
      FROM draft JOIN (SELECT value AS categories, ordinality - 1 AS at
        FROM jsonb_array_elements('${JSON.stringify(CATEGORY_SETS)}') WITH ORDINALITY) sets ON sets.at = set_index`);
    await client.query(`INSERT INTO "ItemCategory" ("orgId", "category", "receivedAt", "itemId")
      SELECT '${orgId}', c.category, i."receivedAt", i."id" FROM "Item" i JOIN "Verdict" v ON v."itemId" = i."id"
      CROSS JOIN LATERAL jsonb_array_elements_text(v."body"->'decidedBy') AS c(category) WHERE i."orgId" = '${orgId}'`);
    await client.query(`INSERT INTO "ReviewTask" ("id", "orgId", "itemId", "priority", "rank", "dueAt", "createdAt",
        "language", "community", "categories", "severity", "harm", "topScore", "textHash")
      SELECT 'tsk_' || serial, '${orgId}', 'itm_' || serial, placed.priority::"Priority",
        floor(extract(epoch FROM placed.due) / placed.slot) * placed.slot, placed.due, now() - age * interval '4 hours',
        language, community, sets.categories, 1 + set_index % 5, score / 2, score, 'hash' || n
      FROM draft JOIN (SELECT ARRAY(SELECT jsonb_array_elements_text(value)) AS categories, ordinality - 1 AS at
        FROM jsonb_array_elements('${JSON.stringify(CATEGORY_SETS)}') WITH ORDINALITY) sets ON sets.at = set_index
      CROSS JOIN LATERAL (SELECT p.priority, p.slot, now() + interval '1 minute' + age * p.within AS due
        FROM (VALUES ('high', 30, interval '4 minutes', 0.98), ('medium', 300, interval '110 minutes', 0.88),
          ('low', 900, interval '20 hours', 0.0)) AS p(priority, slot, within, above)
        WHERE draft.share >= p.above ORDER BY p.above DESC LIMIT 1) placed`);
    await client.query("DROP TABLE draft");
    await client.query("VACUUM ANALYZE");
  } finally {
    await client.end();
  }
}
