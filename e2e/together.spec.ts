import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./credentials";
import { expectUnplugged, tabAndPress, tabTo, unplugMouse } from "./keyboard";
import { expectAccessible } from "./pages";
import { bringToFront, postForReview, readItem } from "./posts";

const letters = () =>
  Array.from({ length: 9 }, () => "abcdefghiklmnoprstuvw"[Math.floor(Math.random() * 21)]).join("");

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

/** The audit rows of an action on these items, as a lead reads them. */
async function auditOf(page: Page, action: string, ids: string[]) {
  const rows = await Promise.all(
    ids.map(async (subject) => {
      const answer = await page.request.get("/api/desk/audit", { params: { action, subject } });
      return (await answer.json()).rows as { subject: string; payload: { clusterId?: string } }[];
    }),
  );
  return rows.flat();
}

test("near-duplicates are decided and turned round as one; a lead sets up a queue and keeps a view: no mouse", async ({
  page,
  browser,
  request,
}) => {
  test.setTimeout(120_000);
  const town = letters();
  const ids = await postForReview(
    request,
    3,
    (place) =>
      `Your speech at the ${town} fair was silly and stupid, do us all a favour and stay at home next time${[".", " now.", " then!"][place]}`,
  );
  await unplugMouse(page);
  await signIn(page, "mod2");
  await bringToFront(page, ...ids);
  await page.goto("/review");
  const post = page.getByRole("region", { name: "Post to judge" });
  await expect(post).toBeFocused();
  await expect(post).toContainText(town);

  await page.keyboard.press("c");
  const together = page.getByRole("dialog", { name: "Decide near-duplicates together" });
  const members = together.getByRole("listitem").filter({ hasText: town });
  await expect(members).toHaveCount(2);
  for (const member of await members.all()) {
    await expect(member.getByText(/% alike/)).toBeVisible();
    await expect(member.getByRole("checkbox")).toBeChecked();
  }
  await tabTo(page, members.first().getByRole("checkbox"));
  await page.keyboard.press("Space");
  await expect(button(page, "Block all 2")).toBeVisible();
  await page.keyboard.press("Space");
  await tabTo(page, together.getByLabel("Severity"));
  await page.keyboard.type("4");
  await tabTo(page, together.getByLabel(/Note for colleagues/));
  await page.keyboard.type("The same insult three times.");
  await tabAndPress(page, button(page, "Block all 3"));
  await expect(page.getByText("Blocked 3 together")).toBeVisible();
  await expect(post.filter({ hasText: town })).toHaveCount(0);

  // While the decision can still be taken back, a lead works on.
  const lead = await (await browser.newContext()).newPage();
  await unplugMouse(lead);
  await signIn(lead, "lead");
  await test.step("a queue by rule, made and retired", async () => {
    await lead.goto("/settings/queues");
    await tabAndPress(lead, button(lead, "New queue"));
    const dialog = lead.getByRole("dialog", { name: "New queue" });
    await expect(dialog.getByLabel("Name")).toBeFocused();
    await lead.keyboard.type(`of-${town}`);
    await tabTo(lead, dialog.getByLabel("Another condition"));
    await lead.keyboard.type("Community");
    await tabAndPress(lead, dialog.getByRole("button", { name: "Add", exact: true }));
    await tabTo(lead, dialog.getByLabel(/^Communities/), "Shift+Tab");
    await lead.keyboard.type(town);
    await tabAndPress(lead, dialog.getByRole("button", { name: "Make the queue" }));
    await expect(dialog).toHaveCount(0);
    await expect(lead.getByText(`community is ${town}`)).toBeVisible();
    await tabAndPress(lead, button(lead, `Retire of-${town}`));
    await tabAndPress(lead, button(lead, "Retire it"));
    await expect(lead.getByText(`community is ${town}`)).toHaveCount(0);
  });
  await test.step("a search, kept as a view and forgotten", async () => {
    await lead.goto("/items");
    await tabTo(lead, lead.getByLabel("Words of the post"));
    await lead.keyboard.type(town);
    await lead.keyboard.press("Enter");
    await expect(lead.locator("tbody tr")).toHaveCount(3);
    await tabAndPress(lead, button(lead, "Keep as a view"));
    const dialog = lead.getByRole("dialog", { name: "Keep this search" });
    await tabTo(lead, dialog.getByLabel("Name"));
    await lead.keyboard.type(`Fair of ${town}`);
    await tabAndPress(lead, dialog.getByRole("button", { name: "Keep", exact: true }));
    await expect(lead.getByRole("link", { name: `Fair of ${town}` })).toBeVisible();
    await tabAndPress(lead, button(lead, `Forget the view Fair of ${town}`));
    await expect(lead.getByRole("link", { name: `Fair of ${town}` })).toHaveCount(0);
  });

  for (const id of ids)
    await expect.poll(async () => (await readItem(request, id)).decision, { timeout: 40_000 }).toBe("BLOCK");
  for (const id of ids)
    expect(await readItem(request, id)).toMatchObject({ status: "decided", requires_human_review: false });
  const reviewed = await auditOf(lead, "item.reviewed", ids);
  expect(reviewed.map(({ subject }) => subject).sort()).toEqual([...ids].sort());
  expect(new Set(reviewed.map(({ payload }) => payload.clusterId)).size).toBe(1);

  await test.step("turned round as one by the lead", async () => {
    await tabAndPress(lead, lead.locator("tbody a").first());
    await tabAndPress(lead, button(lead, "Make this a golden item"));
    const golden = lead.getByRole("dialog", { name: "Make this a golden item" });
    await expect(golden.getByLabel("Right answer")).toHaveValue("BLOCK");
    await expectAccessible(lead);
    await lead.keyboard.press("Escape");
    await expect(button(lead, "Make this a golden item")).toBeFocused();
    await tabTo(lead, button(lead, "Reverse this decision"), "Shift+Tab");
    await lead.keyboard.press("Enter");
    const reverse = lead.getByRole("dialog", { name: "Put the post back" });
    await expect(reverse.getByRole("checkbox", { name: /^All 3 items/ })).toBeChecked();
    await tabTo(lead, reverse.getByLabel("Why"));
    await lead.keyboard.type("A line from a play that was shown at the fair.");
    await tabAndPress(lead, reverse.getByRole("button", { name: "Put it back" }));
    await expect(reverse).toHaveCount(0);
    for (const id of ids)
      await expect.poll(async () => (await readItem(request, id)).decision).toBe("APPROVE");
    const turned = await auditOf(lead, "item.overridden", ids);
    expect(turned.map(({ subject }) => subject).sort()).toEqual([...ids].sort());
    expect(new Set(turned.map(({ payload }) => payload.clusterId)).size).toBe(1);
  });
  await expectUnplugged(page);
  await expectUnplugged(lead);
});
