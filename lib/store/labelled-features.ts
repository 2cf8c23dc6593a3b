import { z } from "zod";
import { categorySchema } from "#lib/domain/taxonomy";
import { db } from "./client";

const rowSchema = z.object({
  categories: z.array(categorySchema),
  about: z.array(categorySchema),
  harmful: z.boolean(),
  weight: z.number(),
  /** What the item holds. */
  modalities: z.array(z.string()),
  /** Of its first medium of the kind asked for, if one was: equal files share it. */
  sha256: z.string().nullable(),
  itemId: z.string(),
  data: z.instanceof(Uint8Array),
});
/** A label of an item, with the features that a model kept of it. */
export type LabelledFeatures = z.infer<typeof rowSchema>;

/**
 * The newest labels with the features that `model` (`name@version`, or `name@%` for all its versions) kept of their items,
 * newest first; one label per item, the newest. Labels of all organisations: the model that learns from them serves
 * them all.
 */
export async function labelledFeatures(
  model: string,
  kind: "image" | "audio" | "video" | null,
  limit: number,
): Promise<LabelledFeatures[]> {
  const rows = await db().$queryRaw<Record<string, unknown>[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (label."itemId") label."itemId", label."categories", label."about", label."harmful",
        label."weight", label."createdAt", item."modalities", feature."data",
        (SELECT media."sha256" FROM "Media" media
          WHERE media."itemId" = item."id" AND media."kind" = ${kind} ORDER BY media."id" LIMIT 1) AS sha256
      FROM "Label" label
      JOIN "Item" item ON item."id" = label."itemId" AND item."shadowOf" IS NULL
      JOIN "FeatureLog" feature ON feature."itemId" = label."itemId" AND feature."model" LIKE ${model}
      ORDER BY label."itemId", label."createdAt" DESC, label."id" DESC
    ) newest
    ORDER BY "createdAt" DESC, "itemId" LIMIT ${limit}`;
  return rows.map((row) => rowSchema.parse(row));
}
