import { requestOwn } from "./fetch";

/*
 * Signing in and out through next-auth's own endpoints. Its browser package would add a session store and polling
 * that nothing here uses.
 */

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const { csrfToken } = await requestOwn<{ csrfToken: string }>("/api/auth/csrf");
  return fetch(path, {
    method: "POST",
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
}

/** Signs in; whether it was accepted. Rejects when the server cannot be reached. */
export async function signIn(email: string, password: string): Promise<boolean> {
  const fields = { email, password, callbackUrl: "/" };
  return (await post("/api/auth/callback/credentials", fields)).ok;
}

/** Ends the session and opens the sign-in page. */
export async function signOut(): Promise<void> {
  await post("/api/auth/signout", { callbackUrl: "/login" });
  window.location.assign("/login");
}
