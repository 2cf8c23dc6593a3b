import type { Scope } from "#lib/domain/access";
import type { Role } from "#lib/domain/taxonomy";
import { sessionCookieName, writeSessionToken } from "#lib/http/session-token";
import { insertApiKey } from "#lib/store/api-keys";
import { db } from "#lib/store/client";
import { newId } from "#lib/store/ids";
import { insertUser, type User } from "#lib/store/users";

process.env.AUTH_SECRET ??= "only-for-tests-0123456789";

const ORIGIN = "http://localhost:3000";

/** A person of this organisation; without a password nobody can sign in as them, but sessions can be made. */
export function makeUser(orgId: string, role: Role = "moderator", passwordHash = "none"): Promise<User> {
  const email = `${newId("usr")}@sightline.test`;
  return insertUser(db(), { orgId, email, name: `Test ${role}`, role, passwordHash });
}

/** A session cookie of this person, as a `cookie` header. */
export async function sessionHeader(
  user: Pick<User, "id" | "sessionEpoch">,
  signedInAt = Math.floor(Date.now() / 1000),
): Promise<string> {
  const token = await writeSessionToken({ userId: user.id, epoch: user.sessionEpoch, signedInAt });
  return `${sessionCookieName()}=${token}`;
}

/** A key of this organisation and its secret. */
export function makeKey(orgId: string, scopes: Scope[], rate = { ratePerSecond: 1000, burst: 1000 }) {
  return insertApiKey(db(), { orgId, name: "Test key", scopes, createdBy: null, ...rate });
}

interface Sent {
  method?: string;
  /** An object is sent as JSON, a string or bytes as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

function makeRequest(path: string, { method, body, headers = {} }: Sent): Request {
  const raw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
  const payload = raw ? (body as string | undefined) : JSON.stringify(body);
  return new Request(new URL(path, ORIGIN), {
    method: method ?? (body === undefined ? "GET" : "POST"),
    body: payload,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
  });
}

/** A request as a program makes it, with or without an API key. */
export function apiRequest(path: string, secret: string | null, sent: Sent = {}): Request {
  const authorization: Record<string, string> = secret ? { authorization: `Bearer ${secret}` } : {};
  return makeRequest(path, { ...sent, headers: { ...authorization, ...sent.headers } });
}

/** A request as the desk's pages make it, for a person or (null) for nobody. */
export async function deskRequest(
  path: string,
  user: Pick<User, "id" | "sessionEpoch"> | null,
  sent: Sent = {},
): Promise<Request> {
  const cookie: Record<string, string> = user ? { cookie: await sessionHeader(user) } : {};
  return makeRequest(path, { ...sent, headers: { origin: ORIGIN, ...cookie, ...sent.headers } });
}

/** The second argument that Next gives to a route handler. */
export function routeContext(params: Record<string, string>) {
  return { params: Promise.resolve(params) };
}
