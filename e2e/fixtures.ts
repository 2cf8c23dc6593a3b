import { type BrowserContext, type BrowserContextOptions, test as base, type Page } from "@playwright/test";

/** Opens a page as somebody else would: with cookies of its own. It is closed when the test ends. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>;

/** Tests that need more people than one: pages left open would go on asking the server beside every later test. */
export const test = base.extend<{ openPage: OpenPage }>({
  openPage: async ({ browser }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      opened.push(context);
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});
