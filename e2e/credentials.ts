import type { Page } from "@playwright/test";
import { demoCredentials } from "../scripts/system/demo-credentials.mjs";

export { demoCredentials as credentials };

/** Signs a person in through the sign-in page: `mod1`, `lead`, `admin`. */
export async function signIn(page: Page, name: string): Promise<void> {
  const user = demoCredentials().users.find((entry) => entry.email.startsWith(`${name}@`));
  if (!user) throw new Error(`there is no demo user ${name}`);
  await page.goto("/login");
  await page.getByLabel("Email").fill(user.email);
  await page.getByLabel("Password").fill(user.password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}
