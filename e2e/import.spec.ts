import { expect, test } from "@playwright/test";
import { signIn } from "./credentials";
import { expectAccessible, inspect } from "./pages";

test("an admin imports a file: columns, dry run, verdicts, results", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "admin");
  await page.goto("/settings/import");
  const run = Date.now();
  const lines = [
    "nr,what they said,who",
    ...["A quiet note about the harbour.", "You are a stupid fool, go away.", ""].map(
      (text, at) => `${run}-${at},${text},author-${at}`,
    ),
  ];
  const name = `posts-${run}.csv`;
  const file = { name, mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) };
  await page.getByLabel("File to import").setInputFiles(file);
  const panel = page.getByRole("region", { name: `Import of ${name}` });
  await expect(panel.getByRole("button", { name: "Dry run" })).toBeDisabled();
  await panel.getByLabel("Text", { exact: true }).selectOption("what they said");
  await panel.getByLabel("Content id").selectOption("nr");
  await panel.getByRole("button", { name: "Dry run" }).click();
  await expect(panel.getByText("3 rows: 2 good, 1 would be refused")).toBeVisible();
  await expect(panel.getByText("Row 3: There is no text.")).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Start the import" }).click();
  await expect(panel.getByText("Done: every row is taken and judged")).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await panel.getByRole("link", { name: "Results" }).click();
  const saved = await (await download).createReadStream();
  let csv = "";
  for await (const chunk of saved) csv += chunk;
  expect(csv.trim().split("\r\n")).toHaveLength(4);
  expect(csv).toMatch(new RegExp(`^1,${run}-0,.*,APPROVE,`, "m"));
  await inspect(page, "/settings/import", async (view) => {
    await view.getByRole("button", { name: `Open ${name}` }).click();
    await expect(view.getByRole("heading", { name: "Decisions" })).toBeVisible();
  });
});
