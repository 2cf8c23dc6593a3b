import type { z } from "zod";
import type { Scope } from "#lib/domain/access";
import { Failure } from "#lib/domain/failure";
import type { Role } from "#lib/domain/taxonomy";
import { discardFiles, type ReceivedFile } from "#lib/services/receive-upload";
import { authenticateKey } from "./api-key";
import type { ApiRequest } from "./api-request";
import { clientAddress } from "./client-address";
import { checkIfMatch, requireIfMatch, withEtag } from "./etag";
import { onceOnly, requireIdempotencyKey } from "./idempotency";
import type { KeyPrincipal, UserPrincipal } from "./principal";
import { asFailure, newRequestId, problemResponse } from "./problem";
import { limitRate } from "./rate-limit";
import { drainBody, readJson, storable } from "./read-body";
import { type BodyWithUploads, readUploads } from "./read-uploads";
import { asResponse, JsonReply, type Reply } from "./reply";
import { requireSameOrigin } from "./same-origin";
import { authenticateSession } from "./session";
import { renewedCookie } from "./session-token";
import { validate } from "./validate";

/** Everybody, an API key with this scope, or a person with at least this role. */
export type RouteAuth = "public" | { scope: Scope } | { role: Role };

type PrincipalOf<A> = A extends { scope: Scope }
  ? KeyPrincipal
  : A extends { role: Role }
    ? UserPrincipal
    : null;
type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined;

export interface RouteCall<A, P, Q, B> {
  principal: PrincipalOf<A>;
  params: Parsed<P>;
  query: Parsed<Q>;
  body: Parsed<B>;
  /** Files that came with the body; those that the handler does not store are discarded after it. */
  uploads: ReceivedFile[];
  request: ApiRequest;
  requestId: string;
  /** Where the request came from, for rate limits. */
  address: string;
  /** Throws `precondition_failed` unless If-Match is absent or names this representation. */
  ifMatch: (current: unknown) => void;
}

/** Another API's manners, for routes that its clients call. */
export interface Dialect {
  /** The API key where that API carries it, if not in the Authorization header. */
  keyOf?(request: ApiRequest): string | null;
  /** An error in that API's shape. */
  error(failure: Failure): Response;
}

export interface RouteOptions<A, P, Q, B> {
  auth: A;
  /** Default: problem+json and the key in the Authorization header. */
  dialect?: Dialect;
  /** Path parameters that do not parse are 404; query and body that do not parse are 422. */
  schemas?: { params?: P; query?: Q; body?: B };
  limits?: { maxBodyBytes?: number };
  /** Set where the body may carry files; `maxBodyBytes` then holds for the body without them. */
  takesUploads?: boolean;
  /** Whether API keys may, or must, send an Idempotency-Key. */
  idempotency?: "optional" | "required";
  /** Whether the answer carries an ETag, and If-None-Match is honoured. */
  etag?: boolean;
  /** Set where a change must name the version it is about; `handle` compares with `call.ifMatch`. */
  ifMatch?: "optional" | "required";
  /** Set where a page calls by itself: the call does not count as the person being there. */
  background?: boolean;
  /** Answers data (sent as JSON with 200), nothing (204), a JsonReply or a Response. */
  handle: (call: RouteCall<A, P, Q, B>) => Promise<unknown> | unknown;
}

export interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

const DEFAULT_BODY_BYTES = 1_000_000;
const REQUEST_ID = /^[\w.-]{8,64}$/;

interface Admission {
  principal: KeyPrincipal | UserPrincipal | null;
  headers: Record<string, string>;
}

async function admit(
  request: ApiRequest,
  auth: RouteAuth,
  background: boolean,
  dialect: Dialect | undefined,
): Promise<Admission> {
  if (auth === "public") return { principal: null, headers: {} };
  if ("scope" in auth) {
    const { principal, rate } = await authenticateKey(request, auth.scope, dialect?.keyOf?.(request));
    return { principal, headers: await limitRate(`key:${principal.keyId}`, rate) };
  }
  requireSameOrigin(request);
  const { principal, claims } = await authenticateSession(request, auth.role);
  const idle = background || request.method === "GET";
  const cookie = idle ? null : await renewedCookie(claims);
  return { principal, headers: cookie ? { "set-cookie": cookie } : {} };
}

