-- A claim reads tasks in this order and skips what only leads may take.
DROP INDEX "ReviewTask_orgId_state_leadsOnly_priority_rank_idx";
CREATE INDEX "ReviewTask_orgId_state_priority_rank_idx" ON "ReviewTask"("orgId", "state", "priority", "rank");
CREATE INDEX "ReviewTask_orgId_createdAt_idx" ON "ReviewTask"("orgId", "createdAt");

-- An unset list would make `NOT (x = ANY(list))` unknown, and the task invisible.
ALTER TABLE "ReviewTask" ALTER COLUMN "excluded" SET DEFAULT ARRAY[]::TEXT[];
UPDATE "ReviewTask" SET "excluded" = ARRAY[]::TEXT[] WHERE "excluded" IS NULL;
