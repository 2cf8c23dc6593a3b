import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { defineConfig } from "prisma/config";

const engines = path.dirname(createRequire(import.meta.url).resolve("@prisma/engines/package.json"));
const standIn = path.join(import.meta.dirname, "scripts", "schema-engine.mjs");

// Prisma downloads a native schema engine on first use. Where that never happened (no way out to its server,
// install scripts switched off), migrations run on the WebAssembly engine from the npm registry instead.
if (!readdirSync(engines).some((name) => name.startsWith("schema-engine-"))) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= standIn;
}

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations", seed: "tsx prisma/seed.ts" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
