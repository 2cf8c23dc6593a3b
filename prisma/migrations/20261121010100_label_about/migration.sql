-- A label may speak of some categories only.
ALTER TABLE "Label" ADD COLUMN "about" TEXT[] DEFAULT ARRAY[]::TEXT[];
