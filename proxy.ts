import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { env } from "#lib/config/env";
import { contentSecurityPolicy } from "#lib/http/content-security-policy";
import { isPublicPage } from "#lib/http/public-pages";
import { readSessionToken, renewedCookie, sessionCookie } from "#lib/http/session-token";

/** What only a browser opening a page sends; a prefetch is not somebody being there. */
function isVisit(request: NextRequest): boolean {
  return !request.headers.has("next-router-prefetch") && request.headers.get("purpose") !== "prefetch";
}

/**
 * Before every page: sends visitors without a session to /login, gives the page its nonce and policy, and starts the
 * session's idle time again. What a person may see is decided by the page itself, with the person read afresh.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  const claims = await readSessionToken(sessionCookie(request.headers));
  if (!claims && !isPublicPage(pathname)) {
    const login = new URL("/login", request.nextUrl);
    if (pathname !== "/") login.searchParams.set("callbackUrl", pathname + search);
    return NextResponse.redirect(login);
  }

  const https = request.nextUrl.protocol === "https:" || request.headers.get("x-forwarded-proto") === "https";
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy({ nonce, https, development: env().NODE_ENV === "development" });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  const cookie = claims && isVisit(request) ? await renewedCookie(claims) : null;
  if (cookie) response.headers.append("set-cookie", cookie);
  return response;
}

export const config = {
  matcher: ["/((?!api/|v1/|v1alpha1/|\\$discovery/|_next/static|_next/image|icon\\.svg$|favicon\\.ico$).*)"],
};
