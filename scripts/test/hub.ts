import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** How a hub misbehaves, and what it is asked. */
export interface HubManners {
  /** Files of which only so many bytes come, per answer, before the connection breaks. */
  breaksAfter?: Record<string, number>;
  /** Breaks come only after this: a client may lose what arrives in the same instant as the end. */
  heard?: Promise<unknown>;
  /** Files of which so many bytes come and then nothing. */
  stallsAfter?: Record<string, number>;
  /** Files that are refused with this status. */
  refuses?: Record<string, number>;
  /** What the hub says a file's sha256 is, in the answer that sends to where it is stored. */
  linked?: Record<string, string>;
  /** Hears of each request for a file, with the range or the version that it names. */
  onRequest?: (asked: { file: string; range?: string | undefined; unless?: string | undefined }) => void;
}

/**
 * A hub of models that serves these files (name in a repository to local path, `owner/name` whatever it is) and nothing else,
 * with versions (ETag) and ranges, for as long as `use` runs with its address.
 */
export async function withHub<T>(
  files: Readonly<Record<string, string>>,
  use: (hub: string) => Promise<T>,
  manners: HubManners = {},
): Promise<T> {
  const server = createServer((request, response) => answer(request, response, files, manners));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function answer(
  { url = "", headers }: IncomingMessage,
  response: ServerResponse,
  files: Readonly<Record<string, string>>,
  { breaksAfter, heard, stallsAfter, refuses, linked, onRequest }: HubManners,
): void {
  const [place, file = ""] = new URL(url, "http://x").pathname.split(/\/(?:resolve\/main|stored)\//u);
  const path = files[file];
  const refused = refuses?.[file];
  if (refused) return void response.writeHead(refused).end();
  if (!path) return void response.writeHead(404).end();
  const sha256 = linked?.[file];
  if (sha256 && url.includes("/resolve/"))
    return void response
      .writeHead(302, { location: `${place}/stored/${file}`, "x-linked-etag": `"${sha256}"` })
      .end();
  onRequest?.({ file, range: headers.range, unless: headers["if-none-match"] });
  const bytes = readFileSync(path);
  const etag = `"${createHash("sha1").update(bytes).digest("hex")}"`;
  if (headers["if-none-match"] === etag) return void response.writeHead(304).end();
  const from =
    headers["if-range"] === etag ? Number(/^bytes=(\d+)-$/u.exec(headers.range ?? "")?.[1] ?? 0) : 0;
  const part = bytes.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, { etag, "content-length": part.length });
  const most = breaksAfter?.[file] ?? stallsAfter?.[file];
  if (most === undefined || most >= part.length) return void response.end(part);
  response.write(part.subarray(0, most), async () => {
    await heard;
    if (breaksAfter?.[file] !== undefined) response.socket?.end();
  });
}
