import { afterEach, expect, it, vi } from "vitest";
import { signIn } from "./session";

afterEach(() => vi.unstubAllGlobals());

function serve(status: number) {
  const calls: [string, RequestInit | undefined][] = [];
  vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
    calls.push([path, init]);
    return path.endsWith("/csrf") ? Response.json({ csrfToken: "c1" }) : new Response("{}", { status });
  });
  return calls;
}

it("sends email, password and the token against forgery as a form", async () => {
  const calls = serve(200);
  expect(await signIn("a@b.test", "p&w=1")).toBe(true);
  const [path, init] = calls[1]!;
  expect(path).toBe("/api/auth/callback/credentials");
  expect(Object.fromEntries(init?.body as URLSearchParams)).toEqual({
    email: "a@b.test",
    password: "p&w=1",
    callbackUrl: "/",
    csrfToken: "c1",
    json: "true",
  });
});

it("knows a refusal", async () => {
  serve(401);
  expect(await signIn("a@b.test", "wrong")).toBe(false);
});
