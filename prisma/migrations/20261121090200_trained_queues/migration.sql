-- A queue that only people who have it among their skills are served from; leads always are.
ALTER TABLE "Queue" ADD COLUMN "trainedOnly" BOOLEAN NOT NULL DEFAULT false;
