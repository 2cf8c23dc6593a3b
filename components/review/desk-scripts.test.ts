import { build, type Metafile } from "esbuild";
import { expect, it } from "vitest";

/** What the desk's own code loads at once, with all that it imports; what is fetched later is left out. */
async function loadedAtOnce(): Promise<{ files: string[]; packages: string[] }> {
  const { metafile } = await build({
    stdin: {
      contents: `export * from "#components/review/desk"; export * from "#components/shell/app-shell";`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    write: false,
    metafile: true,
    splitting: true,
    packages: "external",
    format: "esm",
    jsx: "automatic",
    outdir: "desk",
    logLevel: "error",
  });
  const entry = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === "<stdin>")?.[0];
  const seen = new Set<string>();
  const packages = new Set<string>();
  const walk = (name: string, { outputs }: Metafile): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const { path, kind, external } of outputs[name]?.imports ?? []) {
      if (kind === "dynamic-import") continue;
      if (external) packages.add(path);
      else walk(path, { outputs } as Metafile);
    }
  };
  walk(entry ?? "", metafile);
  const files = [...seen].flatMap((name) => Object.keys(metafile.outputs[name]?.inputs ?? {}));
  return { files, packages: [...packages] };
}

it("the desk carries no validation library", async () => {
  const { files, packages } = await loadedAtOnce();
  expect(packages).toContain("react");
  expect(files).toContain("lib/domain/text-explanation.ts");
  expect(packages.filter((name) => name.startsWith("zod"))).toEqual([]);
});
