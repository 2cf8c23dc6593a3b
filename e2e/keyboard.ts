import { expect, type Locator, type Page } from "@playwright/test";

/** Takes the mouse away: whatever presses a pointer fails the test that asks `expectUnplugged` at its end. */
export async function unplugMouse(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.addEventListener(
      "pointerdown",
      () => sessionStorage.setItem("pressed-a-pointer", location.pathname),
      { capture: true },
    );
  });
}

export async function expectUnplugged(page: Page): Promise<void> {
  expect(await page.evaluate(() => sessionStorage.getItem("pressed-a-pointer"))).toBeNull();
}

/** More stops than lie between any two places on a page under test. */
const MOST_STOPS = 120;

/** Goes on with the Tab key until this has the focus, as a person without a mouse does. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target, "Tab reaches it").toBeFocused({ timeout: 1 });
}

/** Focus is somewhere a person can go on from: what had it did not take it along. */
export async function expectFocusKept(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.activeElement !== document.body), { message: "focus is kept" })
    .toBe(true);
}

/** Goes to a select with the Tab key and types the beginning of a choice, as far as it takes. */
export async function tabAndChoose(
  page: Page,
  select: Locator,
  choice: string,
  key: "Tab" | "Shift+Tab" = "Tab",
): Promise<void> {
  await tabTo(page, select, key);
  await page.keyboard.type(choice);
  await expect(select.locator("option:checked")).toHaveText(new RegExp(`^${choice}`));
  await expect(select).toBeFocused();
}

/** Goes there with the Tab key and presses Enter. */
export async function tabAndPress(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Opens the menu of the button that has the focus and goes to an option by its first letters; Enter then chooses it. */
export async function openAndGoTo(page: Page, option: Locator, letters: string): Promise<void> {
  await page.keyboard.press("Enter");
  // A menu takes letters once it has the focus; before that they would go to the page.
  await expect(page.getByRole("menu")).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest("[role=menu]") !== null))
    .toBe(true);
  await page.keyboard.type(letters);
  await expect(option).toBeFocused();
}
