import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { apiTypes, callTable } from "#lib/http/typescript-types";
import { ROOT } from "../system/project.mjs";

export const CLIENT_FOLDER = path.join(ROOT, "clients", "typescript");
const MADE = "// Made by npm run build:client from the operations of the API; not to be edited.\n";

/** Sources that are made: the types of the API, and the table of its calls. */
export function madeSources(): Record<string, string> {
  const rows = Object.entries(callTable()).map(([id, call]) => `  ${id}: "${call}",`);
  return {
    "types.ts": `${MADE}${apiTypes()}`,
    "calls.ts": `${MADE}export const CALLS: Record<string, string> = {\n${rows.join("\n")}\n};\n`,
  };
}

/** The declarations of the client: its types as they are, and of its code what is public. */
function declarations(types: string): string {
  const source = readFileSync(path.join(CLIENT_FOLDER, "client.ts"), "utf8");
  const heads = source
    .slice(source.indexOf("export interface ClientOptions"), source.indexOf("interface Input"))
    .replace(/export class SightlineError extends Error \{[\s\S]*?\n\}\n/, "");
  return [
    types,
    heads.trim(),
    "/** A refusal. Native calls carry the whole problem document; drop-ins their own shape in `body`. */",
    "export declare class SightlineError extends Error {",
    '  readonly name: "SightlineError";',
    "  readonly status: number;",
    "  readonly body: unknown;",
    "  readonly retryAfterSeconds: number | null;",
    "  /** Stable code to go by, e.g. `content_conflict`. */",
    '  get code(): Problem["code"] | undefined;',
    "  /** Each wrong field, by JSON pointer. */",
    '  get errors(): NonNullable<Problem["errors"]>;',
    "  get requestId(): string | undefined;",
    "}",
    "",
    "/** A client for Sightline's public API; POSTs are safe to repeat, refusals for now are sent again. */",
    "export declare function createClient(options: ClientOptions): Sightline;",
    "",
  ].join("\n");
}

/** The files of the client by name: two made sources, the bundle, and its declarations. */
export async function buildClient(): Promise<Record<string, string>> {
  const sources = madeSources();
  for (const [name, text] of Object.entries(sources)) writeFileSync(path.join(CLIENT_FOLDER, name), text);
  const { outputFiles } = await build({
    entryPoints: [path.join(CLIENT_FOLDER, "client.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  return {
    ...sources,
    "sightline.mjs": outputFiles[0]?.text ?? "",
    "sightline.d.mts": declarations(sources["types.ts"] ?? ""),
  };
}
