import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";

export interface Credentials {
  apiKey: string;
  users: { email: string; role: string; password: string }[];
}

/** The demo's key and people, as npm start wrote them. */
export function credentials(): Credentials {
  const folder = process.env.SIGHTLINE_DATA_DIR ?? ".data";
  return JSON.parse(readFileSync(path.join(folder, "credentials.json"), "utf8")) as Credentials;
}

/** Signs a person in through the sign-in page: `mod1`, `lead`, `admin`. */
export async function signIn(page: Page, name: string): Promise<void> {
  const user = credentials().users.find((entry) => entry.email.startsWith(`${name}@`));
  if (!user) throw new Error(`there is no demo user ${name}`);
  await page.goto("/login");
  await page.getByLabel("Email").fill(user.email);
  await page.getByLabel("Password").fill(user.password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}
