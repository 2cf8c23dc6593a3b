import { mkdtempSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CascadePort, StageSpec } from "#lib/domain/cascade";
import { isUsable, type MediaKind } from "#lib/domain/media";
import { closeConnections } from "#lib/services/close-connections";
import { moderateItem } from "#lib/services/moderate-item";
import { type MediaPreparer, openMediaPreparer } from "#lib/services/prepare-media";
import { db } from "#lib/store/client";
import { stageResult } from "#scripts/test/fake-cascade";
import { type Fate, makeHostileFiles } from "#scripts/test/hostile-files";
import { type HostileServer, openHostileServer } from "#scripts/test/hostile-server";
import { makeOrganization } from "../../../../scripts/test/organization";
import { apiRequest, makeKey } from "../../../../scripts/test/people";
import { POST } from "./route";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-hostile-"));
process.env.SIGHTLINE_DATA_DIR = folder;

/** Something inside the house that counts who calls. */
let calls = 0;
const inside = createServer((_, response) => {
  calls += 1;
  response.end("secret");
});
await new Promise<void>((resolve) => inside.listen(0, "127.0.0.1", resolve));
const insideUrl = `http://127.0.0.1:${(inside.address() as AddressInfo).port}/`;
const hostile: HostileServer = await openHostileServer(insideUrl);
// The operator allows the hostile host alone.
process.env.ALLOW_PRIVATE_HOSTS = `127.0.0.1:${hostile.port}`;

let secret = "";
let preparer: MediaPreparer;
let serial = 0;
const FILES = await makeHostileFiles();

beforeAll(async () => {
  secret = (await makeKey(await makeOrganization(), ["moderate", "items:read"])).secret;
  preparer = openMediaPreparer({ processes: 1, fetch: { timeoutMs: 1500, attempts: 2 } });
});
afterAll(async () => {
  preparer.close();
  inside.close();
  await hostile.close();
  await closeConnections();
  await rm(folder, { recursive: true, force: true });
});

/** Judges whatever could be decoded as harmless, so that only the intake decides. */
const cascade: CascadePort = {
  plan: ({ media = [] }) =>
    media.map(
      ({ kind }): StageSpec => ({
        name: `${kind}-all`,
        level: 1,
        modality: kind,
        model: "x@1.0.0",
        timeoutMs: 1,
      }),
    ),
  run: async (spec, { media = [] }) => {
    const usable = media.some((medium) => medium.kind === spec.modality && isUsable(medium));
    const outcome = usable ? "continue" : "skipped";
    return {
      result: stageResult({ stage: spec.name, modality: spec.modality, outcome, scores: { spam: 0 } }),
    };
  },
};
const ports = () => ({ cascade, media: preparer, rules: async () => ({ version: 0, rules: [] }) });

async function send(
  fields: Record<string, unknown>,
): Promise<{ status: number; problem: string; id?: string }> {
  const body = { content_id: `hostile-${++serial}`, wait_ms: 0, ...fields };
  const response = await POST(apiRequest("/api/v1/moderate", secret, { body }));
  const answer = (await response.json()) as { detail?: string; id?: string };
  return { status: response.status, problem: answer.detail ?? "", id: answer.id };
}

/** What becomes of an item that was taken: its medium's problem, or null when a model was asked. */
async function judge(id: string): Promise<{ fate: Fate; problem: string | null }> {
  await moderateItem(id, ports());
  const item = await db().item.findUniqueOrThrow({ where: { id }, include: { media: true, verdict: true } });
  const problem = item.media[0]?.problem ?? null;
  expect(item.decision).toBe(problem ? "FLAG" : "APPROVE");
  return { fate: problem ? "person" : "judged", problem };
}

describe("hostile files", () => {
  it("are more than forty", () => expect(FILES.length).toBeGreaterThanOrEqual(40));

  it.each(FILES.map((file) => [file.name, file] as const))("%s", async (_, { kind, fate, bytes }) => {
    const { status, problem, id } = await send({ [`${kind}_base64`]: bytes.toString("base64") });
    const taken = id === undefined ? null : await judge(id);
    expect([fate].flat()).toContain(taken?.fate ?? status);
    const words = taken?.problem ?? problem;
    if (taken?.fate !== "judged") expect(words).toMatch(/^\w.{10,}\.$/s);
    expect(words).not.toContain(folder);
  });

  it("leave nothing behind in the incoming folder", async () => {
    expect(await readdir(path.join(folder, "incoming"))).toEqual([]);
  });
});

