import { expect, test } from "@playwright/test";
import { demoPosts } from "../prisma/demo/posts";
import { signIn } from "./credentials";
import { expectAccessible, expectNothingCutOff } from "./pages";

/** Texts with scores as an old service might have given them. */
function oldScores(): string {
  const rows = demoPosts()
    .slice(0, 80)
    .map(({ text, judgement }, at) => {
      const toxic = judgement === "keep" ? 0.05 + at / 1000 : 0.75 + at / 1000;
      return `"${text.replaceAll('"', '""')}",${toxic.toFixed(3)}`;
    });
  return ["comment_text,perspective_toxicity", ...rows].join("\n");
}

test("an admin gives old Perspective scores and sees the thresholds that stand for them", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page, "admin");
  await page.goto("/settings/migration");
  const input = page.getByLabel("CSV file");
  const upload = (name: string, csv: string) =>
    input.setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(csv) });

  await upload("likes.csv", "text,likes\nhello,3\n");
  await expect(page.getByText("No column is named like a Perspective attribute")).toBeVisible();

  await upload("scores.csv", oldScores());
  await expect(page.getByText("80 texts compared")).toBeVisible();
  const table = page.getByRole("region", { name: "Thresholds for TOXICITY" });
  await expect(table.getByRole("row")).toHaveCount(7);
  await expect(page.getByText(/^Row \d+: 0\.\d\d → 0\.\d\d$/)).toHaveCount(10);

  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(page);
      await expectNothingCutOff(page);
    }
});
