import { BlockList, isIP } from "node:net";

/** Not on the public internet: IANA's special-purpose registries (RFC 6890 and updates), multicast, reserved. */
const SPECIAL_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
/** Inside 2000::/3, the only IPv6 space in public use: protocol assignments with Teredo, documentation, 6to4. */
const SPECIAL_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const special = new BlockList();
for (const network of [...SPECIAL_IPV4, ...SPECIAL_IPV6]) addNetwork(special, network);
const globalUnicast = new BlockList();
addNetwork(globalUnicast, "2000::/3");

/** Hosts inside the house that the operator lets this server call. */
export interface HostAllowance {
  /** Names and addresses, with a port or for every port (null). */
  hosts: { host: string; port: number | null }[];
  networks: BlockList;
}

/**
 * Whether an IP address is on the public internet. IPv4 addresses inside IPv6 (mapped, NAT64) are judged as IPv4;
 * what is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !special.check(address, "ipv4");
  if (version !== 6 || address.includes("%")) return false;
  const inner = embeddedIpv4(address);
  if (inner !== null) return isPublicAddress(inner);
  return globalUnicast.check(address, "ipv6") && !special.check(address, "ipv6");
}

/** Whether a connection to `address`, found under `host`, may be opened. */
export function mayConnect(
  target: { host: string; port: number; address: string },
  allowance: HostAllowance,
): boolean {
  return isPublicAddress(target.address) || isAllowed(target, allowance);
}

/** Whether the operator has named this host, or the network its address is in. */
export function isAllowed(
  { host, port, address }: { host: string; port: number; address?: string },
  { hosts, networks }: HostAllowance,
): boolean {
  const name = bareHost(host);
  if (hosts.some((one) => one.host === name && (one.port === null || one.port === port))) return true;
  const ip = address ?? name;
  const version = isIP(ip);
  return version !== 0 && networks.check(ip, version === 4 ? "ipv4" : "ipv6");
}

/**
 * Reads the operator's list: names, addresses and networks, e.g. `hooks.internal, 10.1.0.0/16, localhost:4000`.
 * Throws an Error that names the entry which is none of them.
 */
export function parseAllowance(list: string): HostAllowance {
  const allowance: HostAllowance = { hosts: [], networks: new BlockList() };
  for (const entry of list.split(/[\s,]+/).filter(Boolean)) {
    if (entry.includes("/")) addNetwork(allowance.networks, entry);
    else allowance.hosts.push(parseHost(entry));
  }
  return allowance;
}

/** A host as it is compared: lower case, without brackets and without the root's dot. */
export function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}

const HOST_AND_PORT = /^(\[[\da-f:.]+\]|[a-z\d._-]+)(?::(\d{1,5}))?$/i;

function parseHost(entry: string): { host: string; port: number | null } {
  if (isIP(entry)) return { host: bareHost(entry), port: null };
  const [, host, port] = HOST_AND_PORT.exec(entry) ?? [];
  if (!host) throw new Error(`"${entry}" is not a host, an address or a network.`);
  return { host: bareHost(host), port: port ? Number(port) : null };
}

function addNetwork(list: BlockList, network: string): void {
  const [address = "", length = ""] = network.split("/");
  const version = isIP(address);
  const bits = Number(length);
  if (version === 0 || !/^\d{1,3}$/.test(length) || bits > (version === 4 ? 32 : 128))
    throw new Error(`"${network}" is not a network such as 10.0.0.0/8.`);
  list.addSubnet(address, bits, version === 4 ? "ipv4" : "ipv6");
}

/** The IPv4 address in ::ffff:0:0/96 (mapped) or 64:ff9b::/96 (NAT64, RFC 6052), or null. */
function embeddedIpv4(address: string): string | null {
  const groups = ipv6Groups(address);
  const prefix = groups.slice(0, 6).join(":");
  if (prefix !== "0:0:0:0:0:ffff" && prefix !== "64:ff9b:0:0:0:0") return null;
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((value) => [value >> 8, value & 255])
    .join(".");
}

/** The eight groups of an IPv6 address, in lower case without leading zeros. */
function ipv6Groups(address: string): string[] {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(gap).fill("0"), ...right];
}
