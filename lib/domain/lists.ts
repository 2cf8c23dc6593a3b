import { z } from "zod";
import { categorySchema } from "./taxonomy";
import { listActionSchema, listKindSchema } from "./verdict";

/* Shapes of the list settings: /api/desk/lists. */

const moment = z.iso.datetime();

export const LONGEST_KEYWORD = 200;
export const LONGEST_REGEX = 500;
export const MOST_PASTED = 1000;

export const listEntrySchema = z.object({
  id: z.string(),
  kind: listKindSchema,
  value: z.string(),
  category: categorySchema,
  action: listActionSchema,
  note: z.string(),
  createdAt: moment,
  createdBy: z.string().nullable(),
});
export type ListEntry = z.infer<typeof listEntrySchema>;

/** GET /api/desk/lists */
export const listQuerySchema = z.object({
  q: z.string().trim().max(200).optional(),
  kind: listKindSchema.optional(),
  action: listActionSchema.optional(),
  category: categorySchema.optional(),
  cursor: z.string().max(40).optional(),
});
export type ListQuery = z.infer<typeof listQuerySchema>;
export const listPageSchema = z.object({
  entries: z.array(listEntrySchema),
  nextCursor: z.string().nullable(),
  /** All entries in force, whatever the filter. */
  total: z.int(),
  version: z.int(),
});

const value = z.string().trim().min(1, "Give a word, a phrase or an expression.");

/** One new entry. That a regular expression is usable is checked where the matcher is known. */
export const newEntrySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("keyword"),
    value: value.max(LONGEST_KEYWORD, `At most ${LONGEST_KEYWORD} characters.`),
  }),
  z.strictObject({
    kind: z.literal("regex"),
    value: value.max(LONGEST_REGEX, `At most ${LONGEST_REGEX} characters.`),
  }),
]);

/** POST /api/desk/lists: one entry or many that share category, action and note. */
export const newEntriesSchema = z.object({
  entries: z.array(newEntrySchema).min(1, "Give at least one entry.").max(MOST_PASTED),
  category: categorySchema,
  action: listActionSchema,
  note: z.string().trim().max(300).default(""),
});
export type NewEntries = z.infer<typeof newEntriesSchema>;
/** Its answer; entries that were in force already are skipped. */
export const addedEntriesSchema = z.object({ added: z.int(), skipped: z.int(), version: z.int() });
