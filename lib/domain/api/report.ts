import { z } from "zod";
import { categorySchema, prioritySchema } from "../taxonomy";

/** POST /api/v1/reports: what a user of the platform says of a post. */
export const reportBodySchema = z
  .strictObject({
    item_id: z.string().max(100).optional().describe("Either this or content_id."),
    content_id: z.string().min(1).max(200).optional(),
    reporter_id: z.string().min(1).max(200).describe("Your own id of who reports."),
    category: categorySchema.optional().describe("What it is reported as."),
    note: z.string().trim().max(1000).default(""),
  })
  .refine(({ item_id, content_id }) => (item_id === undefined) !== (content_id === undefined), {
    path: ["item_id"],
    message: "Give either item_id or content_id.",
  });

export const reportSchema = z.object({
  id: z.string(),
  item_id: z.string(),
  status: z.enum(["open", "upheld", "dismissed"]),
  weight: z
    .number()
    .min(0)
    .max(1)
    .describe("How much it counts, from the reporter's record; 0.5 for somebody new."),
  review: z
    .object({ queued: z.boolean(), priority: prioritySchema.nullable() })
    .describe("Whether a person will look at the post, and how soon."),
  created_at: z.iso.datetime(),
});
export type Report = z.infer<typeof reportSchema>;
