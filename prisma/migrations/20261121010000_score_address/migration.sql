-- Workers say where they serve scores.
ALTER TABLE "WorkerHeartbeat" ADD COLUMN "host" TEXT, ADD COLUMN "scoreUrl" TEXT;
