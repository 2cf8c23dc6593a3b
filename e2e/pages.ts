import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

/** Runs axe over the page as it stands; a failure names each rule and element. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
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
const THEMES = ["light", "dark"] as const;

/** Opens a page in every theme and size and looks at it: axe, and nothing cut off. */
export async function inspect(page: Page, path: string, ready: (page: Page) => Promise<void>): Promise<void> {
  for (const colorScheme of THEMES)
    for (const size of SIZES)
      await test.step(`${path} ${colorScheme} ${size.width} px`, async () => {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.setViewportSize(size);
        await page.goto(path);
        await ready(page);
        await expectAccessible(page);
        await expectNothingCutOff(page);
      });
}
