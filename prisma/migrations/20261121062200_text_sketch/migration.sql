CREATE TABLE "TextSketch" (
  "itemId" TEXT NOT NULL,
  "orgId" TEXT NOT NULL,
  "bands" INTEGER[],
  CONSTRAINT "TextSketch_pkey" PRIMARY KEY ("itemId"),
  CONSTRAINT "TextSketch_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "TextSketch_bands_idx" ON "TextSketch" USING GIN ("bands");

-- One row per person: who looks at what, refreshed while they do. Not worth a write-ahead log.
CREATE UNLOGGED TABLE "Viewing" (
  "userId" TEXT NOT NULL,
  "itemId" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Viewing_pkey" PRIMARY KEY ("userId")
);
CREATE INDEX "Viewing_itemId_idx" ON "Viewing"("itemId");
