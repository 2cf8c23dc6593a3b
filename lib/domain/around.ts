import { z } from "zod";
import { decisionSchema } from "./taxonomy";

const moment = z.iso.datetime();

/** Posts shown before an item and after it. */
export const AROUND_EACH_WAY = 6;

/**
 * GET /api/desk/items/{id}/around: what was posted in the same community next before and after an item, in order of time,
 * the item among it. Empty without a community: then nothing says where the post stood.
 */
export const aroundSchema = z.object({
  community: z.string().nullable(),
  /** How the posts were decided is not told while opinions on the item are asked for. */
  keptBack: z.boolean(),
  posts: z.array(
    z.object({
      id: z.string(),
      contentId: z.string(),
      author: z.string().nullable(),
      /** By the author of the item. */
      sameAuthor: z.boolean(),
      context: z.string().nullable(),
      at: moment,
      /** Null while nobody has decided, and while decisions are kept back. */
      decision: decisionSchema.nullable(),
      text: z.string().nullable(),
      /** Kinds of media that it carries. */
      media: z.array(z.string()),
      /** The item itself. */
      here: z.boolean(),
    }),
  ),
});
export type Around = z.infer<typeof aroundSchema>;
