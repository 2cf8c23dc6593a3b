-- What colleagues write to each other about an item: added to, never changed, gone with the item's content.
CREATE TABLE "ItemNote" (
  "id" TEXT NOT NULL,
  "orgId" TEXT NOT NULL,
  "itemId" TEXT NOT NULL,
  "authorId" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "ItemNote_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "ItemNote_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "ItemNote_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "ItemNote_itemId_id_idx" ON "ItemNote"("itemId", "id");

CREATE TABLE "NoteMention" (
  "noteId" TEXT NOT NULL,
  "userId" TEXT NOT NULL,
  "seenAt" TIMESTAMPTZ(3),
  CONSTRAINT "NoteMention_pkey" PRIMARY KEY ("noteId", "userId"),
  CONSTRAINT "NoteMention_noteId_fkey" FOREIGN KEY ("noteId") REFERENCES "ItemNote"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "NoteMention_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "NoteMention_userId_noteId_idx" ON "NoteMention"("userId", "noteId");
