import type { z } from "zod";
import type { Operation } from "#lib/domain/api/operation";
import { OPENAI_DIALECT } from "./openai-dialect";
import { PERSPECTIVE_DIALECT } from "./perspective-dialect";
import { type RouteAuth, type RouteOptions, route } from "./route";

const DIALECTS = { openai: OPENAI_DIALECT, google: PERSPECTIVE_DIALECT };

/** A route handler of an operation of the public API: what is documented is what is served. */
export function serve<
  const A extends Extract<RouteAuth, "public" | { scope: string }>,
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
>(described: Operation<A, P, Q, B>, handle: RouteOptions<A, P, Q, B>["handle"]) {
  const { auth, params, query, body, maxBodyBytes, idempotency, etag, ifMatch, errors, takesUploads } =
    described;
  return route<A, P, Q, B>({
    auth,
    schemas: { params, query, body },
    limits: { maxBodyBytes },
    dialect: errors && DIALECTS[errors],
    takesUploads,
    idempotency,
    etag,
    ifMatch,
    handle,
  });
}
