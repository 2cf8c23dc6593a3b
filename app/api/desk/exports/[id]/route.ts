import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { exportFile } from "#lib/services/export-items";

export const GET = route({
  auth: { role: "lead" },
  schemas: { params: idParams("exp") },
  handle: async ({ principal, params }) => {
    const { file, name, type } = await exportFile(principal, params.id);
    return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
      headers: { "content-type": type, "content-disposition": `attachment; filename="${name}"` },
    });
  },
});
