import type { Page } from "@playwright/test";
import type { Live } from "./live";

export interface Size {
  width: number;
  height: number;
}
const DESK: Size = { width: 1440, height: 900 };
const PHONE: Size = { width: 390, height: 844 };
/** A desk's screen at 200 %: as many CSS pixels as are left of 1280. */
const ZOOMED: Size = { width: 640, height: 450 };
/** Taken in these where a shot names none. */
export const SIZES = [DESK, PHONE];

type Answer = { status?: number; json: object };

export interface Shot {
  name: string;
  who: "nobody" | "mod1" | "mod3" | "lead" | "admin";
  path: string | ((live: Live) => string);
  /** What brings the page into this state. */
  act?: (page: Page) => Promise<unknown>;
  /** What requests are answered instead of by the server, by address. */
  answers?: Record<string, Answer>;
  /** A state of the person that POST begins and DELETE ends. */
  during?: string;
  sizes?: Size[];
}

const BUSY: Answer = { status: 503, json: { detail: "The server is busy. Try again in a moment." } };
const LOST: Answer = {
  status: 409,
  json: { detail: "You were away for a while, so this item went back to the queue for somebody else." },
};
const DECIDED: Answer = {
  json: { decisionId: "dec_picture", undoUntil: new Date(Date.now() + 3_600_000).toISOString() },
};

const keys =
  (...pressed: string[]) =>
  async (page: Page) => {
    await page.locator("[data-item]").first().waitFor({ timeout: 15_000 });
    for (const key of pressed) await page.keyboard.press(key);
  };
const click = (role: "button" | "link", name: RegExp) => (page: Page) =>
  page.getByRole(role, { name }).first().click();
async function signInWrongly(page: Page): Promise<void> {
  await page.getByLabel("Email").fill("nobody@sightline.test");
  await page.getByLabel("Password").fill("not the password");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: /\w/ }).first().waitFor();
}
const failed = (page: Page) => page.getByRole("alert").filter({ hasText: /\w/ }).first().waitFor();
/** Everything that is hidden on the item's page, shown. */
async function seen(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^Keep visible/ })
    .first()
    .click({ timeout: 15_000 });
}
async function tryText(page: Page): Promise<void> {
  await page.getByRole("textbox").first().fill("What a silly thing to say, you are wasting our time.");
  await page.waitForTimeout(2500);
}
async function typePalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /What to do/ }).waitFor();
  await page.keyboard.type("set");
}
async function savePolicy(page: Page): Promise<void> {
  await page.getByLabel("Violence: review from in percent").fill("49");
  await page.getByRole("button", { name: /^Save as version/ }).click();
}
const openAll = (page: Page) =>
  page.locator("summary").evaluateAll((all) => {
    for (const each of all.slice(0, 3)) (each as HTMLElement).click();
  });

