import { expect, test } from "@playwright/test";
import { hasRole } from "../lib/domain/access";
import type { Role } from "../lib/domain/taxonomy";
import { PAGE_ACCESS } from "../scripts/test/access-table";
import { credentials, signIn, signInOnPage } from "./credentials";

const pages = Object.entries(PAGE_ACCESS).filter(([path]) => !path.includes("["));
const PEOPLE = { moderator: "mod3", lead: "lead", admin: "admin" } satisfies Record<Role, string>;

test("a stranger is sent to the sign-in from every page that is not public, and back after it", async ({
  page,
}) => {
  for (const [path, access] of pages) {
    await page.goto(path, { waitUntil: "commit" });
    const { pathname } = new URL(page.url());
    if (access === "public") expect(pathname, path).toBe(path === "/" ? "/login" : path);
    else expect(page.url(), path).toContain(`/login?callbackUrl=${encodeURIComponent(path)}`);
  }
  await page.goto("/queues");
  const user = credentials().users.find((entry) => entry.email.startsWith("mod3@"));
  await page.getByLabel("Email").fill(user?.email ?? "");
  await page.getByLabel("Password").fill(user?.password ?? "");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/queues$/);
});

for (const [role, name] of Object.entries(PEOPLE) as [Role, string][])
  test(`a ${role} opens the pages of a ${role} and no others`, async ({ page }) => {
    await signIn(page, name);
    for (const [path, access] of pages) {
      // Who may open it shows in the answer: it need not be drawn.
      const response = await page.goto(path, { waitUntil: "commit" });
      const allowed = access === "public" || ("role" in access && hasRole(role, access.role));
      expect(response?.status(), path).toBe(allowed ? 200 : 403);
    }
  });

test("every page carries a policy of its own nonce and the other headers", async ({ request }) => {
  const [first, second] = [await request.get("/login"), await request.get("/login")];
  const nonceOf = (policy = "") => /'nonce-([^']+)'/.exec(policy)?.[1];
  const headers = first.headers();
  const nonce = nonceOf(headers["content-security-policy"]);
  expect(nonce).toBeTruthy();
  expect(nonce).not.toBe(nonceOf(second.headers()["content-security-policy"]));
  expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe/);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("same-origin");
  expect(headers["x-powered-by"]).toBeUndefined();
  const scripts = [...(await first.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  expect(scripts.length).toBeGreaterThan(0);
  for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`);
});

test("another site's page cannot act with a visitor's session", async ({ page }) => {
  await signIn(page, "mod3");
  const claim = (headers: Record<string, string>) =>
    page.request.post("/api/desk/tasks/claim", { data: {}, headers });
  expect((await claim({ origin: "https://elsewhere.test" })).status()).toBe(403);
  expect((await claim({ "sec-fetch-site": "cross-site" })).status()).toBe(403);
  expect((await claim({})).status()).toBe(403);
});

test("a sign-in needs its form's token, says the same to every stranger, and ends with the sign-out", async ({
  page,
  request,
}) => {
  const form = { email: "admin@sightline.test", password: "wrong words here", json: "true" };
  const forged = await request.post("/api/auth/callback/credentials", { form, maxRedirects: 0 });
  expect(forged.headers()["set-cookie"] ?? "").not.toContain("session-token");

  await page.goto("/login");
  const refusal = async (email: string) => {
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill("wrong words here");
    await page.keyboard.press("Enter");
    const alert = page.getByRole("alert").filter({ hasText: /\w/ });
    await expect(alert.first()).toBeVisible();
    return alert.first().textContent();
  };
  const known = await refusal("mod3@sightline.test");
  await page.reload();
  expect(await refusal("nobody@sightline.test")).toBe(known);

  await signInOnPage(page, "mod3");
  const cookies = await page.context().cookies();
  const session = cookies.find((cookie) => cookie.name.endsWith("session-token"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  // The first click may come before the page has its handlers, or close a menu that has just opened.
  await expect(async () => {
    const signOut = page.getByRole("menuitem", { name: /sign out/i });
    if (!(await signOut.isVisible())) await page.getByRole("button", { name: /^Account of/ }).click();
    await signOut.click({ timeout: 3000 });
  }).toPass({ timeout: 30_000 });
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/review");
  await expect(page).toHaveURL(/\/login/);
});

test("an address that looks like a file is a page like any other", async ({ request }) => {
  const response = await request.get("/items/missing.html", { maxRedirects: 0 });
  expect(response.status()).toBe(307);
  const page = await request.get("/appeal/missing.html");
  expect(page.headers()["content-security-policy"]).toContain("'nonce-");
  expect((await request.get("/icon.svg")).headers()["content-type"]).toContain("image/svg");
});
