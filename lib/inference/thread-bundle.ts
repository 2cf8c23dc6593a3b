import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const FOLDER = fileURLToPath(new URL("../../build/threads", import.meta.url));
const bundles = new Map<string, URL>();

/**
 * A thread's TypeScript source as one module that Node runs, made once in a process: in development and tests, where a thread that
 * translated each of its files for itself would take a second to start. Packages stay outside, as in production.
 */
export function bundleOf(source: URL): URL {
  const known = bundles.get(source.href);
  if (known) return known;
  const { buildSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(source)],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
  });
  const file = path.join(FOLDER, `${path.basename(source.pathname, ".ts")}.mjs`);
  writeWhole(file, outputFiles[0]?.text ?? "");
  const bundle = pathToFileURL(file);
  bundles.set(source.href, bundle);
  return bundle;
}

/** Other processes run the same file, and may write it at the same time. */
function writeWhole(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(path.dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, text);
  renameSync(beside, file);
}
