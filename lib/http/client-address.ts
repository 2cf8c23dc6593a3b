import { env } from "#lib/config/env";

/** Where instrumentation.ts notes the address of the connection itself; whatever a client sends there is replaced. */
export const PEER_HEADER = "x-sightline-peer";

/**
 * The address a request came from. Behind TRUSTED_PROXIES proxies it is the entry that the outermost of them
 * appended to X-Forwarded-For; without any, the header is the client's own claim and is not looked at.
 */
export function clientAddress(headers: Headers, trustedProxies = env().TRUSTED_PROXIES): string {
  const peer = headers.get(PEER_HEADER) ?? "unknown";
  if (trustedProxies === 0) return peer;
  const hops = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter(Boolean);
  return hops.at(-trustedProxies) ?? hops[0] ?? peer;
}
