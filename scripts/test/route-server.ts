import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

type RouteHandler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;

export interface RouteServer {
  url: string;
  close(): Promise<void>;
}

function toRequest(incoming: IncomingMessage, origin: string): Request {
  const method = incoming.method ?? "GET";
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? (Readable.toWeb(incoming) as ReadableStream) : undefined;
  return new Request(new URL(incoming.url ?? "/", origin), {
    method,
    headers,
    body,
    duplex: "half",
  } as RequestInit);
}

/** The parameters of a path that fits a pattern such as `/v1/[name]`, or null. */
function paramsOf(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, step] of wanted.entries()) {
    const name = /^\[(\w+)\]$/.exec(step)?.[1];
    if (name) params[name] = decodeURIComponent(given[at] as string);
    else if (step !== given[at]) return null;
  }
  return params;
}

/** Serves route handlers over real HTTP, keyed `METHOD /path/[param]`, for clients that need an address. */
export async function serveRoutes(handlers: Record<string, RouteHandler>): Promise<RouteServer> {
  let origin = "";
  const answer = async (incoming: IncomingMessage): Promise<Response> => {
    const request = toRequest(incoming, origin);
    for (const [name, handler] of Object.entries(handlers)) {
      const [method, pattern] = name.split(" ") as [string, string];
      const params = method === request.method && paramsOf(pattern, new URL(request.url).pathname);
      if (params) return handler(request, { params: Promise.resolve(params) });
    }
    return new Response(null, { status: 404 });
  };
  const server = createServer(async (incoming, outgoing) => {
    const response = await answer(incoming);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
