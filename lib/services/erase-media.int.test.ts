import { mkdtempSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, BlockList } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { moderateBodySchema } from "#lib/domain/content";
import { mediaStorage } from "#lib/media/storage";
import { renditionKey } from "#lib/media/storage-port";
import { db } from "#lib/store/client";
import { findMedia } from "#lib/store/media";
import { makeOrganization } from "#scripts/test/organization";
import { makePicture } from "#scripts/test/pictures";
import { closeConnections } from "./close-connections";
import { eraseAuthorData } from "./erase-author";
import { openMediaPreparer } from "./prepare-media";
import { submitItem } from "./submit-item";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-erased-media-"));
process.env.SIGHTLINE_DATA_DIR = folder;
let orgId = "";
let picture: Buffer;

beforeAll(async () => {
  orgId = await makeOrganization();
  picture = await makePicture(3).jpeg().toBuffer();
});
afterAll(async () => {
  await closeConnections();
  await rm(folder, { recursive: true, force: true });
});

async function posted(name: string, medium: Record<string, string>) {
  const body = moderateBodySchema.parse({ content_id: name, metadata: { user_id: name }, ...medium });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  const [row] = await findMedia(item.id);
  return { itemId: item.id, id: row?.id as string };
}

/** Names of the files that are stored of a medium. */
const stored = (id: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && path.basename(entry.parentPath) === id)
    .map(({ name }) => name);

const erase = (externalId: string) => eraseAuthorData({ orgId, externalId, actor: "test" });

describe("what is stored of a medium while its author is erased", () => {
  it("goes as well where its row was still there: the files are removed once more when the row is gone", async () => {
    const { id } = await posted("copied", { image_base64: picture.toString("base64") });
    expect(stored(id)).toEqual(["original"]);
    let erased: Promise<unknown> | undefined;
    await db().$transaction(async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM "Media" WHERE "id" = ${id} FOR UPDATE`;
      erased = erase("copied");
      await vi.waitFor(() => expect(stored(id)).toEqual([]), { timeout: 5000 });
      // A worker stores its rendition now, and says so before the eraser gets to the row.
      const storageKey = renditionKey(orgId, id, "view");
      await mediaStorage().put(storageKey, Buffer.from("a copy"));
      await tx.mediaRendition.create({
        data: { mediaId: id, name: "view", type: "image/jpeg", storageKey, bytes: 6 },
      });
    });
    await erased;
    expect(stored(id)).toEqual([]);
    expect(await db().mediaRendition.count({ where: { mediaId: id } })).toBe(0);
  });

  it("is taken away by whoever fetched it, when the row is gone by then", async () => {
    const server = createServer(async (_, response) => {
      await erase("fetched");
      response.end(picture);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { itemId, id } = await posted("fetched", { image_url: `http://photos.example:${port}/a.jpg` });
    const preparer = openMediaPreparer({
      processes: 1,
      fetch: {
        allowance: { hosts: [{ host: "photos.example", port: null }], networks: new BlockList() },
        resolve: async () => [{ address: "127.0.0.1", family: 4 }],
      },
    });
    try {
      const [medium] = await preparer.prepare(itemId);
      expect(medium).toMatchObject({ kind: "image", problem: "The medium was erased." });
      expect(stored(id)).toEqual([]);
    } finally {
      preparer.close();
      server.close();
    }
  });
});
