-- Opinions of several people, and items served to check how people decide.
ALTER TABLE "ReviewTask"
  ADD COLUMN "blindModel" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "adjudication" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Decision" ADD COLUMN "isOpinion" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Item" ADD COLUMN "shadowOf" TEXT, ADD COLUMN "shadowKind" TEXT,
  ADD COLUMN "shadowName" TEXT;
CREATE INDEX "Item_shadowOf_idx" ON "Item"("shadowOf");
CREATE INDEX "Decision_orgId_createdAt_idx" ON "Decision"("orgId", "createdAt");
CREATE INDEX "ReviewTask_orgId_closedAt_idx" ON "ReviewTask"("orgId", "closedAt");

CREATE TABLE "ReviewSettings" (
  "orgId" TEXT NOT NULL,
  "body" JSONB NOT NULL,
  "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "ReviewSettings_pkey" PRIMARY KEY ("orgId"),
  CONSTRAINT "ReviewSettings_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE "GoldenItem" (
  "itemId" TEXT NOT NULL,
  "orgId" TEXT NOT NULL,
  "decision" "Decided" NOT NULL,
  "categories" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "note" TEXT NOT NULL DEFAULT '',
  "createdBy" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "retiredAt" TIMESTAMPTZ(3),
  CONSTRAINT "GoldenItem_pkey" PRIMARY KEY ("itemId"),
  CONSTRAINT "GoldenItem_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "GoldenItem_orgId_retiredAt_idx" ON "GoldenItem"("orgId", "retiredAt");

-- What a person decided on an item whose answer was known (golden) or already given by somebody else (qa).
CREATE TABLE "CheckResult" (
  "taskId" TEXT NOT NULL,
  "orgId" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "itemId" TEXT NOT NULL,
  "queue" TEXT NOT NULL,
  "reviewerId" TEXT NOT NULL,
  "decision" "Decided" NOT NULL,
  "categories" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "expected" "Decided" NOT NULL,
  "expectedCategories" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "firstReviewerId" TEXT,
  "agrees" BOOLEAN NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "settledAt" TIMESTAMPTZ(3),
  CONSTRAINT "CheckResult_pkey" PRIMARY KEY ("taskId"),
  CONSTRAINT "CheckResult_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "CheckResult_orgId_kind_at_idx" ON "CheckResult"("orgId", "kind", "at");
