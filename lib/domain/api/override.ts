import { z } from "zod";
import { categorySchema } from "../taxonomy";

/** POST /api/v1/items/{id}/override: the platform's or a lead's own decision, in place of the machine's and the desk's. */
export const overrideBodySchema = z
  .strictObject({
    decision: z.enum(["APPROVE", "BLOCK"]),
    categories: z
      .array(categorySchema)
      .max(9)
      .default([])
      .describe(
        "What applies; a take-down names at least one, for the author is told which rule was broken.",
      ),
    note: z
      .string()
      .trim()
      .min(1, "Say why: it is kept with the decision.")
      .max(2000)
      .describe("Why, for the record; not shown to the author."),
  })
  .refine((body) => body.decision === "APPROVE" || body.categories.length > 0, {
    path: ["categories"],
    message: "Name at least one category: the author is told which rule was broken.",
  });
export type OverrideBody = z.infer<typeof overrideBodySchema>;
