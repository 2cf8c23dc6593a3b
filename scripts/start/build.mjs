import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { readJson } from "../system/json-file.mjs";
import { PRISMA_CLI, packageFile, ROOT } from "../system/project.mjs";
import { Refusal } from "../system/refusal.mjs";
import { runNode } from "../system/run.mjs";

const BUILD = path.join(ROOT, "build");
const STAMPS = path.join(BUILD, "stamps.json");
const TEST_FILE = /\.(test|spec)\.[cm]?tsx?$/;

const CLIENT_SOURCES = ["prisma/schema.prisma", "package-lock.json"];
const WEB_SOURCES = [
  ...["app", "components", "lib", "public"],
  ...[
    "instrumentation.ts",
    "proxy.ts",
    "next.config.mjs",
    "security-headers.mjs",
    "postcss.config.mjs",
    "tsconfig.json",
  ],
  ...["package.json", "package-lock.json", "prisma/schema.prisma"],
];

/** All files below `entry` (a file or folder that need not exist), in a fixed order, without tests. */
function filesBelow(entry) {
  if (!existsSync(entry)) return [];
  if (statSync(entry).isFile()) return [entry];
  return readdirSync(entry, { withFileTypes: true })
    .filter((child) => child.name !== "generated" && !TEST_FILE.test(child.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((child) => filesBelow(path.join(entry, child.name)));
}

/** A fingerprint of the contents of `sources`, paths relative to `root`. */
export function fingerprint(sources, root = ROOT) {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => filesBelow(path.join(root, source)))) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * Writes a file of the build where it says something else, in one step: a Sightline with another data folder may run from it, and
 * start threads and decoders at any time. What is built already can be started by who may only read it.
 */
function writeBuilt(file, bytes) {
  if (existsSync(file) && readFileSync(file).equals(bytes)) return;
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(beside, bytes);
    renameSync(beside, file);
  } catch (error) {
    if (existsSync(beside)) rmSync(beside);
    const remedy = error.code === "ENOSPC" ? "Free some space" : `Start as the user who owns ${ROOT}`;
    throw new Refusal(`${file} cannot be written (${error.code}). ${remedy}, and start again.`);
  }
}

/** Runs `make` unless `output` is there and was made from the same sources. @returns whether it ran */
async function makeOnce(name, { sources, output, extra = "" }, make) {
  const wanted = fingerprint(sources) + extra;
  if (existsSync(path.join(ROOT, output)) && readJson(STAMPS)?.[name] === wanted) return false;
  await make();
  writeBuilt(STAMPS, Buffer.from(JSON.stringify({ ...readJson(STAMPS), [name]: wanted })));
  return true;
}

/** Writes the database client after a change of the schema. */
export function generateClient() {
  const target = { sources: CLIENT_SOURCES, output: "lib/store/generated/client.ts" };
  return makeOnce("client", target, () => runNode(PRISMA_CLI, ["generate"]));
}

/** Builds the web application after a change of its sources. `env` is what the server will run with. */
export function buildWeb(env) {
  const publicNames = Object.keys(env).filter((name) => name.startsWith("NEXT_PUBLIC_"));
  const extra = publicNames
    .sort()
    .map((name) => ` ${name}=${env[name]}`)
    .join("");
  const target = { sources: WEB_SOURCES, output: ".next/BUILD_ID", extra };
  return makeOnce("web", target, () =>
    runNode(packageFile("next", "dist", "bin", "next"), ["build"], { env }),
  );
}

/** The entry files of the worker process, of its threads and of its decoders, with the names they have in the bundle. */
function workerEntries() {
  const entries = {
    main: "workers/main.ts",
    thread: "lib/inference/thread.ts",
    decoder: "lib/media/decoder/process.ts",
  };
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(path.join(ROOT, file))));
}

/** Bundles the workers into build/workers/*.mjs, with packages left outside: tens of milliseconds, so every time. */
export async function bundleWorkers(outdir = path.join(BUILD, "workers")) {
  const { build, stop } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: workerEntries(),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    write: false,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: true,
    logLevel: "silent",
  });
  // Its helper process would stay for as long as this one.
  await stop();
  const isShared = ({ path: file }) => path.basename(file).startsWith("chunk-");
  // What entries import is there before they are.
  for (const shared of [true, false])
    for (const file of outputFiles)
      if (isShared(file) === shared) writeBuilt(file.path, Buffer.from(file.contents));
  const written = new Set(outputFiles.map((file) => file.path));
  for (const name of readdirSync(outdir)) {
    // Hidden is what another start is writing.
    if (!name.startsWith(".") && !written.has(path.join(outdir, name))) rmSync(path.join(outdir, name));
  }
}
