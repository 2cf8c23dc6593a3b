import { z } from "zod";
import { categorySchema, decisionSchema } from "./taxonomy";

const text = (max: number) => z.string().trim().max(max);
const day = z.iso.date();
const share = z.coerce.number().min(0).max(1);

/** What /items can be narrowed by: the query of GET /api/desk/items and of the page's own address. */
export const itemQuerySchema = z.object({
  /** Words of the text, as in a search engine: "two words", or, -not. */
  words: text(200).optional(),
  id: text(60).optional(),
  contentId: text(200).optional(),
  author: text(200).optional(),
  /** SHA-256 of a picture, sound or film. */
  hash: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{64}$/, "A SHA-256 has 64 hexadecimal digits.")
    .optional(),
  decision: decisionSchema.optional(),
  state: z.enum(["received", "decided", "in_review"]).optional(),
  category: categorySchema.optional(),
  community: text(200).optional(),
  language: text(10).optional(),
  decidedBy: z.enum(["machine", "person"]).optional(),
  scoreFrom: share.optional(),
  scoreTo: share.optional(),
  /** Days, both included, in UTC. */
  from: day.optional(),
  to: day.optional(),
});
export type ItemQuery = z.infer<typeof itemQuerySchema>;
export const ITEM_QUERY_FIELDS = Object.keys(itemQuerySchema.shape) as (keyof ItemQuery)[];

/** GET /api/desk/views */
export const savedViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  search: z.string(),
  shared: z.boolean(),
  mine: z.boolean(),
});
export type SavedView = z.infer<typeof savedViewSchema>;
export const savedViewsSchema = z.object({ views: z.array(savedViewSchema) });

/** POST /api/desk/views */
export const viewBodySchema = z.object({
  name: text(60).min(1, "Give the view a name."),
  search: z.string().max(2000),
  shared: z.boolean().default(false),
});
export type ViewBody = z.infer<typeof viewBodySchema>;

export const EXPORT_FORMATS = ["csv", "jsonl"] as const;

/** POST /api/desk/exports */
export const exportBodySchema = z.object({ format: z.enum(EXPORT_FORMATS), filter: itemQuerySchema });
export type ExportBody = z.infer<typeof exportBodySchema>;

/** GET /api/desk/exports and /api/desk/exports/{id} */
export const exportViewSchema = z.object({
  id: z.string(),
  format: z.enum(EXPORT_FORMATS),
  state: z.enum(["waiting", "running", "done", "failed"]),
  rows: z.int(),
  bytes: z.int(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ExportView = z.infer<typeof exportViewSchema>;
export const exportsSchema = z.object({ exports: z.array(exportViewSchema) });

const DAY_MS = 24 * 3_600_000;

/** A query with its days as moments, the last one included. */
export function toMoments<Q extends Pick<ItemQuery, "from" | "to">>({ from, to, ...rest }: Q) {
  return {
    ...rest,
    from: from ? new Date(`${from}T00:00:00Z`) : undefined,
    to: to ? new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS) : undefined,
  };
}
