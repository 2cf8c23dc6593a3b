-- Decisions that were made together carry a common id: they are taken back and turned round as one.
ALTER TABLE "Decision" ADD COLUMN "clusterId" TEXT;
CREATE INDEX "Decision_clusterId_idx" ON "Decision"("clusterId") WHERE "clusterId" IS NOT NULL;
