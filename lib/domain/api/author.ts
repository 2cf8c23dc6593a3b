import { z } from "zod";

/** Answer of DELETE /api/v1/authors/{user_id}. */
export const erasureSchema = z.object({
  /** What the author is called in the record from now on. */
  pseudonym: z.string(),
  erased_at: z.iso.datetime(),
  /** Items whose content is gone; those that nobody had judged yet are gone altogether. */
  items: z.int(),
  items_removed: z.int(),
  appeals: z.int(),
  reports: z.int(),
});
export type Erasure = z.infer<typeof erasureSchema>;
