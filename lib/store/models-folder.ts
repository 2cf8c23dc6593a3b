import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { env } from "#lib/config/env";
import { calibrationSchema } from "#lib/domain/calibration";
import { MODEL_KINDS } from "#lib/domain/model-kinds";
import { categorySchema } from "#lib/domain/taxonomy";
import { blendSchema } from "#lib/domain/text/blend-scores";

/** Inside the models folder. */
const pathSchema = z
  .string()
  .regex(/^[\w.-]+(\/[\w.-]+)*$/)
  .refine((file) => !file.split("/").includes(".."));

/** What people are told of a model; what runs it (`inference/manifest`) reads the same entry for more. */
const entrySchema = z.object({
  name: z.string(),
  version: z.string(),
  runner: z.enum(MODEL_KINDS),
  categories: z.array(categorySchema),
  languages: z.record(z.string(), z.array(categorySchema)),
  licence: z.string(),
  card: pathSchema,
  written: z.iso.date().optional(),
  encoder: z.string().optional(),
  files: z.record(z.string(), z.object({ path: pathSchema, sha256: z.string(), bytes: z.int() })),
});
export type ModelEntry = z.infer<typeof entrySchema>;

const manifestSchema = z.object({ models: z.array(z.unknown()) });
const curvesSchema = z.object({
  calibrations: z.array(calibrationSchema),
  blend: blendSchema.default({}),
  blendsByLanguage: z.record(z.string(), blendSchema).default({}),
});
type ModelCurves = z.infer<typeof curvesSchema>;

const inFolder = (file: string) => path.join(env().MODELS_DIR, file);

/**
 * The models that the manifest names, and why it or some of its entries cannot be read. This machine's folder: a worker elsewhere
 * may have another.
 */
export async function listModelEntries(): Promise<{ entries: ModelEntry[]; problem: string | null }> {
  try {
    const { models } = manifestSchema.parse(JSON.parse(await readFile(inFolder("manifest.json"), "utf8")));
    const read = models.map((entry) => entrySchema.safeParse(entry));
    const damaged = read.flatMap(({ error }, at) => (error ? [damageOf(models[at], at, error)] : []));
    return { entries: read.flatMap(({ data }) => data ?? []), problem: damaged.join(" ") || null };
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    return { entries: [], problem: `models/manifest.json cannot be read: ${reason}` };
  }
}

function damageOf(entry: unknown, at: number, { issues }: z.ZodError): string {
  const name = String((entry as { name?: unknown } | null)?.name ?? "without a name");
  const [issue] = issues;
  const where = issue?.path.join(".");
  return `Entry ${at + 1} of models/manifest.json, ${name}, is damaged: ${where ? `${where}: ` : ""}${issue?.message}.`;
}

/** The curves that make a model's scores probabilities; none where it has no such file, or it cannot be read. */
export async function readModelCurves({ files }: ModelEntry): Promise<ModelCurves> {
  const nothing = { calibrations: [], blend: {}, blendsByLanguage: {} };
  if (!files.calibration) return nothing;
  const text = await readFile(inFolder(files.calibration.path), "utf8").catch(() => "null");
  return curvesSchema.safeParse(parsed(text)).data ?? nothing;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A model's card, Markdown; null where it is missing. */
export function readModelCard({ card }: ModelEntry): Promise<string | null> {
  return readFile(inFolder(card), "utf8").catch(() => null);
}
