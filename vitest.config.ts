import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Vitest leaves a core free, which of two is half of them; each file at work may hold models, and shares one Postgres with the others.
const maxWorkers = Math.min(4, Math.max(2, availableParallelism() - 1));

// Two projects: `unit` is pure and fast; `int` needs Postgres (and, where named, Redis), which
// scripts/test.mjs provides through DATABASE_URL and REDIS_URL, and fails without them.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{app,bench,components,lib,workers,scripts}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.int.test.ts", "node_modules"],
          maxWorkers,
          setupFiles: ["./scripts/test/fuzz-seed.ts"],
          // Generous: property tests build their tables first, and a busy machine is not a failure.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
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
