import { z } from "zod";
import { scoreComparisonSchema } from "./score-comparison";

/* Shapes of the migration settings: /api/desk/perspective. */

/** Most characters of a table that the page takes; `npm run migrate:perspective` takes any. */
export const LONGEST_TABLE = 5_000_000;

/** POST /api/desk/perspective: texts with their old Perspective scores, as CSV. */
export const compareRequestSchema = z.object({
  csv: z.string().min(1, "The file is empty.").max(LONGEST_TABLE, "The file is larger than 5 MB."),
});

/** Its answer, by attribute. */
export const compareAnswerSchema = z.object({
  texts: z.int(),
  /** Rows left out, the first few with their reasons. */
  skipped: z.object({ count: z.int(), first: z.array(z.object({ row: z.int(), reason: z.string() })) }),
  attributes: z.record(z.string(), scoreComparisonSchema),
  /** Attributes that no model covers in the texts' languages. */
  uncovered: z.array(z.string()),
  /** Beginnings of the texts that moved, by row. */
  excerpts: z.record(z.string(), z.string()),
});
export type CompareAnswer = z.infer<typeof compareAnswerSchema>;
