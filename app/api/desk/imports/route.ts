import { rm } from "node:fs/promises";
import { MOST_IMPORT_BYTES, uploadQuerySchema } from "#lib/domain/imports";
import { receiveFile } from "#lib/http/receive-file";
import { route } from "#lib/http/route";
import { createImport, readImports } from "#lib/services/manage-imports";

export const GET = route({
  auth: { role: "admin" },
  handle: async ({ principal }) => ({ imports: await readImports(principal.orgId) }),
});

/** The body is the file itself. */
export const POST = route({
  auth: { role: "admin" },
  schemas: { query: uploadQuerySchema },
  handle: async ({ principal, query, request }) => {
    const path = await receiveFile(request, query.name, MOST_IMPORT_BYTES);
    try {
      const { id } = await createImport(principal.orgId, { name: query.name, path }, principal.userId);
      return Response.json({ id }, { status: 201 });
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  },
});
