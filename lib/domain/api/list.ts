import { z } from "zod";
import { newEntriesSchema } from "../lists";
import { categorySchema } from "../taxonomy";
import { listActionSchema, listKindSchema } from "../verdict";

/** A list entry as the public API shows it. */
export const listEntryResourceSchema = z.object({
  id: z.string(),
  kind: listKindSchema,
  value: z.string(),
  category: categorySchema,
  action: listActionSchema,
  note: z.string(),
  created_at: z.iso.datetime(),
});
export type ListEntryResource = z.infer<typeof listEntryResourceSchema>;

export const listsPageSchema = z.object({
  entries: z.array(listEntryResourceSchema),
  next_cursor: z.string().nullable(),
  /** All entries in force, whatever the filter. */
  total: z.int(),
  version: z.int(),
});

/** POST /api/v1/lists */
export const newListEntriesSchema = newEntriesSchema;
export const addedListEntriesSchema = z.object({
  added: z.int(),
  /** Entries that were in force already. */
  skipped: z.int(),
  version: z.int(),
  entries: z.array(listEntryResourceSchema),
});

/** PATCH /api/v1/lists/{id} */
export const listChangeSchema = z
  .strictObject({
    category: categorySchema.optional(),
    action: listActionSchema.optional(),
    note: z.string().trim().max(300).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, { message: "Say what to change." });
export type ListChange = z.infer<typeof listChangeSchema>;
