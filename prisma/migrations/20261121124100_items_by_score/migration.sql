-- Items are filtered by score together with language or alone: the score stands in the item and at the end of the indexes that
-- such pages go along, so that what does not fit is passed over within the index.
ALTER TABLE "Item" ADD COLUMN "safety" DOUBLE PRECISION;
DROP INDEX "Item_orgId_receivedAt_id_idx";
DROP INDEX "Item_orgId_language_receivedAt_id_idx";
UPDATE "Item" i SET "safety" = v."safety" FROM "Verdict" v WHERE v."itemId" = i."id";
CREATE INDEX "Item_orgId_receivedAt_id_safety_idx" ON "Item"("orgId", "receivedAt", "id", "safety");
CREATE INDEX "Item_orgId_language_receivedAt_id_safety_idx" ON "Item"("orgId", "language", "receivedAt", "id", "safety");
