ALTER TABLE "Decision" ADD COLUMN "clauseId" TEXT, ADD COLUMN "severity" INTEGER, ADD COLUMN "message" TEXT NOT NULL DEFAULT '';
CREATE TABLE "DeskLetters" (
  "userId" TEXT NOT NULL,
  "letters" JSONB NOT NULL,
  CONSTRAINT "DeskLetters_pkey" PRIMARY KEY ("userId"),
  CONSTRAINT "DeskLetters_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