/** Every page and its states. */
export const SHOTS: Shot[] = [
  { name: "login", who: "nobody", path: "/login" },
  { name: "login-refused", who: "nobody", path: "/login", act: signInWrongly },
  { name: "invite-unknown", who: "nobody", path: `/invite/${"x".repeat(43)}` },
  { name: "invite", who: "nobody", path: ({ invite }) => invite },
  { name: "appeal", who: "nobody", path: ({ appeal }) => appeal },
  { name: "appealed", who: "nobody", path: ({ appealed }) => appealed },
  { name: "appeal-unknown", who: "nobody", path: "/appeal/not-a-link" },
  { name: "errors", who: "nobody", path: "/docs/errors" },
  { name: "api", who: "nobody", path: "/docs/api" },
  { name: "api-moderate", who: "nobody", path: "/docs/api/moderate" },
  { name: "api-objects", who: "nobody", path: "/docs/api/objects" },
  { name: "api-object", who: "nobody", path: "/docs/api/objects/Item" },
  { name: "review", who: "mod1", path: "/review", act: keys() },
  { name: "review-block", who: "mod1", path: "/review", act: keys("b") },
  { name: "review-escalate", who: "mod1", path: "/review", act: keys("e") },
  { name: "review-skip", who: "mod1", path: "/review", act: keys("s") },
  { name: "review-together", who: "mod1", path: "/review", act: keys("c") },
  { name: "review-notes", who: "mod1", path: "/review", act: keys("i") },
  { name: "review-around", who: "mod1", path: "/review", act: keys("l") },
  { name: "review-keys", who: "mod1", path: "/review", act: keys("?") },
  { name: "review-palette", who: "mod1", path: "/review", act: keys("Control+k") },
  { name: "review-view", who: "mod1", path: "/review", act: click("button", /View options/) },
  {
    name: "review-empty",
    who: "mod1",
    path: "/review",
    answers: { "**/tasks/claim": { json: { task: null } } },
  },
  { name: "review-failed", who: "mod1", path: "/review", answers: { "**/tasks/claim": BUSY } },
  { name: "review-refused", who: "mod1", path: "/review", answers: { "**/decide": BUSY }, act: keys("a") },
  { name: "review-lost", who: "mod1", path: "/review", answers: { "**/decide": LOST }, act: keys("a") },
  { name: "review-undo", who: "mod1", path: "/review", answers: { "**/decide": DECIDED }, act: keys("a") },
  { name: "review-zoomed", who: "mod1", path: "/review", act: keys(), sizes: [ZOOMED] },
  { name: "break", who: "mod3", path: "/wellbeing", during: "/api/desk/me/wellbeing/break" },
  { name: "break-desk", who: "mod3", path: "/review", during: "/api/desk/me/wellbeing/break" },
  { name: "playground", who: "mod1", path: "/playground" },
  { name: "playground-judged", who: "mod1", path: "/playground", act: tryText },
  { name: "wellbeing", who: "mod1", path: "/wellbeing" },
  { name: "shift-over", who: "mod1", path: "/wellbeing/done" },
  { name: "queues", who: "lead", path: "/queues" },
  { name: "queue-settings", who: "lead", path: "/settings/queues" },
  { name: "queue-new", who: "lead", path: "/settings/queues", act: click("button", /New queue/) },
  { name: "queue-skills", who: "lead", path: "/settings/queues", act: click("button", /^Change what Max/) },
  { name: "review-settings", who: "admin", path: "/settings/review" },
  { name: "items", who: "lead", path: "/items" },
  { name: "items-none", who: "lead", path: "/items?author=nobody-has-this-name" },
  {
    name: "items-filters",
    who: "lead",
    path: "/items?author=jo-brooks&decision=BLOCK&scoreFrom=0.2",
    act: (page) => page.locator("tbody tr").first().waitFor(),
  },
  {
    name: "items-failed",
    who: "lead",
    path: "/items",
    answers: { "**/api/desk/items?**": BUSY },
    act: failed,
  },
  { name: "items-export", who: "lead", path: "/items", act: click("button", /^Export/) },
  { name: "items-keep", who: "lead", path: "/items?words=silly", act: click("button", /Keep as a view/) },
  { name: "items-zoomed", who: "lead", path: "/items", sizes: [ZOOMED] },
  { name: "item", who: "lead", path: "/items", act: (page) => page.locator("tbody a").first().click() },
  { name: "item-blocked", who: "lead", path: ({ takenDown }) => `/items/${takenDown}` },
  {
    name: "item-reverse",
    who: "lead",
    path: ({ takenDown }) => `/items/${takenDown}`,
    act: click("button", /Reverse this/),
  },
  {
    name: "item-golden",
    who: "lead",
    path: ({ takenDown }) => `/items/${takenDown}`,
    act: click("button", /golden item/),
  },
  { name: "item-media", who: "lead", path: ({ withMedia }) => `/items/${withMedia}`, act: seen },
  { name: "item-zoomed", who: "lead", path: ({ withMedia }) => `/items/${withMedia}`, sizes: [ZOOMED] },
  { name: "item-unknown", who: "lead", path: "/items/itm_nothing", act: failed },
  { name: "account", who: "lead", path: "/items", act: click("button", /^Account of/) },
  { name: "more", who: "lead", path: "/items", act: click("button", /^More$/), sizes: [PHONE] },
  { name: "palette-typed", who: "lead", path: "/items", act: typePalette },
  { name: "quality", who: "lead", path: "/quality" },
  { name: "quality-zoomed", who: "lead", path: "/quality", sizes: [ZOOMED] },
  { name: "insights", who: "lead", path: "/insights" },
  { name: "insights-tables", who: "lead", path: "/insights", act: openAll },
  {
    name: "insights-failed",
    who: "lead",
    path: "/insights",
    answers: { "**/insights?**": BUSY },
    act: failed,
  },
  { name: "mentions", who: "lead", path: "/mentions" },
  { name: "audit", who: "lead", path: "/audit" },
  { name: "audit-details", who: "lead", path: "/audit", act: click("button", /^Details of/) },
  { name: "models", who: "admin", path: "/models" },
  { name: "model", who: "admin", path: "/models/text-deep" },
  { name: "models-recalibrate", who: "admin", path: "/models", act: click("button", /Preview on past/) },
  { name: "policy", who: "admin", path: "/settings/policy" },
  { name: "policy-clauses", who: "admin", path: "/settings/policy", act: openAll },
  { name: "policy-save", who: "admin", path: "/settings/policy", act: savePolicy },
  { name: "policy-zoomed", who: "admin", path: "/settings/policy", sizes: [ZOOMED] },
  { name: "lists", who: "admin", path: "/settings/lists" },
  { name: "lists-add", who: "admin", path: "/settings/lists", act: click("button", /Add entries/) },
  { name: "lists-import", who: "admin", path: "/settings/lists", act: click("button", /Import hashes/) },
  { name: "people", who: "admin", path: "/settings/people" },
  { name: "people-invite", who: "admin", path: "/settings/people", act: click("button", /^Invite/) },
  { name: "people-menu", who: "admin", path: "/settings/people", act: click("button", /^More for/) },
  { name: "keys", who: "admin", path: "/settings/keys" },
  { name: "keys-new", who: "admin", path: "/settings/keys", act: click("button", /New key/) },
  { name: "keys-revoke", who: "admin", path: "/settings/keys", act: click("button", /^Revoke/) },
  { name: "webhooks", who: "admin", path: "/settings/webhooks" },
  { name: "webhooks-new", who: "admin", path: "/settings/webhooks", act: click("button", /New webhook/) },
  { name: "import", who: "admin", path: "/settings/import" },
  { name: "migration", who: "admin", path: "/settings/migration" },
  { name: "not-found", who: "admin", path: "/nothing-is-here" },
  { name: "forbidden", who: "mod1", path: "/settings/policy" },
];
