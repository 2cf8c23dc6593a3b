import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";
import sharp from "sharp";
import { makePicture } from "../scripts/test/pictures";
import { credentials, fromHere, signInOnPage } from "./credentials";
import { test } from "./fixtures";
import { readItem } from "./posts";

/** Everything the browser complained about, policy violations among it. */
function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") found.push(message.text());
  });
  page.on("pageerror", (error) => found.push(error.message));
  return found;
}

/** The first number in an element's text. */
async function numberIn(element: Locator): Promise<number> {
  return Number(/\d+/.exec((await element.textContent()) ?? "")?.[0]);
}

const unique = (word: string) => `${word}${Date.now().toString(36)}`;

test.describe("an admin", () => {
  let page: Page;
  let found: string[];
  test.beforeEach(async ({ openPage }) => {
    page = await openPage();
    found = complaints(page);
    await signInOnPage(page, "admin");
  });
  test.afterEach(async () => {
    expect(found).toEqual([]);
  });

  test("tries a policy on past items, saves it, and restores the one before", async () => {
    await page.goto("/settings/policy");
    const preview = page.getByTestId("policy-preview");
    const proposed = (decision: string) =>
      numberIn(preview.getByRole("row", { name: decision }).getByRole("cell").nth(1));
    await expect(preview).toBeVisible();
    const flagged = await proposed("Flagged");
    const version = await numberIn(page.getByText(/Version \d+ is in force/));

    // A threshold of 0 sends everything that was scored to people.
    const violence = page.getByRole("region", { name: "Violence" });
    await violence.getByLabel("Violence: review from in percent").fill("0");
    await expect(violence.getByText("Changed")).toBeVisible();
    await expect.poll(() => proposed("Flagged")).toBeGreaterThanOrEqual(flagged);
    await violence.getByLabel("Violence: review from in percent").fill("49");
    await page.getByRole("button", { name: `Save as version ${version + 1}` }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("Violence: review threshold")).toBeVisible();
    await dialog.getByLabel("Note (optional)").fill("A trial");
    await dialog.getByRole("button", { name: "Save and put in force" }).click();
    await expect(page.getByText(`Version ${version + 1} is in force.`).first()).toBeVisible();

    const before = page.getByRole("listitem").filter({ hasText: new RegExp(`^Version ${version}\\b`) });
    await before.getByRole("button", { name: "Restore as new version" }).click();
    await page.getByRole("button", { name: `Save as version ${version + 2}` }).click();
    await expect(dialog.getByLabel("Note (optional)")).toHaveValue(`As in version ${version}`);
    await dialog.getByRole("button", { name: "Save and put in force" }).click();
    await expect(page.getByText(`Version ${version + 2} is in force.`).first()).toBeVisible();
  });

  test("adds a keyword that decides posts within five seconds, and removes it", async ({ request }) => {
    const word = unique("zorblax");
    const headers = { authorization: `Bearer ${credentials().apiKey}` };
    const judge = async () => {
      const data = { content_id: unique("list-"), text: `Buy ${word} today.`, wait_ms: 5000 };
      return (await request.post("/api/v1/moderate", { headers, data })).json();
    };
    expect((await judge()).decision).not.toBe("BLOCK");

    await page.goto("/settings/lists");
    await page.getByRole("button", { name: "Add entries" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Action").selectOption("block");
    await dialog.getByLabel("Entries").fill(`${word}\n${word} deluxe`);
    await dialog.getByRole("button", { name: "Add 2 entries" }).click();
    await expect(page.getByText("2 added.")).toBeVisible();
    await expect.poll(async () => (await judge()).decision, { timeout: 5000 }).toBe("BLOCK");

    await page.getByRole("searchbox").fill(word);
    await page.getByRole("button", { name: `Remove ${word}`, exact: true }).click();
    await expect(page.getByText("is out of force")).toBeVisible();
    await expect.poll(async () => (await judge()).decision, { timeout: 5000 }).not.toBe("BLOCK");
  });

  test("adds pictures by upload, by hash and by file: blocked within five seconds, and exported", async ({
    request,
  }) => {
    const seed = Date.now() % 1_000_000;
    const [uploaded, named, imported] = (await Promise.all(
      [0, 1, 2].map((at) =>
        makePicture(seed + at)
          .jpeg()
          .toBuffer(),
      ),
    )) as [Buffer, Buffer, Buffer];
    const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    const judge = async (bytes: Buffer) => {
      const headers = { authorization: `Bearer ${credentials().apiKey}` };
      const data = { content_id: unique("known-"), image_base64: bytes.toString("base64"), wait_ms: 0 };
      const { id } = await (await request.post("/api/v1/moderate", { headers, data })).json();
      const read = () => readItem(request, id);
      await expect.poll(async () => (await read()).status, { timeout: 30_000 }).toBe("decided");
      last = id;
      return (await read()).decision;
    };
    let last = "";
    expect(await judge(uploaded)).not.toBe("BLOCK");

    await page.goto("/settings/lists");
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Add entries" }).click();
    await dialog.getByLabel("Kind").selectOption("pdq");
    await dialog.getByLabel("Action").selectOption("block");
    await dialog
      .getByLabel("From a file (optional)")
      .setInputFiles({ name: "picture.jpg", mimeType: "image/jpeg", buffer: uploaded });
    await expect(dialog.getByLabel("Entries")).toHaveValue(/^[0-9a-f]{64}$/, { timeout: 30_000 });
    const pdq = await dialog.getByLabel("Entries").inputValue();
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog).toHaveCount(0);

    await page.getByRole("button", { name: "Add entries" }).click();
    await dialog.getByLabel("Kind").selectOption("sha256");
    await dialog.getByLabel("Action").selectOption("block");
    await dialog.getByLabel("Entries").fill(sha256(named));
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog).toHaveCount(0);

    await page.getByRole("button", { name: "Import hashes" }).click();
    const rows = [
      "collab,signal_type,signal_str,category,tags",
      `e2e,sha256,${sha256(imported)},POSITIVE_CLASS,`,
      "e2e,pdq,too short,POSITIVE_CLASS,",
    ];
    await dialog
      .getByLabel("File")
      .setInputFiles({ name: "hashes.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
    await dialog.getByLabel("Known-bad hashes").selectOption("block");
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
    await expect(dialog.getByText("1 added, 0 in force already. 1 row left out; line 3:")).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();

    // The promise: what is posted five seconds later is blocked, altered pictures too where looks are listed.
    await page.waitForTimeout(5000);
    expect(await judge(await sharp(uploaded).resize(200).flop().jpeg().toBuffer())).toBe("BLOCK");
    expect(await judge(named)).toBe("BLOCK");
    expect(await judge(imported)).toBe("BLOCK");

    await test.step("what is known stays hidden, whatever a person wishes", async () => {
      const wish = (defaults: object) =>
        page.request.put("/api/desk/me/wellbeing", {
          data: { defaults },
          headers: fromHere(),
        });
      await wish({ blur: false, greyscale: false, mute: false });
      await page.goto(`/items/${last}`);
      const picture = page.locator('[data-pane="image"]');
      await expect(picture.getByText("whatever your wish: it is known from a list.")).toBeVisible();
      await expect(picture.locator("canvas[data-mosaic=ready]")).toBeVisible();
      await expect(picture.locator("img")).toHaveCount(0);
      await picture.focus();
      await page.keyboard.press("v");
      await expect(picture.locator("img[data-revealed]")).toHaveClass(/grayscale/);
      await wish({});
      await page.goto("/settings/lists");
    });
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export hashes" }).click();
    const exported = await readFile(await (await download).path(), "utf8");
    for (const hash of [pdq, sha256(named), sha256(imported)]) expect(exported).toContain(hash);
  });

  test("is told what is wrong with a pattern", async () => {
    await page.goto("/settings/lists");
    await page.getByRole("button", { name: "Add entries" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Kind").selectOption("regex");
    await dialog.getByLabel("Entries").fill("fine\n(unclosed");
    await dialog.getByRole("button", { name: "Add 2 entries" }).click();
    await expect(dialog.getByText(/\(unclosed: /)).toBeVisible();
    // The browser reports the refusal itself.
    expect(found.splice(0)).toHaveLength(1);
  });

  test("invites somebody, who joins, works, and is signed out at once when deactivated", async ({
    openPage,
  }) => {
    await page.goto("/settings/people");
    await page.getByRole("button", { name: "Invite" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Make the link" }).click();
    const link = await dialog.getByLabel("Link").inputValue();
    await dialog.getByRole("button", { name: "Done" }).click();

    const guest = await openPage();
    const guestComplaints = complaints(guest);
    await guest.goto(new URL(link).pathname);
    const name = unique("Guest ");
    await guest.getByLabel("Name").fill(name);
    await guest.getByLabel("Email").fill(`${unique("guest")}@sightline.test`);
    await guest.getByLabel("Password").fill("a door in the garden wall");
    await guest.getByRole("button", { name: "Join" }).click();
    await guest.waitForURL(/\/review/);
    expect(guestComplaints).toEqual([]);

    await page.reload();
    await page.getByRole("button", { name: `More for ${name}` }).click();
    await page.getByRole("menuitem", { name: "Deactivate" }).click();
    await expect(page.getByText(`${name} can no longer sign in.`)).toBeVisible();
    await guest.goto("/queues");
    await expect(guest).toHaveURL(/\/login/);
  });

  test("makes a key, which works until it is revoked", async ({ request }) => {
    await page.goto("/settings/keys");
    await page.getByRole("button", { name: "New key" }).click();
    const name = unique("Key ");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill(name);
    await expect(dialog.getByRole("checkbox", { checked: true })).toHaveCount(2);
    await dialog.getByRole("button", { name: "Make the key" }).click();
    const secret = await dialog.getByLabel(name).inputValue();
    await dialog.getByRole("button", { name: "Done" }).click();
    const use = async () =>
      (await request.get("/api/v1/items/itm_0", { headers: { authorization: `Bearer ${secret}` } })).status();
    expect(await use()).toBe(404);
    await page.getByRole("button", { name: `Revoke ${name}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await expect(page.getByText(`${name} is revoked.`)).toBeVisible();
    await expect.poll(use, { timeout: 6000 }).toBe(401);
  });

  test("reads, filters and verifies the audit log", async () => {
    await page.goto("/audit");
    await page.getByLabel("What").selectOption("user.signed_in");
    const row = page.getByRole("row").nth(1);
    await expect(row).toContainText("Signed in");
    await row.getByRole("button", { name: /Details/ }).click();
    await expect(page.getByText("Row before", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Verify the chain" }).click();
    await expect(page.getByRole("dialog", { name: "The record is whole" })).toBeVisible();
  });
});
