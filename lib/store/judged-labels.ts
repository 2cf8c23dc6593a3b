import { z } from "zod";
import { categorySchema, STAGE_MODALITIES, scoresSchema } from "#lib/domain/taxonomy";
import { db } from "./client";

const rowSchema = z.object({
  categories: z.array(categorySchema),
  about: z.array(categorySchema),
  harmful: z.boolean(),
  weight: z.number(),
  at: z.date(),
  results: z.array(
    z.object({
      model: z.string(),
      modality: z.enum(STAGE_MODALITIES),
      channel: z.string().optional(),
      scores: scoresSchema,
    }),
  ),
});
/** A label and what the stages scored on its item. */
export type JudgedLabel = z.infer<typeof rowSchema>;

/**
 * The newest labels of an organisation up to a moment (default: now) with the stages' results on their items that hold
 * scores, newest first.
 */
export async function judgedLabels(
  orgId: string,
  limit: number,
  until: Date | null = null,
): Promise<JudgedLabel[]> {
  const rows = await db().$queryRaw<Record<string, unknown>[]>`
    SELECT label."categories", label."about", label."harmful", label."weight", label."createdAt" AS "at",
      COALESCE((
        SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('model', stage."model",
            'modality', stage."result"->'modality', 'channel', stage."result"->'channel',
            'scores', stage."result"->'scores')) ORDER BY stage."ord")
        FROM "StageResult" stage WHERE stage."itemId" = label."itemId" AND stage."result"->'scores' <> '{}'
      ), '[]') AS results
    FROM "Label" label
    WHERE label."orgId" = ${orgId} AND (${until}::timestamptz IS NULL OR label."createdAt" <= ${until}::timestamptz)
    ORDER BY label."createdAt" DESC, label."id" DESC LIMIT ${limit}`;
  return rows.map((row) => rowSchema.parse(row));
}