describe("hostile values", () => {
  it.each([
    ["no base64", { image_base64: "***" }, "/image_base64"],
    ["a data URL that is not base64", { image_base64: "data:text/html,<script>" }, "/image_base64"],
    ["padding in the middle", { image_base64: "AAA=AAAA" }, "/image_base64"],
    [
      "an address and a value at once",
      { image_url: "https://example.org/a.png", image_base64: "/9j/AAAA" },
      "/image_base64",
    ],
  ])("%s is refused at its field", async (_, fields, pointer) => {
    const body = { content_id: `value-${++serial}`, ...fields };
    const response = await POST(apiRequest("/api/v1/moderate", secret, { body }));
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { pointer: string }[] };
    expect(errors[0]?.pointer).toMatch(/^\/image_(url|base64)$/);
    expect([pointer, "/image_url"]).toContain(errors[0]?.pointer);
  });
});

describe("hostile addresses", () => {
  it.each([
    "http://127.0.0.1/",
    insideUrl,
    "http://localhost/a.png",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.8/",
    "http://[fe80::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://user:secret@example.org/",
    "file:///etc/passwd",
    "ftp://example.org/a.png",
    "gopher://127.0.0.1:25/",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "not an address",
  ])("%s is refused at once", async (image_url) => {
    expect(await send({ image_url })).toMatchObject({ status: 422 });
  });

  const answers: [string, Fate, RegExp | null][] = [
    ["/fine", "judged", null],
    ["/to-fine", "judged", null],
    ["/to-inside", "person", /not on the public internet/],
    ["/to-metadata", "person", /not on the public internet/],
    ["/to-file", "person", /Only http and https/],
    ["/to-nowhere", "person", /redirects to nowhere/],
    ["/loop", "person", /redirects too often/],
    ["/missing", "person", /answered 404/],
    ["/broken", "person", /answered 500/],
    ["/nothing", "person", /empty/],
    ["/page", "person", /web page/],
    ["/promises-much", "person", /larger than 10 MB/],
    ["/promises-little", "person", /too early|decoded/],
    ["/cut-off", "person", /could not be read/],
    ["/compressed", "person", /compressed/],
    ["/silent", "person", /too long/],
    ["/drip", "person", /too long/],
    ["/endless", "person", /larger than 10 MB/],
  ];
  it.each(answers)("that answers %s ends as %s", async (place, fate, words) => {
    const { status, id } = await send({ image_url: hostile.origin + place });
    expect(status).toBe(202);
    const taken = await judge(id as string);
    expect(taken.fate).toBe(fate);
    if (words) expect(taken.problem).toMatch(words);
  });

  it("brought no call to an address that is not allowed", () => expect(calls).toBe(0));
});

describe("media as they should be", () => {
  const kinds: MediaKind[] = ["image"];
  it.each(kinds)("a %s by multipart is the same content as by base64", async (kind) => {
    const bytes = FILES.find(({ name }) => name === "JPEG with noise behind it")?.bytes as Buffer;
    const form = new FormData();
    form.set("content_id", "same-content");
    form.set("wait_ms", "0");
    form.set("metadata", JSON.stringify({ user_id: "u1" }));
    form.set(kind, new Blob([new Uint8Array(bytes)], { type: "text/html" }), "../../etc/passwd.svg");
    const upload = new Request("http://localhost:3000/api/v1/moderate", {
      method: "POST",
      headers: { authorization: `Bearer ${secret}` },
      body: form,
    });
    const first = await POST(upload);
    expect(first.status).toBe(202);
    const { id } = (await first.json()) as { id: string };
    const again = await send({
      content_id: "same-content",
      metadata: { user_id: "u1" },
      image_base64: `data:image/jpeg;base64,${bytes.toString("base64")}`,
    });
    expect(again).toMatchObject({ status: 202, id });
    const [row] = await db().media.findMany({ where: { itemId: id } });
    expect(row).toMatchObject({ kind, type: "image/jpeg", bytes: bytes.length });
    expect(await readdir(path.join(folder, "media", row?.orgId as string))).toContain(row?.id);
    expect(await db().media.count({ where: { itemId: id } })).toBe(1);
  });

  it("nothing is stored twice for one content id, nor left over", async () => {
    const rows = await db().media.findMany({ where: { storageKey: { not: null } } });
    const [org] = await readdir(path.join(folder, "media"));
    const kept = await readdir(path.join(folder, "media", org as string));
    expect(kept.sort()).toEqual(rows.map(({ id }) => id).sort());
  });
});
