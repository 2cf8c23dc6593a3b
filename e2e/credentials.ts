import { expect, type Page, test } from "@playwright/test";
import { demoCredentials } from "../scripts/system/demo-credentials.mjs";

export { demoCredentials as credentials };

function demoUser(name: string) {
  const user = demoCredentials().users.find((entry) => entry.email.startsWith(`${name}@`));
  if (!user) throw new Error(`there is no demo user ${name}`);
  return user;
}

/** Signs a person in as the sign-in page does, without opening any page: `mod1`, `lead`, `admin`. */
export async function signIn(page: Page, name: string): Promise<void> {
  const { email, password } = demoUser(name);
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const form = { email, password, csrfToken, callbackUrl: "/", json: "true" };
  const answer = await page.request.post("/api/auth/callback/credentials", { form });
  expect(answer.status(), `${name} is signed in`).toBe(200);
}

/** What a request of a page of this site says of where it comes from. */
export const fromHere = () => ({ origin: new URL(test.info().project.use.baseURL ?? "").origin });

/** Signs a person in through the sign-in page; the page that they begin with is open then. */
export async function signInOnPage(page: Page, name: string): Promise<void> {
  const user = demoUser(name);
  await page.goto("/login");
  await page.getByLabel("Email").fill(user.email);
  await page.getByLabel("Password").fill(user.password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}
