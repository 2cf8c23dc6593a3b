import swc from "@swc/core";

// dependency-cruiser parses with swc as plain TypeScript, which chokes on JSX: tell it which files hold any.
const parseFile = swc.parseFileSync;
swc.parseFileSync = (path, options) => parseFile(path, { ...options, tsx: path.endsWith("x") });

/**
 * The arrows of docs/architecture.md, as errors. Each floor lists all it may import from the house;
 * whatever is not listed is forbidden.
 */
const TESTS = "\\.(test|int\\.test|spec)\\.tsx?$";

const only = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: TESTS },
  to: { path: "^(app|components|lib|workers|scripts|bench|e2e|prisma)/", pathNot: [from, ...allowed] },
});

const lib = (...names) => names.map((name) => `^lib/${name}/`);

export default {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    only("app-arrows", "^app/", ["^components/", ...lib("http", "services", "client", "domain")]),
    only("components-arrows", "^components/", lib("client", "domain")),
    only(
      "workers-arrows",
      "^workers/",
      lib("services", "jobs", "inference", "training", "media", "observe", "config", "domain"),
    ),
    only("services-arrows", "^lib/services/", lib("domain", "store", "jobs", "media", "observe")),
    only("store-arrows", "^lib/store/", lib("domain", "config", "observe")),
    only("jobs-arrows", "^lib/jobs/", lib("domain", "config", "observe")),
    only("media-arrows", "^lib/media/", lib("domain", "config", "observe")),
    only("inference-arrows", "^lib/inference/", lib("onnx", "domain", "config", "observe")),
    only("training-arrows", "^lib/training/", lib("onnx", "domain", "config", "observe")),
    only("http-arrows", "^lib/http/", lib("services", "store", "domain", "config", "observe")),
    only("client-arrows", "^lib/client/", lib("domain")),
    only("onnx-arrows", "^lib/onnx/", []),
    only("observe-arrows", "^lib/observe/", lib("config")),
    only("config-arrows", "^lib/config/", []),
    only("domain-arrows", "^lib/domain/", []),
    {
      name: "domain-is-pure",
      comment:
        "The core knows no clock, no I/O and no framework: zod, a linear-time regex engine and hash-free arithmetic only.",
      severity: "error",
      from: { path: "^lib/domain/", pathNot: TESTS },
      to: { dependencyTypes: ["npm", "npm-dev", "core"], pathNot: "node_modules/(zod|re2js)/" },
    },
    {
      name: "prisma-only-in-store",
      severity: "error",
      from: { path: "^(app|components|lib|workers)/", pathNot: ["^lib/store/", TESTS] },
      to: { path: "(^lib/store/generated/|node_modules/(@prisma|pg)/)" },
    },
    {
      name: "onnx-only-off-the-web",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: ["^lib/(inference|training)/", TESTS] },
      to: { path: "node_modules/onnxruntime-node/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^lib/store/generated/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
