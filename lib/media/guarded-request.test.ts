import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllowance } from "./address-guard";
import { checkUrl, ForbiddenAddress, guardedRequest, type Resolve } from "./guarded-request";

let server: Server;
let port: number;
let requests = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    if (request.url === "/away") response.writeHead(302, { location: "http://169.254.169.254/" });
    response.end(request.method);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

const none = parseAllowance("");
const signal = () => AbortSignal.timeout(5000);
const to =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
const call = (address: string, allowed: string, resolve?: Resolve) =>
  guardedRequest(new URL(address), { signal: signal(), allowance: parseAllowance(allowed), resolve });

describe("guardedRequest", () => {
  it("calls a private address that the operator named, and answers a redirect without following it", async () => {
    const answer = await call(`http://hooks.test:${port}/away`, `hooks.test:${port}`, to("127.0.0.1"));
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toBe("http://169.254.169.254/");
    answer.resume();
  });

  it("opens no connection to a name that resolves inwards, wholly or in part", async () => {
    const before = requests;
    const inward = [
      to("127.0.0.1"),
      to("::1"),
      to("::ffff:127.0.0.1"),
      to("93.184.215.14", "127.0.0.1"),
      to(),
    ];
    for (const resolve of inward)
      await expect(call(`http://rebind.test:${port}/`, "", resolve)).rejects.toBeInstanceOf(ForbiddenAddress);
    expect(requests).toBe(before);
  });

  it("asks for the name once and connects to the address that it checked", async () => {
    let asked = 0;
    const changing: Resolve = async () => [{ address: asked++ === 0 ? "127.0.0.1" : "10.0.0.1", family: 4 }];
    const answer = await call(`http://rebind.test:${port}/`, "127.0.0.1/32", changing);
    expect(answer.statusCode).toBe(200);
    expect(asked).toBe(1);
    answer.resume();
  });

  it.each([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]/",
    "http://[::ffff:7f00:1]/",
    "http://localhost/",
    "http://anything.localhost./",
    "ftp://example.com/",
    "file:///etc/passwd",
    "https://user:secret@example.com/",
  ])("refuses %s unseen", async (address) => {
    expect(() => checkUrl(new URL(address), none)).toThrow(ForbiddenAddress);
    await expect(call(address, "")).rejects.toBeInstanceOf(ForbiddenAddress);
  });

  it("says what went wrong with a name that does not resolve", async () => {
    const missing: Resolve = () =>
      Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }));
    await expect(call("http://nowhere.test/", "", missing)).rejects.toMatchObject({ code: "ENOTFOUND" });
  });
});
