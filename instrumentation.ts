import type { IncomingMessage } from "node:http";

/**
 * Notes the address of each connection in a header of our own: route handlers cannot see the socket, and
 * X-Forwarded-For is whatever the client says unless a trusted proxy wrote it.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { subscribe } = await import("node:diagnostics_channel");
  const { PEER_HEADER } = await import("#lib/http/client-address");
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "unknown";
  });
}
