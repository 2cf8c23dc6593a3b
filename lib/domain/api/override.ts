import { z } from "zod";
import { categorySchema } from "../taxonomy";

/** POST /api/v1/items/{id}/override: the platform's or a lead's own decision, in place of the machine's and the desk's. */
export const overrideBodySchema = z
  .strictObject({
    decision: z.enum(["APPROVE", "BLOCK"]),
    /** What applies; a take-down names at least one, for the author is told which rule was broken. */
    categories: z.array(categorySchema).max(9).default([]),
    /** Why, for the record. */
    note: z.string().trim().min(1, "Say why: the audit log keeps it with the decision.").max(2000),
  })
  .refine((body) => body.decision === "APPROVE" || body.categories.length > 0, {
    path: ["categories"],
    message: "Name at least one category: the author is told which rule was broken.",
  });
export type OverrideBody = z.infer<typeof overrideBodySchema>;
