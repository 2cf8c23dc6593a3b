-- What a person was shown, and how grave it was: read by that person's own pages and claims alone.
CREATE TABLE "Exposure" (
  "userId" TEXT NOT NULL,
  "taskId" TEXT NOT NULL,
  "severity" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "Exposure_pkey" PRIMARY KEY ("userId", "taskId")
);
CREATE INDEX "Exposure_userId_at_idx" ON "Exposure"("userId", "at");
ALTER TABLE "PrivateCare" ADD COLUMN "defaults" JSONB NOT NULL DEFAULT '{}';
