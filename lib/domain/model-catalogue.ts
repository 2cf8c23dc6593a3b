import { z } from "zod";
import { MODEL_KINDS } from "./model-kinds";
import { MODEL_STATES } from "./model-state";
import { categorySchema } from "./taxonomy";

/* Shapes of the models page, /api/desk/models. */

const curveKindSchema = z.enum(["platt", "isotonic"]);
const joinSchema = z.object({ weight: z.number(), curve: curveKindSchema });

/** What one live worker says of a model. */
const workerViewSchema = z.object({
  /** Its machine and the end of its id. */
  worker: z.string(),
  /** The version that it has; null where it has none, or for a program. */
  version: z.string().nullable(),
  ready: z.boolean(),
  /** Execution provider that serves it. */
  provider: z.string().nullable(),
  /** Why it does not serve, or why a faster provider does not; in the worker's own words. */
  reason: z.string().nullable(),
});
export type WorkerView = z.infer<typeof workerViewSchema>;

/** How far an organisation's labels have come towards teaching a model. */
const teachingSchema = z.object({
  /** Items whose features were kept and that people judged. */
  judged: z.int(),
  /** Of each kind, harmful and harmless, that a category takes. */
  needed: z.int(),
  categories: z.array(z.object({ category: categorySchema, harmful: z.int(), harmless: z.int() })),
  /** What trains it. */
  command: z.string(),
});
export type Teaching = z.infer<typeof teachingSchema>;

export const modelViewSchema = z.object({
  name: z.string(),
  version: z.string().nullable(),
  kind: z.enum(MODEL_KINDS),
  state: z.enum(MODEL_STATES),
  /** What the state means here, in plain words. */
  note: z.string(),
  categories: z.array(categorySchema),
  /** Languages (ISO 639-1) with the categories it was measured on. */
  languages: z.record(z.string(), z.array(categorySchema)),
  /** Kind of the curve that makes its scores probabilities. */
  curves: z.partialRecord(categorySchema, curveKindSchema),
  /**
   * How its score is joined with that of the level before: its weight, and the curve on the joint score; `languages` (ISO 639-1)
   * are those that have their own.
   */
  joined: z.partialRecord(categorySchema, joinSchema.extend({ languages: z.record(z.string(), joinSchema) })),
  licence: z.string().nullable(),
  /** Day on which it was written into the models folder, UTC. */
  written: z.iso.date().nullable(),
  files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() })),
  workers: z.array(workerViewSchema),
  /** What it did on the organisation's last items; null where it was not asked. */
  recent: z.object({ items: z.int(), failed: z.int(), medianMs: z.number() }).nullable(),
  teaching: teachingSchema.nullable(),
});
export type ModelView = z.infer<typeof modelViewSchema>;

/** GET /api/desk/models */
export const modelListSchema = z.object({
  models: z.array(modelViewSchema),
  /** Live workers. */
  workers: z.int(),
  /** Items that `recent` looks back on. */
  recentItems: z.int(),
  /** Why the manifest cannot be read, if so. */
  problem: z.string().nullable(),
});
export type ModelList = z.infer<typeof modelListSchema>;

/** GET /api/desk/models/{name}: with its card, Markdown. */
export const modelPageSchema = z.object({
  model: modelViewSchema,
  workers: z.int(),
  recentItems: z.int(),
  card: z.string().nullable(),
});
export type ModelPage = z.infer<typeof modelPageSchema>;

export const modelNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