async function readParams<S extends z.ZodType>(schema: S, context: RouteContext | undefined) {
  const result = schema.safeParse(storable((await context?.params) ?? {}));
  if (!result.success) throw new Failure("not_found", "There is nothing at this address.");
  return result.data;
}

const searchOf = ({ url }: ApiRequest) => Object.fromEntries(new URL(url).searchParams);

/** An error in another API's shape, with the headers that every API has. */
function foreignError(dialect: Dialect, error: unknown, requestId: string): Response {
  const failure = asFailure(error, requestId);
  const response = dialect.error(failure);
  if (failure.retryAfterSeconds !== undefined)
    response.headers.set("retry-after", String(Math.ceil(failure.retryAfterSeconds)));
  return response;
}

function toReply(answer: unknown): Reply {
  if (answer instanceof Response || answer instanceof JsonReply) return answer;
  if (answer === undefined) return new Response(null, { status: 204 });
  return new JsonReply(answer);
}

/** A header of every answer. A Response may have its own of the same name beside it, as cookies have. */
function addHeader(reply: Reply, name: string, value: string): void {
  if (reply instanceof Response) reply.headers.append(name, value);
  else reply.headers.set(name, value);
}

/** A route as Next calls it, and as the scoring front does. */
export interface RouteHandler {
  (request: ApiRequest, context?: RouteContext): Promise<Response>;
  /** The same answer without the costs of the web's Response. */
  reply(request: ApiRequest, context?: RouteContext): Promise<Reply>;
}

/**
 * Makes a route handler: authenticates, limits, reads and validates, then calls `handle`. Whatever is thrown becomes
 * problem+json; every answer carries `x-request-id` and is not cached unless it says otherwise.
 */
export function route<
  const A extends RouteAuth,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(options: RouteOptions<A, P, Q, B>): RouteHandler {
  const { auth, schemas = {}, limits = {}, background = false, dialect, handle } = options;
  const maxBytes = limits.maxBodyBytes ?? DEFAULT_BODY_BYTES;

  const read = async (request: ApiRequest): Promise<BodyWithUploads> =>
    options.takesUploads
      ? readUploads(request, maxBytes)
      : { body: await readJson(request, maxBytes), uploads: [] };

  async function answer(request: ApiRequest, context: RouteContext | undefined, requestId: string) {
    const { principal, headers } = await admit(request, auth, background, dialect);
    const params = schemas.params && (await readParams(schemas.params, context));
    const query = schemas.query && validate(schemas.query, storable(searchOf(request), "/query"), "query");
    if (options.idempotency === "required") requireIdempotencyKey(request);
    if (options.ifMatch === "required") requireIfMatch(request);
    const { body, uploads } = schemas.body ? await read(request) : { body: undefined, uploads: [] };
    try {
      const call = {
        principal,
        params,
        query,
        body: schemas.body && validate(schemas.body, body),
        uploads,
        request,
        requestId,
        address: clientAddress(request.headers),
        ifMatch: (current: unknown) => checkIfMatch(request, current),
      };
      const run = async () => toReply(await handle(call as RouteCall<A, P, Q, B>));
      const answered =
        options.idempotency && principal?.kind === "key"
          ? await onceOnly(request, { principal, body: call.body, uploads, requestId }, async () =>
              asResponse(await run()),
            )
          : await run();
      const reply = options.etag ? await withEtag(request, asResponse(answered)) : answered;
      for (const name in headers) addHeader(reply, name, headers[name] as string);
      return reply;
    } finally {
      await discardFiles(uploads);
    }
  }

  const reply: RouteHandler["reply"] = async (request, context) => {
    const given = request.headers.get("x-request-id") ?? "";
    const requestId = REQUEST_ID.test(given) ? given : newRequestId();
    let unread = !schemas.body;
    const answered: Reply = await answer(request, context, requestId).catch((error) => {
      unread = true;
      return dialect ? foreignError(dialect, error, requestId) : problemResponse(error, requestId);
    });
    const { headers } = answered;
    if (unread && request.body && !(await drainBody(request))) headers.set("connection", "close");
    headers.set("x-request-id", requestId);
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    return answered;
  };
  return Object.assign(
    async (request: ApiRequest, context?: RouteContext) => asResponse(await reply(request, context)),
    { reply },
  );
}
