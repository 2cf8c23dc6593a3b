import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { PRISMA_CLI, ROOT } from "../system/project.mjs";
import { run } from "../system/run.mjs";
import { freshDatabase } from "../test/database";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-schema-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const standIn = { PRISMA_SCHEMA_ENGINE_BINARY: path.join(ROOT, "scripts", "schema-engine.mjs") };
const prisma = (args: string[], url: string) =>
  run(process.execPath, [PRISMA_CLI, ...args], { env: { ...standIn, DATABASE_URL: url } });

test("the committed migrations lead to the schema", async () => {
  const output = await prisma(
    ["migrate", "diff", "--from-config-datasource", "--to-schema", "prisma/schema.prisma", "--exit-code"],
    await freshDatabase(),
  );
  expect(output).toContain("No difference detected");
});

test("a difference comes out as SQL", async () => {
  const schema = path.join(folder, "schema.prisma");
  const model = "model Note {\n  id Int @id\n  body String\n}\n";
  writeFileSync(schema, `datasource db {\n  provider = "postgresql"\n}\n${model}`);
  const output = await prisma(
    ["migrate", "diff", "--from-empty", "--to-schema", schema, "--script"],
    await freshDatabase(),
  );
  expect(output).toContain('CREATE TABLE "Note"');
});

test("a migration goes to the database in one piece, semicolons inside functions included", async () => {
  const { PgAdapterFactory } = await import("./pg-adapter.mjs");
  const url = await freshDatabase();
  const connection = await new PgAdapterFactory(url).connect();
  await connection.executeScript(
    "CREATE FUNCTION twice(n int) RETURNS int AS $$ BEGIN n := n * 2; RETURN n; END; $$ LANGUAGE plpgsql; SELECT 1;",
  );
  const { rows } = await connection.queryRaw({ sql: "SELECT twice($1)", args: [21] });
  expect(rows).toEqual([[42]]);
  await connection.dispose();
});

test("a database that does not exist is named", async () => {
  const missing = Object.assign(new URL(await freshDatabase()), { pathname: "/not_there" }).href;
  await expect(prisma(["migrate", "status"], missing)).rejects.toThrow(/not_there/);
});
