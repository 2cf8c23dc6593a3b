ALTER TABLE "ReviewTask" ADD COLUMN "reservedBy" TEXT, ADD COLUMN "reservedUntil" TIMESTAMPTZ(3);
CREATE INDEX "ReviewTask_reservedBy_idx" ON "ReviewTask"("reservedBy");
