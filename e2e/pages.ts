import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

/** Runs axe over the page as it stands; a failure names each rule and element. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // There is one frame: the results need not be put together in another page, and only violations need be told in full.
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    .analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`),
  );
  expect(found).toEqual([]);
}

/** Nothing sticks out of the window: the page does not scroll sideways, and no control lies outside of it. */
export async function expectNothingCutOff(page: Page): Promise<void> {
  const outside = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrollsSideways = (element: Element | null): boolean =>
      element !== null &&
      (["auto", "scroll"].includes(getComputedStyle(element).overflowX) ||
        scrollsSideways(element.parentElement));
    const seen = [...document.querySelectorAll("a, button, input, select, textarea, h1, h2, h3, p")];
    const cut = seen.filter((element) => {
      const { left, right, width: own, height } = element.getBoundingClientRect();
      return (
        own > 1 && height > 1 && (left < -1 || right > width + 1) && !scrollsSideways(element.parentElement)
      );
    });
    return {
      sideways: document.documentElement.scrollWidth - width,
      cut: cut.map((element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`),
    };
  });
  expect(outside).toEqual({ sideways: 0, cut: [] });
}

/** A desk's screen and a phone. */
export const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
interface Inspection {
  /** One size after the other in the page's own tab: for pages that belong to a tab, such as the desk. */
  inOneTab?: boolean;
}

/**
 * Opens a page in every size and looks at it in every theme: axe, and nothing cut off. As a phone shows it in the page's own tab, as
 * a desk's screen does beside it in another; `ready` is told which.
 */
export async function inspect(
  page: Page,
  path: string,
  ready: (view: Page) => Promise<void>,
  { inOneTab = false }: Inspection = {},
): Promise<void> {
  const look = (view: Page, size: (typeof SIZES)[number]) =>
    test.step(`${path} ${size.width} px`, async () => {
      await view.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await view.setViewportSize(size);
      await view.goto(path);
      await ready(view);
      await expectAccessible(view);
      await expectNothingCutOff(view);
      await view.emulateMedia({ colorScheme: "dark" });
      await expectAccessible(view);
      await expectNothingCutOff(view);
    });
  if (inOneTab) {
    for (const size of SIZES) await look(page, size);
    return;
  }
  const beside = await page.context().newPage();
  await Promise.all(SIZES.map((size, at) => look(at === 0 ? beside : page, size)));
  await beside.close();
}

/** A desk's screen at 200 %: as many CSS pixels as are left of 1280. */
const ZOOMED = { width: 640, height: 450 };

/** Looks at a page as it stands, in both themes, and then zoomed and on a phone; for pages that need no second load. */
export async function lookAround(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  for (const size of [ZOOMED, SIZES[1] as typeof ZOOMED]) {
    await page.setViewportSize(size);
    await expectNothingCutOff(page);
  }
  await page.setViewportSize(SIZES[0] as typeof ZOOMED);
}

/** Opens pages at 200 % and looks whether everything is still there. */
export async function expectWholeWhenZoomed(page: Page, paths: string[]): Promise<void> {
  await page.setViewportSize(ZOOMED);
  for (const path of paths)
    await test.step(`${path} at 200 %`, async () => {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
      await expect(page.getByRole("status").filter({ hasText: /^Loading/ })).toHaveCount(0);
      await expectNothingCutOff(page);
    });
  await page.setViewportSize(SIZES[0] as typeof ZOOMED);
}

/** More stops than any page under test has. */
const MOST_STOPS = 250;

/** The Tab key, and Shift with it, passes through the whole page and comes round: nothing holds it. */
export async function expectNoKeyboardTrap(page: Page): Promise<void> {
  for (const key of ["Tab", "Shift+Tab"]) {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const stops: string[] = [];
    for (let i = 0; i < MOST_STOPS; i++) {
      await page.keyboard.press(key);
      const stop = await page.evaluate(() => {
        const at = document.activeElement;
        if (!at || at === document.body) return "";
        const all = [...document.querySelectorAll("*")];
        return `${all.indexOf(at)} ${at.tagName} ${at.textContent?.trim().slice(0, 30)}`;
      });
      if (stops.length > 0 && (stop === "" || stop === stops[0])) break;
      stops.push(stop);
    }
    expect(stops.length, `${key} comes round`).toBeLessThan(MOST_STOPS);
    expect(new Set(stops).size, `${key} stops nowhere twice: ${stops.join(", ")}`).toBe(stops.length);
    expect(stops.length, `${key} reaches what is there`).toBeGreaterThan(5);
  }
}
