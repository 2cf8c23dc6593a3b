-- What a claim orders and chooses by stands on the task itself: no join while somebody waits for the next item.
ALTER TABLE "ReviewTask"
  ADD COLUMN "language" TEXT,
  ADD COLUMN "community" TEXT,
  ADD COLUMN "categories" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "severity" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "harm" DOUBLE PRECISION NOT NULL DEFAULT 0,
  ADD COLUMN "topScore" DOUBLE PRECISION,
  ADD COLUMN "textHash" TEXT,
  ADD COLUMN "stock" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "lane" TEXT NOT NULL DEFAULT '';

UPDATE "ReviewTask" t SET "language" = i."language", "community" = i."community" FROM "Item" i WHERE i."id" = t."itemId";
UPDATE "ReviewTask" t SET
  "categories" = COALESCE(ARRAY(SELECT jsonb_array_elements_text(v."body"->'decidedBy')), ARRAY[]::TEXT[]),
  "topScore" = (SELECT max(value::float8) FROM jsonb_each_text(v."scores"))
FROM "Verdict" v WHERE v."itemId" = t."itemId";
UPDATE "ReviewTask" t SET "severity" = COALESCE((
  SELECT max((p."body"->'categories'->c->>'severity')::int) FROM unnest(t."categories") c), 1)
FROM "Organization" o JOIN "Policy" p ON p."orgId" = o."id" AND p."version" = o."activePolicyVersion"
WHERE o."id" = t."orgId";
-- Deadlines in whole slots: within a slot the order is by expected harm, then by age.
UPDATE "ReviewTask" SET "rank" = floor(extract(epoch FROM "dueAt") / s.slot) * s.slot
FROM (VALUES ('high'::"Priority", 30), ('medium'::"Priority", 300), ('low'::"Priority", 900)) AS s("of", slot)
WHERE s."of" = "priority";

-- A lane is a set of tasks that any one person may take all of or none of.
CREATE TABLE "TaskLane" (
  "orgId" TEXT NOT NULL,
  "lane" TEXT NOT NULL,
  "leadsOnly" BOOLEAN NOT NULL,
  "queue" TEXT NOT NULL,
  "severity" INTEGER NOT NULL,
  "language" TEXT,
  "categories" TEXT[] NOT NULL,
  CONSTRAINT "TaskLane_pkey" PRIMARY KEY ("orgId", "lane")
);

CREATE FUNCTION task_lane_of() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."lane" := concat_ws('|', NEW."leadsOnly", NEW."queue", NEW."severity", coalesce(NEW."language", ''),
    array_to_string(NEW."categories", ','));
  IF NOT EXISTS (SELECT 1 FROM "TaskLane" WHERE "orgId" = NEW."orgId" AND "lane" = NEW."lane") THEN
    INSERT INTO "TaskLane" VALUES (NEW."orgId", NEW."lane", NEW."leadsOnly", NEW."queue", NEW."severity",
      NEW."language", NEW."categories") ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER task_lane BEFORE INSERT OR UPDATE OF "leadsOnly", "queue", "severity", "language", "categories"
ON "ReviewTask" FOR EACH ROW EXECUTE FUNCTION task_lane_of();
UPDATE "ReviewTask" SET "queue" = "queue";

DROP INDEX "ReviewTask_orgId_state_priority_rank_idx";
CREATE INDEX "ReviewTask_deadline_order" ON "ReviewTask"("orgId", "rank", "harm" DESC, "id")
  WHERE "state" = 'open' AND NOT "stock";
CREATE INDEX "ReviewTask_priority_order" ON "ReviewTask"("orgId", "priority", "rank", "harm" DESC, "id")
  WHERE "state" = 'open' AND NOT "stock";
CREATE INDEX "ReviewTask_lane_order" ON "ReviewTask"("orgId", "lane", "rank", "harm" DESC, "id")
  WHERE "state" = 'open' AND NOT "stock";
CREATE INDEX "ReviewTask_stock" ON "ReviewTask"("orgId", "stock", "id") WHERE "state" = 'open' AND "stock";
CREATE INDEX "ReviewTask_oldest" ON "ReviewTask"("orgId", "queue", "priority", "leadsOnly", "createdAt")
  WHERE "state" IN ('open', 'leased') AND NOT "stock";
CREATE INDEX "ReviewTask_next_due" ON "ReviewTask"("orgId", "queue", "priority", "leadsOnly", "dueAt")
  WHERE "state" IN ('open', 'leased') AND NOT "stock";

