import type { Me } from "#lib/domain/desk";
import { route } from "#lib/http/route";

export const GET = route({
  auth: { role: "moderator" },
  handle: ({ principal }): Me => {
    const { userId, name, email, role, organization } = principal;
    return { id: userId, name, email, role, organization };
  },
});
