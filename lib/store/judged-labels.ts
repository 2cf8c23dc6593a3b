import { z } from "zod";
import { categorySchema } from "#lib/domain/taxonomy";
import { stageResultSchema } from "#lib/domain/verdict";
import { db } from "./client";

const rowSchema = z.object({
  categories: z.array(categorySchema),
  about: z.array(categorySchema),
  harmful: z.boolean(),
  weight: z.number(),
  results: z.array(stageResultSchema),
});
/** A label and what the stages found on its item. */
export type JudgedLabel = z.infer<typeof rowSchema>;

/** The newest labels of an organisation with the text stages' results on their items, newest first. */
export async function judgedLabels(orgId: string, limit: number): Promise<JudgedLabel[]> {
  const rows = await db().$queryRaw<Record<string, unknown>[]>`
    SELECT label."categories", label."about", label."harmful", label."weight",
      COALESCE((
        SELECT jsonb_agg(stage."result" - 'explanations' - 'matches' ORDER BY stage."ord")
        FROM "StageResult" stage WHERE stage."itemId" = label."itemId"
      ), '[]') AS results
    FROM "Label" label
    WHERE label."orgId" = ${orgId}
    ORDER BY label."createdAt" DESC, label."id" DESC LIMIT ${limit}`;
  return rows.map((row) => rowSchema.parse(row));
}
