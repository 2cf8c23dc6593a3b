-- Words of posts, without stemming: every language is searched alike.
CREATE INDEX "Item_words" ON "Item" USING gin (to_tsvector('simple', coalesce("text", '')));

CREATE TABLE "SavedView" (
  "id" TEXT NOT NULL,
  "orgId" TEXT NOT NULL,
  "ownerId" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "search" TEXT NOT NULL,
  "shared" BOOLEAN NOT NULL DEFAULT false,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "SavedView_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "SavedView_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "SavedView_orgId_name_idx" ON "SavedView"("orgId", "name");

CREATE TABLE "Export" (
  "id" TEXT NOT NULL,
  "orgId" TEXT NOT NULL,
  "ownerId" TEXT NOT NULL,
  "format" TEXT NOT NULL,
  "filter" JSONB NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "rows" INTEGER NOT NULL DEFAULT 0,
  "bytes" INTEGER NOT NULL DEFAULT 0,
  "file" TEXT,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finishedAt" TIMESTAMPTZ(3),
  CONSTRAINT "Export_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Export_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "Export_ownerId_createdAt_idx" ON "Export"("ownerId", "createdAt");
