-- Every claim and decision writes a task anew into each index that holds it. These hold only the tasks they are asked for;
-- the first also kept a plan open that read all waiting tasks to take one, where a table was filled a moment ago.
DROP INDEX "ReviewTask_state_leaseUntil_idx";
CREATE INDEX "ReviewTask_leases" ON "ReviewTask"("leaseOwner", "leaseUntil") WHERE "state" = 'leased';
DROP INDEX "ReviewTask_reservedBy_idx";
CREATE INDEX "ReviewTask_reserved" ON "ReviewTask"("orgId", "reservedBy") WHERE "reservedBy" IS NOT NULL;
DROP INDEX "ReviewTask_orgId_closedAt_idx";
CREATE INDEX "ReviewTask_closed" ON "ReviewTask"("orgId", "closedAt") WHERE "closedAt" IS NOT NULL;
