import { cookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { hasRole } from "#lib/domain/access";
import type { Role } from "#lib/domain/taxonomy";
import type { UserPrincipal } from "./principal";
import { sessionFromToken } from "./session";
import { sessionCookieName } from "./session-token";

/** Who is looking at this page, or null. */
export async function currentUser(): Promise<UserPrincipal | null> {
  const session = await sessionFromToken((await cookies()).get(sessionCookieName())?.value);
  return session?.principal ?? null;
}

/** Call first in every page but the public ones: sends strangers to /login, answers 403 below this role. */
export async function requireUser(role: Role): Promise<UserPrincipal> {
  const user = await currentUser();
  if (!user) redirect("/login");
  if (!hasRole(user.role, role)) forbidden();
  return user;
}
