import { discoveryOperation } from "#lib/domain/api/operations/drop-ins";
import { Failure } from "#lib/domain/failure";
import { discoveryDocument } from "#lib/domain/perspective-discovery";
import { requestOrigin } from "#lib/http/request-origin";
import { serve } from "#lib/http/serve";

export const GET = serve(discoveryOperation, ({ query, request }) => {
  if (query.version !== "v1alpha1") throw new Failure("not_found", "There is version v1alpha1 only.");
  return discoveryDocument(requestOrigin(request));
});
