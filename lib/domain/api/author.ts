import { z } from "zod";

/** Answer of DELETE /api/v1/authors/{user_id}. */
export const erasureSchema = z.object({
  pseudonym: z.string().describe("What the author is called in the record from now on."),
  erased_at: z.iso.datetime(),
  items: z.int().describe("Items whose content is gone and whose decision stays."),
  items_removed: z.int().describe("Items that nobody had judged yet: gone altogether."),
  appeals: z.int(),
  reports: z.int(),
});
export type Erasure = z.infer<typeof erasureSchema>;
