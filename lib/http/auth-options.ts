import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { authSecret } from "#lib/config/env";
import { SESSION_IDLE_SECONDS } from "#lib/domain/access";
import { log } from "#lib/observe/log";
import { signIn, signOut } from "#lib/services/sign-in";
import { clientAddress } from "./client-address";
import { readSessionToken, secureCookies } from "./session-token";

const MOST_CHARACTERS = 320;

/**
 * next-auth with email and password. The cookie carries an id, a session generation and a time; who the person is
 * and what they may do is read from the database on every request (lib/http/session.ts).
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: authSecret(),
    useSecureCookies: secureCookies(),
    pages: { signIn: "/login", signOut: "/login", error: "/login" },
    session: { strategy: "jwt", maxAge: SESSION_IDLE_SECONDS },
    providers: [
      CredentialsProvider({
        name: "Email and password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, request) {
          const { email, password } = credentials ?? {};
          if (typeof email !== "string" || typeof password !== "string") return null;
          if (email.length > MOST_CHARACTERS || password.length > MOST_CHARACTERS) return null;
          if (/\0/.test(email)) return null;
          const address = clientAddress(new Headers(request.headers as Record<string, string>));
          const signedIn = await signIn({ email, password, address, now: new Date() });
          return signedIn && { id: signedIn.userId, epoch: signedIn.epoch };
        },
      }),
    ],
    jwt: {
      async decode({ token }) {
        const claims = await readSessionToken(token);
        return claims && { sub: claims.userId, epoch: claims.epoch, signedInAt: claims.signedInAt };
      },
    },
    callbacks: {
      jwt({ token, user }) {
        if (!user) return { sub: token.sub, epoch: token.epoch, signedInAt: token.signedInAt };
        const { epoch } = user as unknown as { epoch: number };
        return { sub: user.id, epoch, signedInAt: Math.floor(Date.now() / 1000) };
      },
      // Pages read who is signed in from /api/desk/me; next-auth's own answer only says until when.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (token?.sub) await signOut(token.sub);
      },
    },
    logger: {
      error: (code, metadata) => log("auth").error({ code, err: metadata }, "next-auth failed"),
      warn: (code) => log("auth").debug({ code }, "next-auth warns"),
      debug: () => {},
    },
  };
}
