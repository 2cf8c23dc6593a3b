-- Items are filtered by language together with scores: without it such a page reads most of the newest items.
CREATE INDEX "Item_orgId_language_receivedAt_id_idx" ON "Item"("orgId", "language", "receivedAt", "id");
