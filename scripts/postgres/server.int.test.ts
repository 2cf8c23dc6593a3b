import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DISPOSABLE } from "./cluster.mjs";
import { startPostgres } from "./server.mjs";

let folder: string;
let server: Awaited<ReturnType<typeof startPostgres>>;

const query = async (url: string, text: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
};

const serverPid = () =>
  Number(readFileSync(path.join(server.folder, "postmaster.pid"), "utf8").split("\n")[0]);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "sightline-postgres-"));
  server = await startPostgres(folder, DISPOSABLE);
});

afterAll(() => {
  server.stop();
  rmSync(server.folder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

test("a second start finds the running server", async () => {
  const second = await startPostgres(folder, DISPOSABLE);
  expect(second).toMatchObject({ started: false, url: server.url });
});

test("only somebody with the password gets in, and only its owner can read the password", async () => {
  const stranger = Object.assign(new URL(server.url), { password: "guess" });
  await expect(query(stranger.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
  expect(statSync(path.join(folder, "postgres.json")).mode & 0o777).toBe(0o600);
});

test("a stopped server starts again with what it held", async () => {
  await query(server.url, "CREATE TABLE kept AS SELECT 7 AS n");
  server.stop();
  expect(server.isAlive()).toBe(false);
  server = await startPostgres(folder, DISPOSABLE);
  expect(server.started).toBe(true);
  expect(await query(server.url, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
});

test("a server killed outright starts again on the same port", async () => {
  const { url } = server;
  process.kill(serverPid(), "SIGKILL");
  await server.restart();
  expect(server.isAlive()).toBe(true);
  expect(await query(url, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
});

test("the database can be emptied", async () => {
  await query(server.url, "CREATE TABLE IF NOT EXISTS gone (id int)");
  await server.empty();
  expect(await query(server.url, "SELECT to_regclass('gone') AS found")).toEqual([{ found: null }]);
});

test("the mark of a dead server on the id of another program does not keep it from starting", async () => {
  server.stop();
  writeFileSync(
    path.join(server.folder, "postmaster.pid"),
    `${process.pid}\n${server.folder}\n0\n${server.port}\n\n\n\n`,
  );
  server = await startPostgres(folder, DISPOSABLE);
  expect(server.started).toBe(true);
});
