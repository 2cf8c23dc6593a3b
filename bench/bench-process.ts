import path from "node:path";
import { build } from "esbuild";
import { ROOT } from "../scripts/system/project.mjs";

/**
 * Bundles bench/<name>.ts, so that a process killed and started again costs the bench little, and returns the file to fork. It lies
 * in the checkout wherever the data folder is: its packages stay outside the bundle and are looked for from there.
 */
export async function bundleProcess(name: string): Promise<string> {
  const outfile = path.join(ROOT, "build", "bench", `${name}.mjs`);
  await build({
    entryPoints: [path.join(import.meta.dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return outfile;
}
