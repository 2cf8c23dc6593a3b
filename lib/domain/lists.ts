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

const hash = z
  .string()
  .trim()
  .regex(/^[0-9a-f]{64}$/i, "A hash is 64 hexadecimal digits.")
  .transform((digits) => digits.toLowerCase());

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
  z.strictObject({ kind: z.literal("sha256"), value: hash }),
  z.strictObject({ kind: z.literal("pdq"), value: hash }),
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

/** POST /api/desk/lists/fingerprint answers with this: what a file is known by. `pdq` is null for what is no picture. */
export const fingerprintSchema = z.object({
  sha256: z.string(),
  pdq: z.object({ hash: z.string(), quality: z.number() }).nullable(),
});

/** Most bytes of an exchange file that is sent at once: some 60,000 hashes. */
export const LARGEST_EXCHANGE = 8_000_000;

/** POST /api/desk/lists/exchange: a CSV file as ThreatExchange tools write it. */
export const importExchangeSchema = z.object({
  csv: z.string().min(1, "The file is empty."),
  category: categorySchema,
  /** What positive signals do; others only flag, negative ones let pass. */
  action: z.enum(["block", "flag"]),
});
export const importedExchangeSchema = z.object({
  added: z.int(),
  skipped: z.int(),
  version: z.int(),
  /** Rows left out, the first twenty. */
  errors: z.array(z.object({ line: z.int(), message: z.string() })),
  problems: z.int(),
  /** Rows of kinds that are not matched here, by kind. */
  unsupported: z.record(z.string(), z.int()),
});
