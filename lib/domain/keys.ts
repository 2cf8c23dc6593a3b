import { z } from "zod";
import { scopeSchema } from "./access";

/* Shapes of the key settings: /api/desk/keys. */

const moment = z.iso.datetime();

export const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(scopeSchema),
  ratePerSecond: z.number(),
  burst: z.int(),
  createdAt: moment,
  createdBy: z.string().nullable(),
  lastUsedAt: moment.nullable(),
  revokedAt: moment.nullable(),
});
export type Key = z.infer<typeof keySchema>;

/** GET /api/desk/keys */
export const keysSchema = z.object({ keys: z.array(keySchema) });

/** POST /api/desk/keys */
export const newKeySchema = z.object({
  name: z.string().trim().min(1, "Name the program that will use the key.").max(80),
  scopes: z
    .array(scopeSchema)
    .min(1, "Choose at least one thing the key may do.")
    .refine((scopes) => new Set(scopes).size === scopes.length, "Name each scope once."),
  /** Requests a second in the long run, and at once. */
  ratePerSecond: z.number().min(0.1).max(10_000).default(50),
  burst: z.int().min(1).max(100_000).default(200),
});
export type NewKey = z.input<typeof newKeySchema>;

/** Its answer: the only time the secret is seen. */
export const createdKeySchema = z.object({ key: keySchema, secret: z.string() });
export type CreatedKey = z.infer<typeof createdKeySchema>;
