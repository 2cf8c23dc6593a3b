-- The public API: batches, reports, idempotency keys, erasure, and lists of items that stay fast.
CREATE TYPE "BatchState" AS ENUM ('running', 'done', 'cancelled');
CREATE TYPE "BatchEntryState" AS ENUM ('pending', 'submitted', 'failed', 'cancelled');
CREATE TYPE "ReportState" AS ENUM ('open', 'upheld', 'dismissed');

ALTER TABLE "Author" ADD COLUMN "erasedAt" TIMESTAMPTZ(3);
ALTER TABLE "Item" ADD COLUMN "erasedAt" TIMESTAMPTZ(3);

-- Pages of items are keyed by (receivedAt, id), whatever they are filtered by; an index is read backwards for newest first.
DROP INDEX "Item_orgId_receivedAt_id_idx";
DROP INDEX "Item_authorId_receivedAt_idx";
CREATE INDEX "Item_orgId_receivedAt_id_idx" ON "Item"("orgId", "receivedAt", "id");
CREATE INDEX "Item_orgId_decision_receivedAt_id_idx" ON "Item"("orgId", "decision", "receivedAt", "id");
CREATE INDEX "Item_orgId_state_receivedAt_id_idx" ON "Item"("orgId", "state", "receivedAt", "id");
CREATE INDEX "Item_orgId_community_receivedAt_id_idx" ON "Item"("orgId", "community", "receivedAt", "id");
CREATE INDEX "Item_authorId_receivedAt_id_idx" ON "Item"("authorId", "receivedAt", "id");

CREATE TABLE "ItemCategory" (
    "orgId" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "itemId" TEXT NOT NULL,
    CONSTRAINT "ItemCategory_pkey" PRIMARY KEY ("itemId", "category"),
    CONSTRAINT "ItemCategory_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "ItemCategory_orgId_category_receivedAt_itemId_idx" ON "ItemCategory"("orgId", "category", "receivedAt", "itemId");
INSERT INTO "ItemCategory" ("orgId", "category", "receivedAt", "itemId")
SELECT i."orgId", c.category, i."receivedAt", i."id"
FROM "Verdict" v JOIN "Item" i ON i."id" = v."itemId",
  LATERAL (SELECT DISTINCT jsonb_array_elements_text(v."body"->'decidedBy') AS category) c;

CREATE TABLE "Batch" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "apiKeyId" TEXT,
    "priority" "Priority" NOT NULL DEFAULT 'low',
    "callbackUrl" TEXT,
    "total" INTEGER NOT NULL,
    "state" "BatchState" NOT NULL DEFAULT 'running',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Batch_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "Batch_orgId_id_idx" ON "Batch"("orgId", "id");
CREATE INDEX "Batch_state_lastSeenAt_idx" ON "Batch"("state", "lastSeenAt");

CREATE TABLE "BatchEntry" (
    "batchId" TEXT NOT NULL,
    "ord" INTEGER NOT NULL,
    "contentId" TEXT,
    "state" "BatchEntryState" NOT NULL,
    "body" JSONB,
    "itemId" TEXT,
    "error" JSONB,
    CONSTRAINT "BatchEntry_pkey" PRIMARY KEY ("batchId", "ord"),
    CONSTRAINT "BatchEntry_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "Batch"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "BatchEntry_batchId_state_ord_idx" ON "BatchEntry"("batchId", "state", "ord");
CREATE INDEX "BatchEntry_itemId_idx" ON "BatchEntry"("itemId");

CREATE TABLE "Reporter" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "upheld" INTEGER NOT NULL DEFAULT 0,
    "dismissed" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Reporter_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Reporter_orgId_externalId_key" ON "Reporter"("orgId", "externalId");

CREATE TABLE "Report" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "itemId" TEXT NOT NULL,
    "reporterId" TEXT NOT NULL,
    "category" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "weight" DOUBLE PRECISION NOT NULL,
    "state" "ReportState" NOT NULL DEFAULT 'open',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),
    CONSTRAINT "Report_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Report_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Report_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Reporter"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "Report_itemId_reporterId_key" ON "Report"("itemId", "reporterId");
CREATE INDEX "Report_itemId_state_idx" ON "Report"("itemId", "state");
CREATE INDEX "Report_reporterId_idx" ON "Report"("reporterId");

CREATE TABLE "IdempotencyKey" (
    "keyId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "status" INTEGER,
    "headers" JSONB,
    "body" TEXT,
    "itemId" TEXT,
    "lockedUntil" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("keyId", "key")
);
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");
CREATE INDEX "IdempotencyKey_itemId_idx" ON "IdempotencyKey"("itemId");
