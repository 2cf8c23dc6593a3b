import path from "node:path";
import { build } from "esbuild";
import { ROOT } from "../scripts/system/project.mjs";

/**
 * Bundles bench/<name>.ts, so that a process killed and started again costs the bench little, and returns the file to fork. It lies
 * in the checkout wherever the data folder is: its packages stay outside the bundle and are looked for from there.
 * @param beside further entries, by the name that they have in the folder
 */
export async function bundleProcess(name: string, beside: Record<string, string> = {}): Promise<string> {
  const outdir = path.join(ROOT, "build", "bench");
  await build({
    absWorkingDir: ROOT,
    entryPoints: { [name]: path.join(import.meta.dirname, `${name}.ts`), ...beside },
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return path.join(outdir, `${name}.mjs`);
}
