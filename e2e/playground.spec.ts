import { expect, test } from "@playwright/test";
import { makePicture } from "../scripts/test/pictures";
import { signIn } from "./credentials";
import { expectAccessible, inspect } from "./pages";

test("a moderator watches a text being judged, sees what would flip it, and takes the code away", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signIn(page, "mod1");
  await page.goto("/queues");
  await page.getByRole("link", { name: "Try" }).click();
  const field = page.getByLabel("Text to judge");
  await field.fill("You are a stupid fool, go away.");
  const verdict = page.getByText("waits for a person").or(page.getByText("is taken down by the machine"));
  await expect(verdict).toBeVisible();
  const flip = page.getByText(/Checked by the cascade itself|No few words carry it/);
  await expect(flip).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Python" }).click();
  await expect(page.getByText("import os, requests")).toBeVisible();
  await field.fill("A quiet note about the harbour.");
  await expect(page.getByText("goes out at once")).toBeVisible();
  await field.fill("");
  await expect(page.getByText("Type something, take one of the examples, or add a picture.")).toBeVisible();
  const buffer = await makePicture(7).jpeg().toBuffer();
  const file = { name: "harbour.jpg", mimeType: "image/jpeg", buffer };
  await page.getByLabel("Picture to judge").setInputFiles(file);
  const pane = page.getByRole("region", { name: /^Picture · \d+ × \d+/ });
  await expect(pane).toBeVisible({ timeout: 30_000 });
  // Hidden until asked for, as at the desk.
  await expect(pane.locator("img[data-revealed]")).toHaveCount(0);
  await pane.getByRole("button", { name: /Keep visible/ }).click();
  await expect(pane.locator("img[data-revealed]")).toBeVisible();
  await expect(page.getByText("image-screen")).toBeVisible();
  await field.fill("You are a stupid fool, go away.");
  const parts = page.getByText(/decides: without it|It takes both parts|Either part is enough/);
  await expect(parts).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Remove the picture" }).click();
  await expect(pane).toHaveCount(0);
  await inspect(
    page,
    "/playground",
    async (view) => {
      await expect(view.getByText(/\d ms$/).first()).toBeVisible();
      await expect(
        view.getByText(/Checked by the cascade itself|No few words|approved as it is/),
      ).toBeVisible({
        timeout: 30_000,
      });
    },
    { inOneTab: true },
  );
});
