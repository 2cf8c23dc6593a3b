import { savePolicySchema } from "#lib/domain/policy-history";
import { route } from "#lib/http/route";
import { policyHistory, savePolicy } from "#lib/services/manage-policy";

export const GET = route({
  auth: { role: "admin" },
  handle: ({ principal }) => policyHistory(principal.orgId),
});

export const POST = route({
  auth: { role: "admin" },
  schemas: { body: savePolicySchema },
  handle: async ({ principal, body }) =>
    Response.json({ version: await savePolicy(principal.orgId, body, principal.userId) }, { status: 201 }),
});
