import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Vitest leaves a core free, which of two is half of them; each file at work may hold models, and shares one Postgres with the others.
const maxWorkers = Math.min(4, Math.max(2, availableParallelism() - 1));

const UNIT = "{app,bench,components,lib,workers,scripts}/**/";
const ISOLATED = "**/*.isolated.test.ts";
const unit = {
  maxWorkers,
  setupFiles: ["./scripts/test/fuzz-seed.ts"],
  // Generous: property tests build their tables first, and a busy machine is not a failure.
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

// `unit` is pure and fast, and its files share what they import: loading it anew for each took a third of the time. Files that put
// something else in the place of a module or of the settings are named `.isolated` and share nothing. `int` needs Postgres (and, where named, Redis),
// which scripts/test.mjs provides through DATABASE_URL and REDIS_URL, and fails without them.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [`${UNIT}*.test.{ts,tsx}`],
          exclude: ["**/*.int.test.ts", ISOLATED, "node_modules"],
          isolate: false,
          // Nothing that a test has put in the place of something else meets the next file.
          restoreMocks: true,
          unstubEnvs: true,
          unstubGlobals: true,
          ...unit,
        },
      },
      { test: { name: "unit-isolated", include: [ISOLATED], ...unit } },
      {
        test: {
          name: "int",
          include: ["{app,lib,workers,scripts,prisma}/**/*.int.test.ts"],
          globalSetup: ["./scripts/test/global-setup.ts"],
          setupFiles: ["./scripts/test/own-database.ts", "./scripts/test/fuzz-seed.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers,
        },
      },
    ],
  },
});
