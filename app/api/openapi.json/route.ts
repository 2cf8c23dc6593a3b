import { openapiOperation } from "#lib/domain/api/operations/service";
import { openapiDocument } from "#lib/http/openapi";
import { requestOrigin } from "#lib/http/request-origin";
import { serve } from "#lib/http/serve";

export const GET = serve(openapiOperation, ({ request }) => openapiDocument(requestOrigin(request)));
