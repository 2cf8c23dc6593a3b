-- Pictures, sound and films of an item, and their re-encoded copies.
CREATE TABLE "Media" (
    "id" TEXT NOT NULL,
    "orgId" TEXT NOT NULL,
    "itemId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "sourceUrl" TEXT,
    "storageKey" TEXT,
    "sha256" TEXT,
    "bytes" INTEGER,
    "type" TEXT,
    "facts" JSONB NOT NULL DEFAULT '{}',
    "problem" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "preparedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Media_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Media_itemId_kind_key" ON "Media"("itemId", "kind");
CREATE INDEX "Media_orgId_sha256_idx" ON "Media"("orgId", "sha256");
ALTER TABLE "Media" ADD CONSTRAINT "Media_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "MediaRendition" (
    "mediaId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "storageKey" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,

    CONSTRAINT "MediaRendition_pkey" PRIMARY KEY ("mediaId", "name")
);
ALTER TABLE "MediaRendition" ADD CONSTRAINT "MediaRendition_mediaId_fkey" FOREIGN KEY ("mediaId") REFERENCES "Media"("id") ON DELETE CASCADE ON UPDATE CASCADE;
