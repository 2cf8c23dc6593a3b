import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, BlockList } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePicture } from "#scripts/test/pictures";
import { fetchMedia } from "./fetch-media";
import { discard } from "./receive";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-fetch-"));
process.env.SIGHTLINE_DATA_DIR = folder;
// The environment must be whole to be read; nothing connects.
process.env.DATABASE_URL ??= "postgresql://nobody@localhost/none";

let server: Server;
let asked: string[] = [];
let picture: Buffer;
const routes: Record<string, RequestListener> = {
  "/picture": (_, response) => response.end(picture),
  "/named": (_, response) => response.setHeader("content-type", "text/html").end(picture),
  "/gone": (_, response) => response.writeHead(404).end("no such thing"),
  "/packed": (_, response) => response.setHeader("content-encoding", "gzip").end(picture),
  "/heavy": (_, response) => response.setHeader("content-length", String(20 * 1024 * 1024)).end(),
  "/half": (_, response) => {
    response.setHeader("content-length", String(picture.length));
    response.write(picture.subarray(0, 200));
    setTimeout(() => response.destroy(), 20);
  },
  "/never": () => {},
  "/to-picture": (_, response) => response.writeHead(302, { location: "/picture" }).end(),
  "/to-itself": (_, response) => response.writeHead(302, { location: "/to-itself" }).end(),
  "/to-inside": (_, response) => response.writeHead(302, { location: "http://169.254.169.254/x" }).end(),
  "/to-file": (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
  "/to-nothing": (_, response) => response.writeHead(302, { location: "http://" }).end(),
  "/flaky": (_, response) =>
    asked.filter((url) => url === "/flaky").length < 2
      ? response.writeHead(503).end()
      : response.end(picture),
};

beforeAll(async () => {
  picture = await makePicture(1, 64, 48).png().toBuffer();
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    routes[request.url ?? ""]?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const port = () => (server.address() as AddressInfo).port;

/** Fetches from the server, which stands for a host outside: allowed by its name, `/to-inside` is not. */
function get(route: string, over: { timeoutMs?: number; attempts?: number } = {}) {
  asked = [];
  const allowance = { hosts: [{ host: "pictures.example", port: null }], networks: new BlockList() };
  const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
  return fetchMedia(`http://pictures.example:${port()}${route}`, "image", { allowance, resolve, ...over });
}

describe("fetching a medium", () => {
  it("gives the file, typed by its bytes whatever its name", async () => {
    for (const route of ["/picture", "/named", "/to-picture"]) {
      const { file, type, bytes, kind } = await get(route);
      expect({ type, bytes, kind }).toEqual({ type: "image/png", bytes: picture.length, kind: "image" });
      await discard(file);
    }
  });

  it.each([
    ["/gone", "invalid_input", /answered 404/],
    ["/packed", "invalid_input", /compressed/],
    ["/heavy", "too_large", /larger than 10 MB/],
    ["/to-itself", "invalid_input", /redirects too often/],
    ["/to-nothing", "invalid_input", /redirects to nowhere/],
  ])("refuses %s at once", async (route, code, message) => {
    await expect(get(route)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(new Set(asked).size).toBe(1);
  });

  it.each(["/to-inside", "/to-file"])("follows no redirect to where it must not go: %s", async (route) => {
    await expect(get(route)).rejects.toMatchObject({ code: "invalid_input" });
    expect(asked).toEqual([route]);
  });

  it("tries again what may pass, and gives up in time", async () => {
    const { file } = await get("/flaky", { attempts: 3 });
    await discard(file);
    expect(asked).toHaveLength(2);
    await expect(get("/half", { attempts: 2 })).rejects.toMatchObject({ code: "unavailable" });
    expect(asked).toHaveLength(2);
    await expect(get("/never", { timeoutMs: 100 })).rejects.toMatchObject({ code: "timeout" });
  });

  it("leaves no piece of a file behind", async () => {
    await get("/half", { attempts: 1 }).catch(() => {});
    expect(readdirSync(path.join(folder, "incoming"))).toEqual([]);
  });
});
