import { isIPv6 } from "node:net";
import { env } from "#lib/config/env";

/** Where instrumentation.ts notes the address of the connection itself; whatever a client sends there is replaced. */
export const PEER_HEADER = "x-sightline-peer";

/**
 * The address a request came from, for limits and the record. Behind TRUSTED_PROXIES proxies it is the entry that the
 * outermost of them appended to X-Forwarded-For; without any, that header is the client's own claim and not looked at.
 */
export function clientAddress(headers: Pick<Headers, "get">, trustedProxies = env().TRUSTED_PROXIES): string {
  const peer = headers.get(PEER_HEADER) ?? "unknown";
  const hops = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter(Boolean);
  const address = trustedProxies === 0 ? peer : (hops.at(-trustedProxies) ?? hops[0] ?? peer);
  return networkOf(address.replace(/^::ffff:(?=\d+\.)/i, ""));
}

/** One subscriber has a whole /64 of IPv6 addresses: they count as one. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const left = head.split(":").filter(Boolean);
  const right = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
