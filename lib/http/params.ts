import { z } from "zod";
import type { IdPrefix } from "#lib/store/ids";

/** Path parameters `{ id }` where the id has this prefix; anything else is not found. */
export function idParams(prefix: IdPrefix) {
  return z.object({ id: z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{20,40}$`)) });
}

/** Path parameters `{ token }` of an unguessable link. */
export const tokenParams = z.object({ token: z.string().regex(/^[\w-]{20,100}$/) });

/** Path parameters `{ id }` that name a webhook endpoint, or all callback addresses. */
export const receiverParams = z.object({ id: z.union([idParams("whe").shape.id, z.literal("callbacks")]) });

/** Path parameters `{ id }` that are a row's serial number. */
export const serialParams = z.object({ id: z.string().regex(/^\d{1,18}$/) });
