import { healthOperation } from "#lib/domain/api/operations/service";
import { serve } from "#lib/http/serve";
import { readHealth } from "#lib/services/read-health";

export const dynamic = "force-dynamic";

export const GET = serve(healthOperation, async () => {
  const health = await readHealth();
  return Response.json(health, { status: health.status === "ok" ? 200 : 503 });
});
