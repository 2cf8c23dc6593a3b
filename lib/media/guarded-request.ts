import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { env } from "#lib/config/env";
import { bareHost, type HostAllowance, isAllowed, mayConnect, parseAllowance } from "./address-guard";

/** The address is not one that this server calls on somebody else's word. */
export class ForbiddenAddress extends Error {}

export interface GuardedRequest {
  method?: "GET" | "HEAD" | "POST";
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Ends the request, the answer's body included. */
  signal: AbortSignal;
  /** Default: what ALLOW_PRIVATE_HOSTS names. */
  allowance?: HostAllowance;
  /** Addresses of a name; default: the system's resolver. For tests. */
  resolve?: Resolve;
}

export type Resolve = (host: string) => Promise<LookupAddress[]>;

/**
 * One request to an address that somebody else gave. The connection is opened to the very address that was checked,
 * after resolving the name (so a name that resolves differently a moment later cannot slip through), and a redirect
 * is an answer like any other: whoever follows one calls this again, and it is checked again.
 * Throws ForbiddenAddress, or the connection's error.
 */
export async function guardedRequest(url: URL, options: GuardedRequest): Promise<IncomingMessage> {
  const allowance = options.allowance ?? operatorAllowance();
  checkUrl(url, allowance);
  const secure = url.protocol === "https:";
  const lookup = guardedLookup(portOf(url), allowance, options.resolve ?? systemResolve);
  // A connection of its own per request: a kept one would outlive what was checked.
  const agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  const { method = "GET", headers, body, signal } = options;
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(
      url,
      { method, headers, signal, agent, lookup },
      resolve,
    );
    request.on("error", reject);
    request.end(body);
  });
}

/**
 * What can be said of an address without resolving its name; throws ForbiddenAddress when it is no http(s) URL, holds
 * a password, or names a private address.
 */
export function checkUrl(url: URL, allowance: HostAllowance = operatorAllowance()): void {
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new ForbiddenAddress("Only http and https addresses are called.");
  if (url.username || url.password)
    throw new ForbiddenAddress("An address with a user name or password in it is not called.");
  const host = bareHost(url.hostname);
  const port = portOf(url);
  if (isIP(host) && !mayConnect({ host, port, address: host }, allowance)) throw refusal(host);
  const local = host === "localhost" || host.endsWith(".localhost");
  if (local && !isAllowed({ host, port }, allowance)) throw refusal(host);
}

/** The port that a URL means. */
export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === "https:" ? 443 : 80);
}

let parsed: { from: string; allowance: HostAllowance } | undefined;

/** What ALLOW_PRIVATE_HOSTS names. */
export function operatorAllowance(): HostAllowance {
  const from = env().ALLOW_PRIVATE_HOSTS;
  if (parsed?.from !== from) parsed = { from, allowance: parseAllowance(from) };
  return parsed.allowance;
}

/** A resolver that fails when any address of the name is one that may not be called. */
function guardedLookup(port: number, allowance: HostAllowance, resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    resolve(host).then(
      (found) => {
        const allowed = found.every(({ address }) => mayConnect({ host, port, address }, allowance));
        const [first] = found;
        if (!allowed || !first) done(refusal(host), []);
        else if (options.all) done(null, found);
        else done(null, first.address, first.family);
      },
      (error) => done(error, []),
    );
  };
}

const systemResolve: Resolve = (host) =>
  new Promise((resolve, reject) => {
    dnsLookup(host, { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });

const refusal = (host: string) =>
  new ForbiddenAddress(
    `${host} is not on the public internet. The operator can allow it with ALLOW_PRIVATE_HOSTS.`,
  );
