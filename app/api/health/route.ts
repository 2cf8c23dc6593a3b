import { route } from "#lib/http/route";
import { readHealth } from "#lib/services/read-health";

export const dynamic = "force-dynamic";

export const GET = route({
  auth: "public",
  handle: async () => {
    const health = await readHealth();
    return Response.json(health, { status: health.status === "ok" ? 200 : 503 });
  },
});
