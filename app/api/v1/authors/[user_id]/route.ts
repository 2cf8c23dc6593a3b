import { eraseAuthorOperation } from "#lib/domain/api/operations/items";
import { serve } from "#lib/http/serve";
import { eraseAuthorData } from "#lib/services/erase-author";

export const DELETE = serve(eraseAuthorOperation, ({ principal, params }) =>
  eraseAuthorData({ orgId: principal.orgId, externalId: params.user_id, actor: principal.actor }),
);
