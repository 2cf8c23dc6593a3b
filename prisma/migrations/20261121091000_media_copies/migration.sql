-- People's copies of media are made after the verdict. When one is overdue its job was lost. Media from before have theirs.
ALTER TABLE "Media" ADD COLUMN "copyDueAt" TIMESTAMPTZ(3);
CREATE INDEX "Media_copyDueAt_idx" ON "Media"("copyDueAt");
