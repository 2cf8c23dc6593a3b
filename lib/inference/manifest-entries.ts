import { z } from "zod";
import { type ModelManifest, modelManifestSchema } from "./manifest";

/** What can be said of an entry that cannot be read. */
export interface DamagedEntry {
  /** The model's name; where it has none, what models of its runner are named, or else the entry's place in words. */
  name: string;
  /** As it is written, or `unknown`. */
  version: string;
  runner: ModelManifest["runner"] | null;
  /** What is wrong with it, on one line. */
  damage: string;
}

type ManifestEntry = { manifest: ModelManifest } | DamagedEntry;

const listSchema = z.object({ models: z.array(z.unknown()) });
const nameSchema = modelManifestSchema.options[0].shape.name;
const versionSchema = z.string().regex(/^[\w.+-]{1,40}$/);
const RUNNERS = modelManifestSchema.options.map(({ shape }) => shape.runner.value);

/** Runners of models that were added; the others ship. */
const PACK_RUNNERS: ReadonlySet<string> = new Set(["classifier", "image-classifier", "speech-ctc"]);

/** Whether a model was added rather than shipped. */
export const isPack = ({ runner }: Pick<ModelManifest, "runner">): boolean => PACK_RUNNERS.has(runner);

/** The entries of a manifest as they are written. @throws z.ZodError where it is no list of models */
export const rawEntries = (manifest: unknown): unknown[] => listSchema.parse(manifest).models;

/** One entry after the other: a damaged one says so of itself alone. @throws z.ZodError where the manifest is no list of models */
export function readEntries(manifest: unknown): ManifestEntry[] {
  return rawEntries(manifest).map((entry, at) => {
    const parsed = modelManifestSchema.safeParse(entry);
    return parsed.success ? { manifest: parsed.data } : damagedEntry(entry, at, parsed.error);
  });
}

/** Whether the damage has taken a model's name, so that nobody knows which one it was. */
export const isNameless = (name: string): boolean => !nameSchema.safeParse(name).success;

/** Models that ship are named like their runners. */
const usualName = (runner: string | undefined) => (runner && !PACK_RUNNERS.has(runner) ? runner : undefined);

function damagedEntry(entry: unknown, at: number, error: z.ZodError): DamagedEntry {
  const { name, version, runner: named } = (entry ?? {}) as Record<string, unknown>;
  const runner = RUNNERS.find((each) => each === named);
  return {
    name: nameSchema.safeParse(name).data ?? usualName(runner) ?? `manifest entry ${at + 1}`,
    version: versionSchema.safeParse(version).data ?? "unknown",
    runner: runner ?? null,
    damage: issuesOf(error),
  };
}

/** What zod found, on one line. */
export function issuesOf({ issues }: z.ZodError): string {
  const said = issues
    .slice(0, 3)
    .map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "));
  return said.join("; ");
}
