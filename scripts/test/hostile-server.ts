import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { makePicture } from "./pictures";

export interface HostileServer {
  /** Its address; the paths are the keys of `ANSWERS`. */
  origin: string;
  port: number;
  close(): Promise<void>;
}

/** Serves what a hostile host may answer. `inside` is an address that must never be called. */
export async function openHostileServer(inside: string): Promise<HostileServer> {
  const picture = await makePicture(7).jpeg().toBuffer();
  const send = (response: ServerResponse, headers: Record<string, string | number>, body: Buffer | string) =>
    response.writeHead(200, headers).end(body);
  const redirect = (response: ServerResponse, location: string) =>
    response.writeHead(302, { location }).end();
  const answers: Record<string, (response: ServerResponse) => void> = {
    "/fine": (response) => send(response, { "content-type": "text/plain" }, picture),
    "/to-fine": (response) => redirect(response, "/fine"),
    "/to-inside": (response) => redirect(response, inside),
    "/to-metadata": (response) => redirect(response, "http://169.254.169.254/latest/meta-data/"),
    "/to-file": (response) => redirect(response, "file:///etc/passwd"),
    "/to-nowhere": (response) => redirect(response, "http://"),
    "/loop": (response) => redirect(response, "/loop"),
    "/missing": (response) => response.writeHead(404).end(),
    "/broken": (response) => response.writeHead(500).end(),
    "/nothing": (response) => send(response, { "content-type": "image/jpeg" }, ""),
    "/page": (response) => send(response, { "content-type": "image/jpeg" }, "<!doctype html><p>Hello"),
    "/promises-much": (response) => response.writeHead(200, { "content-length": 2 ** 40 }).write(picture),
    "/promises-little": (response) => send(response, { "content-length": 100 }, picture.subarray(0, 100)),
    "/cut-off": (response) => {
      response.writeHead(200, { "content-length": picture.length }).write(picture.subarray(0, 500));
      setTimeout(() => response.destroy(), 20);
    },
    "/compressed": (response) =>
      send(response, { "content-encoding": "gzip" }, gzipSync(Buffer.alloc(50_000_000))),
    "/silent": () => {},
    "/drip": (response) => {
      response.writeHead(200).write(picture.subarray(0, 100));
      const timer = setInterval(() => response.write("\0"), 50);
      response.on("close", () => clearInterval(timer));
    },
    "/endless": (response) => {
      response.writeHead(200).write(picture);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on("drain", more);
      more();
    },
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ""];
    if (answer) answer(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
