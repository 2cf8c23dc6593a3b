import { decode, encode } from "next-auth/jwt";
import { authSecret, publicUrl } from "#lib/config/env";
import { SESSION_IDLE_SECONDS, SESSION_LONGEST_SECONDS } from "#lib/domain/access";

/** What the session cookie carries, encrypted: who, since when, and which generation of their sessions. */
export interface SessionClaims {
  userId: string;
  epoch: number;
  /** Seconds since 1970 of the sign-in and of the last renewal. */
  signedInAt: number;
  renewedAt: number;
}

const RENEW_AFTER_SECONDS = 60;

/** Cookies are marked Secure wherever people reach this server by https. */
export function secureCookies(): boolean {
  return publicUrl().startsWith("https:");
}

/** The session cookie, named so that browsers keep it to https where there is https. */
export function sessionCookieName(): string {
  return secureCookies() ? "__Secure-next-auth.session-token" : "next-auth.session-token";
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** The claims of a session cookie; null when it is missing, forged, idle for too long or too old altogether. */
export async function readSessionToken(token: string | undefined): Promise<SessionClaims | null> {
  if (!token) return null;
  const payload = await decode({ token, secret: authSecret() }).catch(() => null);
  if (!payload?.sub || typeof payload.epoch !== "number" || typeof payload.signedInAt !== "number")
    return null;
  if (nowSeconds() - payload.signedInAt > SESSION_LONGEST_SECONDS) return null;
  return {
    userId: payload.sub,
    epoch: payload.epoch,
    signedInAt: payload.signedInAt,
    renewedAt: Number(payload.iat ?? payload.signedInAt),
  };
}

/** An encrypted token for these claims that dies when the session idles or reaches its longest age. */
export function writeSessionToken(claims: Omit<SessionClaims, "renewedAt">): Promise<string> {
  const left = claims.signedInAt + SESSION_LONGEST_SECONDS - nowSeconds();
  return encode({
    token: { sub: claims.userId, epoch: claims.epoch, signedInAt: claims.signedInAt },
    secret: authSecret(),
    maxAge: Math.min(SESSION_IDLE_SECONDS, left),
  });
}

/** The session cookie among a request's cookies. */
export function sessionCookie(headers: Pick<Headers, "get">): string | undefined {
  const wanted = `${sessionCookieName()}=`;
  const cookies = (headers.get("cookie") ?? "").split(/;\s*/);
  return cookies.find((cookie) => cookie.startsWith(wanted))?.slice(wanted.length);
}

/** A Set-Cookie line that starts the idle time again, or null when it was started a moment ago. */
export async function renewedCookie(claims: SessionClaims): Promise<string | null> {
  if (nowSeconds() - claims.renewedAt < RENEW_AFTER_SECONDS) return null;
  const token = await writeSessionToken(claims);
  const secure = secureCookies() ? "; Secure" : "";
  return `${sessionCookieName()}=${token}; Path=/; Max-Age=${SESSION_IDLE_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
}
