import { hasRole } from "#lib/domain/access";
import { Failure } from "#lib/domain/failure";
import type { Role } from "#lib/domain/taxonomy";
import { findUser } from "#lib/store/users";
import type { ApiRequest } from "./api-request";
import type { UserPrincipal } from "./principal";
import { readSessionToken, type SessionClaims, sessionCookie } from "./session-token";

export interface Session {
  principal: UserPrincipal;
  claims: SessionClaims;
}

/**
 * The person behind a session token. The person is read on every request, so that a deactivation, a changed role or
 * "end all sessions" holds from the next request on.
 */
export async function sessionFromToken(token: string | undefined): Promise<Session | null> {
  const claims = await readSessionToken(token);
  if (!claims) return null;
  const user = await findUser(claims.userId);
  if (!user?.active || user.sessionEpoch !== claims.epoch) return null;
  const { id, orgId, email, name, role, organization } = user;
  return {
    principal: {
      kind: "user",
      orgId,
      organization: organization.name,
      userId: id,
      email,
      name,
      role,
      actor: id,
    },
    claims,
  };
}

/** Who is signed in, with at least this role. */
export async function authenticateSession(request: ApiRequest, role: Role): Promise<Session> {
  const session = await sessionFromToken(sessionCookie(request.headers));
  if (!session) throw new Failure("unauthenticated", "You are not signed in, or your session has ended.");
  if (!hasRole(session.principal.role, role))
    throw new Failure("forbidden", `This needs the role of ${role}; you are ${session.principal.role}.`);
  return session;
}
