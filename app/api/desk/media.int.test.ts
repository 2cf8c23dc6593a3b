import { mkdtempSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { closeConnections } from "#lib/services/close-connections";
import { moderateItem } from "#lib/services/moderate-item";
import { openMediaPreparer } from "#lib/services/prepare-media";
import { readItem, readItemDetail } from "#lib/services/read-item";
import { submitItem } from "#lib/services/submit-item";
import { sweep } from "#lib/services/sweep";
import { db } from "#lib/store/client";
import { keepQueued, takeStranded } from "#lib/store/items";
import { findMedia, setCopied, setPrepared, setProgress } from "#lib/store/media";
import { mediaLink } from "#lib/store/media-link";
import type { User } from "#lib/store/users";
import { fakeCascade } from "#scripts/test/fake-cascade";
import { makePicture } from "#scripts/test/pictures";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser, routeContext } from "../../../scripts/test/people";
import { GET } from "./media/[id]/[name]/route";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-renditions-"));
process.env.SIGHTLINE_DATA_DIR = folder;

let person: User;
let stranger: User;
let link = "";
let mediaId = "";

beforeAll(async () => {
  const orgId = await makeOrganization();
  person = await makeUser(orgId, "moderator");
  stranger = await makeUser(await makeOrganization("Elsewhere"), "admin");
  const original = await makePicture(1)
    .withExif({ IFD0: { Artist: "A. Person" } })
    .jpeg()
    .toBuffer();
  const body = moderateBodySchema.parse({ content_id: "one", image_base64: original.toString("base64") });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  const media = openMediaPreparer({ processes: 1 });
  await moderateItem(item.id, {
    cascade: fakeCascade(),
    media,
    rules: async () => ({ version: 0, rules: [] }),
  });
  media.close();
  const [medium] = (await readItemDetail(orgId, item.id)).item.media;
  link = medium?.renditions.view ?? "";
  mediaId = medium?.id ?? "";
  expect(medium).toMatchObject({
    kind: "image",
    type: "image/jpeg",
    problem: null,
    facts: { width: 320, height: 240 },
  });
});
afterAll(async () => {
  await closeConnections();
  await rm(folder, { recursive: true, force: true });
});

async function get(address: string, user: User | null = person, headers: Record<string, string> = {}) {
  const [, , , , id = "", name = ""] = new URL(address, "http://x").pathname.split("/");
  return GET(await deskRequest(address, user, { headers }), routeContext({ id, name }));
}

describe("people's copy", () => {
  const rules = async () => ({ version: 0, rules: [] });

  async function taken(name: string) {
    const picture = (await makePicture(7).jpeg().toBuffer()).toString("base64");
    const body = moderateBodySchema.parse({ content_id: name, image_base64: picture });
    return (await submitItem({ orgId: person.orgId, apiKeyId: null, body })).item.id;
  }

  it("is made after the verdict, again when that failed, and asked for by the sweep when its job is lost", async () => {
    const preparer = openMediaPreparer({ processes: 1 });
    const itemId = await taken("copied later");
    const broken = {
      ...preparer,
      makeCopies: async (id: string) => {
        expect(await readItem(person.orgId, id, false)).toMatchObject({ status: "decided" });
        throw new Error("the storage is away");
      },
    };
    await expect(moderateItem(itemId, { cascade: fakeCascade(), media: broken, rules })).rejects.toThrow(
      "away",
    );
    const medium = async () => (await readItemDetail(person.orgId, itemId)).item.media[0];
    expect(await medium()).toMatchObject({ renditions: {}, problem: null });
    expect((await sweep()).copiesResumed).toBe(0);
    expect((await sweep(new Date(Date.now() + 16 * 60_000))).copiesResumed).toBe(1);
    await moderateItem(itemId, { cascade: fakeCascade(), media: preparer, rules });
    expect(Object.keys((await medium())?.renditions ?? {})).toEqual(["view"]);
    expect((await sweep(new Date(Date.now() + 32 * 60_000))).copiesResumed).toBe(0);
    preparer.close();
  });

  it("that cannot be made says so, and the verdict stands", async () => {
    const preparer = openMediaPreparer({ processes: 1 });
    const itemId = await taken("not to be copied");
    const spoilt = {
      ...preparer,
      makeCopies: async (id: string) => {
        const key = (await findMedia(id))[0]?.storageKey as string;
        await writeFile(path.join(folder, "media", key), "no picture");
        await preparer.makeCopies(id);
      },
    };
    await moderateItem(itemId, { cascade: fakeCascade(), media: spoilt, rules });
    expect(await readItem(person.orgId, itemId, false)).toMatchObject({ status: "decided" });
    const [medium] = (await readItemDetail(person.orgId, itemId)).item.media;
    expect(medium?.problem).toMatch(/^No copy of it could be made for people/);
    preparer.close();
  });

  it("is kept once, and not for a medium that was erased meanwhile", async () => {
    const itemId = await taken("copied twice");
    const id = (await findMedia(itemId))[0]?.id as string;
    await setPrepared(id, {}, []);
    const copy = { name: "view", type: "image/jpeg", storageKey: `${id}/view`, bytes: 3 } as const;
    expect([await setCopied(id, copy), await setCopied(id, copy)]).toEqual([true, true]);
    expect((await findMedia(itemId))[0]?.renditions).toHaveLength(1);
    await db().media.delete({ where: { id } });
    expect([await setCopied(id, copy), await setPrepared(id, {}, [copy])]).toEqual([false, false]);
  });

  it("of a long film tells how far it is, through the API too", async () => {
    const itemId = await taken("under way");
    const [medium] = await findMedia(itemId);
    expect(await readItem(person.orgId, itemId, false)).not.toHaveProperty("progress");
    await setProgress(medium?.id ?? "", 0.4);
    expect(await readItem(person.orgId, itemId, false)).toMatchObject({
      status: "processing",
      progress: { image: 0.4 },
    });
  });

  it("keeps an item that takes its time from being taken for lost", async () => {
    const itemId = await taken("slow");
    const before = new Date();
    await db().item.update({ where: { id: itemId }, data: { lastQueuedAt: new Date(0) } });
    await keepQueued(itemId);
    expect((await takeStranded(before, 500)).map(({ id }) => id)).not.toContain(itemId);
  });
});

describe("a rendition", () => {
  it("comes re-encoded, without metadata, in a sandbox", async () => {
    const response = await get(link);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("image/jpeg");
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.length).toBe(Number(response.headers.get("content-length")));
    expect(bytes.includes("A. Person")).toBe(false);
  });

  it("comes in part where a player asks for a part", async () => {
    const whole = Buffer.from(await (await get(link)).arrayBuffer());
    const part = await get(link, person, { range: "bytes=10-19" });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe(`bytes 10-19/${whole.length}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(10, 20));
    const end = await get(link, person, { range: "bytes=-4" });
    expect(Buffer.from(await end.arrayBuffer())).toEqual(whole.subarray(-4));
  });

  it.each([
    ["nobody", () => get(link, null), 401],
    ["somebody of another organisation", () => get(link, stranger), 404],
    ["somebody with no signature", () => get(link.split("?")[0] as string), 404],
    ["somebody with a longer time", () => get(link.replace(/until=(\d)/, "until=9")), 404],
    ["somebody with another name", () => get(link.replace("/view?", "/poster?")), 404],
    ["somebody who asks for the original", () => get(link.replace("/view?", "/original?")), 404],
    ["somebody too late", () => get(mediaLink(mediaId, "view", Date.now() - 3_600_000)), 410],
  ])("is not for %s", async (_, ask, status) => {
    expect((await ask()).status).toBe(status);
  });
});
