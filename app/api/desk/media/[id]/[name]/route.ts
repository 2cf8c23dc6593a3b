import { z } from "zod";
import { renditionNameSchema } from "#lib/domain/media";
import { route } from "#lib/http/route";
import { openRendition } from "#lib/services/read-rendition";

/** Nothing in a file may run or load anything, whatever a browser takes it for. */
const SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'";

export const GET = route({
  auth: { role: "moderator" },
  background: true,
  schemas: {
    params: z.object({ id: z.string().max(100), name: renditionNameSchema }),
    query: z.object({
      until: z.coerce.number().int().default(0),
      signature: z.string().max(100).default(""),
    }),
  },
  handle: async ({ principal, params, query, request }) => {
    const { type, bytes, range, body } = await openRendition(
      principal.orgId,
      { ...params, ...query },
      request.headers.get("range"),
    );
    const headers = new Headers({
      "content-type": type,
      "content-security-policy": SANDBOX,
      "content-disposition": "inline",
      "content-length": String(range ? range.end - range.start + 1 : bytes),
      "accept-ranges": "bytes",
      "cache-control": "private, max-age=300",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    if (range) headers.set("content-range", `bytes ${range.start}-${range.end}/${bytes}`);
    return new Response(body, { status: range ? 206 : 200, headers });
  },
});
