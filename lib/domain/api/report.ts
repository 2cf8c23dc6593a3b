import { z } from "zod";
import { categorySchema, prioritySchema } from "../taxonomy";

/** POST /api/v1/reports: what a user of the platform says of a post. */
export const reportBodySchema = z
  .strictObject({
    item_id: z.string().max(100).optional(),
    content_id: z.string().min(1).max(200).optional(),
    /** The platform's own id of who reports. */
    reporter_id: z.string().min(1).max(200),
    category: categorySchema.optional(),
    note: z.string().trim().max(1000).default(""),
  })
  .refine(({ item_id, content_id }) => (item_id === undefined) !== (content_id === undefined), {
    path: ["item_id"],
    message: "Give either item_id or content_id.",
  });
export type ReportBody = z.infer<typeof reportBodySchema>;

export const reportSchema = z.object({
  id: z.string(),
  item_id: z.string(),
  status: z.enum(["open", "upheld", "dismissed"]),
  /** How much it counts, from the reporter's record; 0.5 for somebody new. */
  weight: z.number().min(0).max(1),
  /** Whether a person will look at the post, and how soon. */
  review: z.object({ queued: z.boolean(), priority: prioritySchema.nullable() }),
  created_at: z.iso.datetime(),
});
export type Report = z.infer<typeof reportSchema>;
