import { fileReportOperation } from "#lib/domain/api/operations/items";
import { serve } from "#lib/http/serve";
import { fileReport } from "#lib/services/file-report";

export const POST = serve(fileReportOperation, async ({ principal, body }) => {
  const { orgId, actor } = principal;
  const { report, created } = await fileReport({
    orgId,
    actor,
    itemId: body.item_id,
    contentId: body.content_id,
    reporterId: body.reporter_id,
    category: body.category ?? null,
    note: body.note,
  });
  return Response.json(report, { status: created ? 201 : 200 });
});
