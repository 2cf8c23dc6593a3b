import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImportMapping } from "#lib/domain/imports";
import { type Consumer, consume, type Handlers } from "#lib/jobs/consume";
import { enqueueMany } from "#lib/jobs/enqueue";
import { JOB_NAMES } from "#lib/jobs/registry";
import { db } from "#lib/store/client";
import { takeStranded } from "#lib/store/items";
import { fakeCascade } from "#scripts/test/fake-cascade";
import { openHostileServer } from "#scripts/test/hostile-server";
import { makeOrganization } from "#scripts/test/organization";
import { makeUser } from "#scripts/test/people";
import { closeConnections } from "./close-connections";
import { importResults } from "./import-results";
import {
  checkImport,
  createImport,
  openImport,
  readImport,
  resumeHere,
  startImport,
  stopImport,
} from "./manage-imports";
import { moderateItem } from "./moderate-item";
import { openMediaPreparer } from "./prepare-media";
import { runImport } from "./run-import";

const served = await openHostileServer("http://127.0.0.1:1/");
process.env.ALLOW_PRIVATE_HOSTS = `127.0.0.1:${served.port}`;
const media = openMediaPreparer({ processes: 1, fetch: { timeoutMs: 3000, attempts: 2 } });
const ports = { media, cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
const folder = mkdtempSync(path.join(tmpdir(), "sightline-import-"));
let orgId: string;
let admin: string;
let judge: Consumer;

beforeAll(async () => {
  orgId = await makeOrganization();
  admin = (await makeUser(orgId, "admin")).id;
  const nothing = async () => {};
  const idle = Object.fromEntries(JOB_NAMES.map((name) => [name, nothing])) as unknown as Handlers;
  judge = await consume({ ...idle, moderate: ({ itemId }) => moderateItem(itemId, ports) }, ["moderate"]);
});
afterAll(async () => {
  await judge.close(3000);
  media.close();
  await served.close();
  await closeConnections();
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string) {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return { name, path: file };
}

async function text(lines: AsyncGenerator<string>) {
  let all = "";
  for await (const line of lines) all += line;
  return all.replace("\uFEFF", "").trimEnd().split("\r\n");
}

describe("an import", () => {
  it("takes rows as items, refuses what is wrong, and writes what became of each beside it", async () => {
    const file = write(
      "posts.csv",
      'id,comment,author,extra\np1,toxicity=0.1,ann,"a, b"\np2,toxicity=0.99,ben,\np3,,ann,\np1,toxicity=0.1,ann,=1+1\np2,another text,ben,\n',
    );
    const { id } = await createImport(orgId, file, admin);
    const detail = await readImport(orgId, id);
    expect(detail.import).toMatchObject({ state: "ready", columns: ["id", "comment", "author", "extra"] });
    expect(detail.sample[0]).toMatchObject({ extra: "a, b" });
    const mapping = detail.import.mapping as { text: string };
    expect(mapping).toEqual({ text: "comment", content_id: "id", user_id: "author" });
    expect(await checkImport(orgId, id, mapping)).toMatchObject({
      rows: 5,
      good: 4,
      refused: 1,
      repeated: 2,
    });
    expect(await db().item.count({ where: { orgId } })).toBe(0);
    await startImport(orgId, id, admin, mapping);
    expect(await runImport(id)).toBe(true);
    const found = await openImport(orgId, id);
    expect(found).toMatchObject({ state: "done", cursor: 5, accepted: 2, known: 1, refused: 2 });
    const lines = await text(importResults(found));
    expect(lines).toHaveLength(6);
    expect(lines[1]).toMatch(/^1,p1,toxicity=0.1,ann,"a, b",itm_\w+,APPROVE,no,/);
    expect(lines[2]).toMatch(/BLOCK,no/);
    expect(lines[4]).toContain(",ann,'=1+1,");
    expect(lines[4]?.split(",")[5]).toBe(lines[1]?.split(",")[6]);
    expect(await text(importResults(found, true))).toEqual([
      "row,id,comment,author,extra,sightline_error",
      "3,p3,,ann,,There is no text.",
      "5,p2,another text,ben,,This content id is taken by other content.",
    ]);
    expect((await readImport(orgId, id)).summary).toEqual({
      rows: 5,
      refused: 2,
      decisions: { APPROVE: 2, FLAG: 0, BLOCK: 1 },
      categories: { toxicity: 1 },
    });
    const ann = await db().author.findFirstOrThrow({ where: { orgId, externalId: "ann" } });
    expect(ann.items).toBe(1);
    await expect(startImport(orgId, id, admin)).rejects.toMatchObject({ code: "conflict" });
  });

  it("takes media by their addresses, fetches them as posts' media, and says which cannot be had", async () => {
    const rows = [
      `m1,toxicity=0.1,${served.origin}/fine`,
      `m2,,${served.origin}/to-fine`,
      `m3,,${served.origin}/missing`,
      "m4,toxicity=0.1,http://169.254.169.254/latest",
      "m5,,ftp://example.org/a.png",
      "m6,,not an address",
      "m7, ,",
      `m2,,${served.origin}/to-fine`,
      `m1,toxicity=0.1,${served.origin}/other`,
    ];
    const file = write("media.csv", `id,comment,image_url\n${rows.join("\n")}\n`);
    const { id } = await createImport(orgId, file, admin);
    const mapping = (await readImport(orgId, id)).import.mapping as ImportMapping;
    expect(mapping).toEqual({ text: "comment", content_id: "id", image_url: "image_url" });
    const check = await checkImport(orgId, id, mapping);
    expect(check).toMatchObject({ rows: 9, good: 5, refused: 4, repeated: 2 });
    await startImport(orgId, id, admin, mapping);
    expect(await runImport(id)).toBe(true);
    const found = await openImport(orgId, id);
    expect(found).toMatchObject({ accepted: 3, known: 1, refused: 5 });
    const errors = (await text(importResults(found, true))).slice(1).map((line) => line.split(",").at(-1));
    expect(errors).toEqual([
      expect.stringMatching(/^image_url: /),
      expect.stringMatching(/^image_url: /),
      "image_url: This is not an address (http or https).",
      "There is neither a text nor an address.",
      "This content id is taken by other content.",
    ]);
    const items = await db().item.findMany({
      where: { orgId, contentId: { in: ["m1", "m2", "m3"] }, media: { some: {} } },
      include: { media: true },
      orderBy: { contentId: "asc" },
    });
    expect(items.map(({ contentId, modalities }) => [contentId, modalities])).toEqual([
      ["m1", ["text", "image"]],
      ["m2", ["image"]],
      ["m3", ["image"]],
    ]);
    expect(items[1]?.media).toMatchObject([{ type: "image/jpeg", problem: null }]);
    const lines = await text(importResults(found));
    const cells = (row: number) => lines[row]?.split(",") ?? [];
    const problem = cells(0).indexOf("sightline_media_problem");
    expect(cells(2)[problem]).toBe("");
    expect(cells(3)[problem]).toMatch(/^"?image: .*404/);
    // What cannot be had goes to a person.
    expect(cells(3)[cells(0).indexOf("sightline_waits_for_a_person")]).toBe("yes");
  });

  it("takes every row once though its process is killed twice", async () => {
    const rows = 550;
    const body = Array.from({ length: rows }, (_, row) => `{"text":"toxicity=0.${row % 10} row ${row}"}`);
    const mapping = { text: "text" };
    const { id } = await createImport(orgId, write("many.jsonl", body.join("\n")), null, mapping);
    await resumeHere(orgId, id);
    const cursor = async () => (await openImport(orgId, id)).cursor;
    for (const until of [1, 300]) {
      const child = spawn(process.execPath, ["--import", "tsx", "bench/import-runner.ts", id], {
        stdio: "ignore",
      });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      while ((await cursor()) < until) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill("SIGKILL");
      await ended;
      expect(await runImport(id)).toBe(false); // the dead one's lease still holds
      await db().import.update({ where: { id }, data: { leaseUntil: new Date(0) } });
    }
    // What the sweep does with items whose job was lost with the process.
    const lost = await takeStranded(new Date(Date.now() + 1000), rows);
    await enqueueMany(
      "moderate",
      lost.map((item) => ({ itemId: item.id })),
    );
    const again = await createImport(orgId, write("many.jsonl", body.join("\n")), null, mapping);
    expect(again.id).toBe(id);
    expect(await runImport(id)).toBe(true);
    const taken = await db().importRow.findMany({ where: { importId: id }, orderBy: { row: "asc" } });
    expect(taken.map(({ row }) => row)).toEqual(Array.from({ length: rows }, (_, at) => at + 1));
    expect(new Set(taken.map(({ itemId }) => itemId)).size).toBe(rows);
    const judged = await db().verdict.count({
      where: { itemId: { in: taken.map(({ itemId }) => itemId ?? "") } },
    });
    expect(judged).toBe(rows);
  });

  it("stops when told to, and goes on later; another mapping is refused once rows are taken", async () => {
    const body = Array.from({ length: 300 }, (_, row) => `{"text":"toxicity=0.1 stop ${row}"}`).join("\n");
    const { id } = await createImport(orgId, write("stop.jsonl", body), admin);
    await startImport(orgId, id, admin, { text: "text" });
    const running = runImport(id, {
      onProgress: ({ taken }) => {
        if (taken > 0 && taken < 300) void stopImport(orgId, id, admin).catch(() => {});
      },
    });
    expect(await running).toBe(false);
    const { cursor, state } = await openImport(orgId, id);
    expect(state).toBe("stopped");
    expect(cursor).toBeGreaterThan(0);
    await expect(startImport(orgId, id, admin, { text: "text" })).rejects.toMatchObject({ code: "conflict" });
    await startImport(orgId, id, admin);
    expect(await runImport(id)).toBe(true);
    expect(await db().importRow.count({ where: { importId: id } })).toBe(300);
  });

  it("fails with words when the file breaks off or is gone", async () => {
    const file = write("broken.csv", 'id,text\n1,fine\n2,"never closed\n');
    await expect(createImport(orgId, file, admin)).rejects.toMatchObject({ code: "invalid_input" });
    const gone = await createImport(orgId, write("gone.csv", "text\nhello\n"), admin);
    rmSync(gone.path);
    await startImport(orgId, gone.id, admin, { text: "text" });
    await expect(runImport(gone.id)).rejects.toMatchObject({ code: "not_found" });
    expect(await openImport(orgId, gone.id)).toMatchObject({ state: "failed" });
  });

  it("of another organisation is not there", async () => {
    const { id } = await createImport(orgId, write("mine.csv", "text\nhello\n"), admin);
    const stranger = await makeOrganization("Elsewhere");
    await expect(readImport(stranger, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(openImport(stranger, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(startImport(stranger, id, admin)).rejects.toMatchObject({ code: "not_found" });
    await expect(stopImport(stranger, id, admin)).rejects.toMatchObject({ code: "conflict" });
  });
});
