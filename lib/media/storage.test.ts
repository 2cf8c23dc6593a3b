import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signS3 } from "./s3-signature";
import { FileStorage } from "./storage-files";
import { originalKey, renditionKey } from "./storage-port";
import { S3Storage } from "./storage-s3";

let folder = "";
const CREDENTIALS = { region: "eu-test-1", keyId: "AKID", secret: "not-a-real-secret" };

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A bucket in memory that checks each signature by making it again from what arrived. */
async function openBucket() {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    const body = await bodyOf(request);
    const payloadHash = createHash("sha256").update(body).digest("hex");
    const stamp = String(request.headers["x-amz-date"]);
    const at = new Date(stamp.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"));
    const range = request.headers.range;
    const headers: Record<string, string> = range ? { range } : {};
    const wanted = signS3({ method: request.method ?? "", url, headers, payloadHash }, CREDENTIALS, at);
    const answer = (status: number, sent?: Buffer | string) => response.writeHead(status).end(sent);
    if (request.headers.authorization !== wanted.authorization) return answer(403);
    const key = url.pathname.replace(/^\/bucket\/?/, "");
    if (request.method === "PUT") objects.set(key, body);
    if (request.method === "DELETE") objects.delete(key);
    if (request.method !== "GET") return answer(200);
    if (key === "") {
      const below = [...objects.keys()].filter((each) =>
        each.startsWith(url.searchParams.get("prefix") ?? ""),
      );
      return answer(200, below.map((each) => `<Key>${each}</Key>`).join(""));
    }
    const found = objects.get(key);
    if (!found) return answer(404);
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
    return start ? answer(206, found.subarray(Number(start), Number(end) + 1)) : answer(200, found);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, close: () => server.close() };
}

let bucket: Awaited<ReturnType<typeof openBucket>>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sightline-storage-"));
  bucket = await openBucket();
});

afterAll(async () => {
  bucket.close();
  await rm(folder, { recursive: true });
});

const STORES = {
  files: () => new FileStorage(path.join(folder, "store")),
  s3: () => new S3Storage({ ...CREDENTIALS, endpoint: bucket.endpoint, bucket: "bucket" }),
};
const text = async (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

describe.each(Object.entries(STORES))("media storage: %s", (_, open) => {
  const key = originalKey("org_1", "med_1");

  it("gives back what was put, whole, streamed and in part", async () => {
    const storage = open();
    await storage.put(key, Buffer.from("0123456789"));
    expect(Buffer.from(await storage.get(key)).toString()).toBe("0123456789");
    expect(await text(await storage.stream(key))).toBe("0123456789");
    expect(await text(await storage.stream(key, { start: 3, end: 5 }))).toBe("345");
  });

  it("replaces, takes files, and lends a path to read", async () => {
    const storage = open();
    const file = path.join(folder, "incoming");
    await writeFile(file, "from a file");
    await storage.putFile(key, file);
    expect(await storage.withFile(key, (lent) => readFile(lent, "utf8"))).toBe("from a file");
  });

  it("says not_found for what is not there", async () => {
    const storage = open();
    const missing = originalKey("org_1", "med_none");
    await expect(storage.get(missing)).rejects.toMatchObject({ code: "not_found" });
    await expect(storage.stream(missing)).rejects.toMatchObject({ code: "not_found" });
    await expect(storage.withFile(missing, async () => 1)).rejects.toMatchObject({ code: "not_found" });
  });

  it("removes one medium and no other, and does not mind nothing", async () => {
    const storage = open();
    await storage.put(renditionKey("org_1", "med_1", "view"), Buffer.from("a"));
    await storage.put(originalKey("org_1", "med_12"), Buffer.from("b"));
    await storage.removeBelow("org_1/med_1/");
    await storage.removeBelow("org_1/med_1/");
    await expect(storage.get(key)).rejects.toMatchObject({ code: "not_found" });
    expect(Buffer.from(await storage.get(originalKey("org_1", "med_12"))).toString()).toBe("b");
  });
});

describe("files", () => {
  it("are nobody else's to read, and no halves stay behind", async () => {
    const storage = STORES.files();
    await storage.put(originalKey("org_2", "med_1"), Buffer.from("x"));
    const place = path.join(folder, "store", "org_2", "med_1");
    expect((await stat(place)).mode & 0o077).toBe(0);
    expect((await stat(path.join(place, "original"))).mode & 0o077).toBe(0);
    await expect(
      storage.putFile(originalKey("org_2", "med_1"), path.join(folder, "no such")),
    ).rejects.toThrow();
    expect(await readdir(place)).toEqual(["original"]);
  });

  it.each(["../x", "/etc/passwd", "a/../../b", "a/.b", ""])("refuses the key %j", async (key) => {
    await expect(STORES.files().put(key, Buffer.from("x"))).rejects.toThrow("storage key");
  });
});

describe("S3 signature", () => {
  it("is that of the example in the S3 API reference (GET Object)", () => {
    const headers = signS3(
      {
        method: "GET",
        url: new URL("https://examplebucket.s3.amazonaws.com/test.txt"),
        headers: { range: "bytes=0-9" },
        payloadHash: createHash("sha256").digest("hex"),
      },
      {
        region: "us-east-1",
        keyId: "AKIAIOSFODNN7EXAMPLE",
        secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      },
      new Date("2013-05-24T00:00:00Z"),
    );
    expect(headers.authorization).toContain(
      "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    );
  });

  it("wrong keys are refused by the store", async () => {
    const wrong = new S3Storage({
      ...CREDENTIALS,
      secret: "other",
      endpoint: bucket.endpoint,
      bucket: "bucket",
    });
    await expect(wrong.put("org/med/original", Buffer.from("x"))).rejects.toMatchObject({
      code: "unavailable",
    });
  });
});