-- Depths and flows, kept by the tasks themselves. Changes are appended, so that no two claims wait for one row;
-- a sweep folds them into the tally. What stands in both together is exact at any moment.
CREATE TABLE "TaskDelta" (
  "id" BIGSERIAL NOT NULL,
  "orgId" TEXT NOT NULL,
  "queue" TEXT NOT NULL,
  "priority" "Priority" NOT NULL,
  "leadsOnly" BOOLEAN NOT NULL,
  "kind" TEXT NOT NULL,
  "minute" TIMESTAMPTZ(3) NOT NULL,
  "n" INTEGER NOT NULL,
  CONSTRAINT "TaskDelta_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "TaskTally" (
  "orgId" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "minute" TIMESTAMPTZ(3) NOT NULL,
  "queue" TEXT NOT NULL,
  "priority" "Priority" NOT NULL,
  "leadsOnly" BOOLEAN NOT NULL,
  "n" INTEGER NOT NULL,
  CONSTRAINT "TaskTally_pkey" PRIMARY KEY ("orgId", "kind", "minute", "queue", "priority", "leadsOnly")
);

-- `open` and `leased` count by the minute a task is due, `arrived` and `done` by the minute it came or went.
CREATE FUNCTION task_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "TaskDelta" ("orgId", "queue", "priority", "leadsOnly", "kind", "minute", "n")
  SELECT "orgId", "queue", "priority", "leadsOnly", k.kind,
    date_trunc('minute', CASE k.kind WHEN 'arrived' THEN "createdAt" ELSE "dueAt" END), count(*)
  FROM after_rows, LATERAL (VALUES ('arrived'), ("state"::text)) AS k(kind)
  WHERE NOT "stock" AND k.kind IN ('arrived', 'open', 'leased') GROUP BY 1, 2, 3, 4, 5, 6;
  RETURN NULL;
END $$;
CREATE FUNCTION task_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "TaskDelta" ("orgId", "queue", "priority", "leadsOnly", "kind", "minute", "n")
  SELECT "orgId", "queue", "priority", "leadsOnly", kind, minute, sum(n) FROM (
    SELECT "orgId", "queue", "priority", "leadsOnly",
      CASE WHEN "state" IN ('held', 'closed') THEN 'done' ELSE "state"::text END AS kind,
      CASE WHEN "state" IN ('held', 'closed') THEN date_trunc('minute', now()) ELSE date_trunc('minute', "dueAt") END AS minute,
      sign AS n
    FROM (SELECT *, 1 AS sign FROM after_rows UNION ALL SELECT *, -1 FROM before_rows) both_rows WHERE NOT "stock"
  ) changes GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0;
  RETURN NULL;
END $$;
CREATE FUNCTION task_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "TaskDelta" ("orgId", "queue", "priority", "leadsOnly", "kind", "minute", "n")
  SELECT "orgId", "queue", "priority", "leadsOnly", "state"::text, date_trunc('minute', "dueAt"), -count(*)
  FROM before_rows WHERE NOT "stock" AND "state" IN ('open', 'leased') GROUP BY 1, 2, 3, 4, 5, 6;
  RETURN NULL;
END $$;
INSERT INTO "TaskDelta" ("orgId", "queue", "priority", "leadsOnly", "kind", "minute", "n")
SELECT "orgId", "queue", "priority", "leadsOnly", k.kind,
  date_trunc('minute', CASE k.kind WHEN 'arrived' THEN "createdAt" ELSE "dueAt" END), count(*)
FROM "ReviewTask", LATERAL (VALUES ('arrived'), ("state"::text)) AS k(kind)
WHERE k.kind IN ('arrived', 'open', 'leased') GROUP BY 1, 2, 3, 4, 5, 6;
CREATE TRIGGER task_inserted AFTER INSERT ON "ReviewTask"
REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION task_inserted();
CREATE TRIGGER task_updated AFTER UPDATE ON "ReviewTask"
REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION task_updated();
CREATE TRIGGER task_deleted AFTER DELETE ON "ReviewTask"
REFERENCING OLD TABLE AS before_rows FOR EACH STATEMENT EXECUTE FUNCTION task_deleted();

-- Queues by rule; the first rule that fits, in order of position, takes the item.
CREATE TABLE "Queue" (
  "orgId" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "rule" JSONB NOT NULL,
  "opinions" INTEGER,
  "blindModel" BOOLEAN NOT NULL DEFAULT false,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "Queue_pkey" PRIMARY KEY ("orgId", "name"),
  CONSTRAINT "Queue_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- What a person may be given; an empty list is no restriction.
CREATE TABLE "ReviewerSkills" (
  "userId" TEXT NOT NULL,
  "languages" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "categories" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "queues" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  CONSTRAINT "ReviewerSkills_pkey" PRIMARY KEY ("userId"),
  CONSTRAINT "ReviewerSkills_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- A person's own: nobody else reads it.
CREATE TABLE "PrivateCare" (
  "userId" TEXT NOT NULL,
  "optOut" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "shiftBudget" DOUBLE PRECISION,
  "breakStartedAt" TIMESTAMPTZ(3),
  CONSTRAINT "PrivateCare_pkey" PRIMARY KEY ("userId"),
  CONSTRAINT "PrivateCare_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Words a person has been shown, by hash: they are never shown again in another post.
CREATE TABLE "SeenText" (
  "userId" TEXT NOT NULL,
  "textHash" TEXT NOT NULL,
  "taskId" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "SeenText_pkey" PRIMARY KEY ("userId", "textHash")
);
