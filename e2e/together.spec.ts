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
    await lead.keyboard.press("Enter");
    await tabAndPress(lead, golden.getByRole("button", { name: "Make it golden" }));
    await expect(golden).toHaveCount(0);
    await expect(button(lead, "Retire this golden item")).toBeFocused();
    await lead.keyboard.press("Enter");
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

test("a template for authors is written and used; care, skills, figures and files: no mouse", async ({
  browser,
  request,
}) => {
  test.setTimeout(120_000);
  const [id] = await postForReview(request, 2);
  const unplugged = async (who: string) => {
    const page = await (await browser.newContext()).newPage();
    await unplugMouse(page);
    await signIn(page, who);
    return page;
  };
  const [admin, mod] = [await unplugged("admin"), await unplugged("mod2")];
  const kinder = letters();

  await test.step("a message template in the policy, saved as a version", async () => {
    await admin.goto("/settings/policy");
    const toxicity = admin.getByRole("region", { name: "Toxicity" });
    await tabAndPress(admin, toxicity.getByText(/clauses? for reviewers to choose from/));
    const message = toxicity.getByLabel("Message to the author").first();
    await tabTo(admin, message);
    await admin.keyboard.press("ControlOrMeta+a");
    await admin.keyboard.type(`Taken down under {clause} of {organization} (${kinder}).`);
    await expect(toxicity.getByText("Taken down under T-1 of your site")).toBeVisible();
    const save = button(admin, /^Save as version/);
    await tabTo(admin, save, "Shift+Tab");
    await admin.keyboard.press("Enter");
    await expect(admin.getByLabel("Note (optional)")).toBeFocused();
    await admin.keyboard.type("Kinder words");
    await admin.keyboard.press("Enter");
    await expect(admin.getByText(/^Version \d+ is in force\.$/).first()).toBeVisible();
  });
  const given = admin.getByRole("dialog", { name: "What Max Third may be given" });
  const max = admin.getByRole("row", { name: /^Max Third/ });
  await test.step("what a person may be given: languages, and a queue whose specialist they are", async () => {
    await admin.goto("/settings/queues");
    await tabAndPress(admin, button(admin, "Change what Max Third may be given"));
    await tabTo(admin, given.getByLabel(/^Languages/));
    // A repeat of the test finds what the first try saved.
    await admin.keyboard.press("ControlOrMeta+a");
    await admin.keyboard.type("en, de");
    const general = given.getByRole("checkbox", { name: "general", exact: true });
    await tabTo(admin, general);
    if (!(await general.isChecked())) await admin.keyboard.press("Space");
    await expect(general).toBeChecked();
    await tabAndPress(admin, given.getByRole("button", { name: "Save" }));
    await expect(max).toContainText("en, de");
    await expect(max).toContainText("general");
    await expect(button(admin, "Change what Max Third may be given")).toBeFocused();
  });
  await test.step("used at the desk: the author reads it", async () => {
    await bringToFront(mod, id!);
    await mod.goto("/review");
    await expect(mod.getByRole("region", { name: "Post to judge" })).toBeFocused();
    await mod.keyboard.press("b");
    const clause = mod.getByRole("button", { name: /T-1$/ });
    for (let steps = 0; steps < 9 && (await clause.getAttribute("aria-pressed")) !== "true"; steps++)
      await mod.keyboard.press("ArrowDown");
    await expect(mod.getByLabel(/^The author will read/)).toHaveValue(/^Taken down under T-1 of /);
    await mod.keyboard.press("Enter");
    await expect(mod.getByText(/undo/i).first()).toBeVisible();
  });

  await test.step("one's own care: a budget, an opt-out, how media are shown, a break, the end", async () => {
    await mod.goto("/wellbeing");
    const budget = mod.getByRole("slider", { name: "Dose between two breaks" });
    await tabTo(mod, budget);
    await mod.keyboard.press("ArrowLeft");
    const save = mod.getByRole("button", { name: "Save", exact: true });
    await tabAndPress(mod, save.nth(0));
    await expect(mod.getByText("Your budget is saved.")).toBeVisible();
    await mod.keyboard.press("Shift+Tab");
    await mod.keyboard.press("ArrowRight");
    await tabAndPress(mod, save.nth(0));
    const spam = mod.getByRole("checkbox", { name: "Spam and scams" });
    for (const chosen of [true, false]) {
      await tabTo(mod, spam, chosen ? "Tab" : "Shift+Tab");
      await mod.keyboard.press("Space");
      await expect(spam).toBeChecked({ checked: chosen });
      await tabAndPress(mod, save.nth(1));
      await expect(mod.getByText("The desk keeps these from you.").first()).toBeVisible();
    }
    const half = mod.getByRole("checkbox", { name: /at half size/ });
    for (const chosen of [true, false]) {
      await tabTo(mod, half, chosen ? "Tab" : "Shift+Tab");
      await mod.keyboard.press("Space");
      await expect(half).toBeChecked({ checked: chosen });
      await tabAndPress(mod, save.nth(2));
    }
    await mod.goto("/wellbeing");
    await tabAndPress(mod, button(mod, /^Take a break of \d+ minutes$/));
    await expect(mod.getByRole("timer")).toBeVisible();
    await tabAndPress(mod, button(mod, "End the break early"));
    await expect(mod.getByRole("timer")).toHaveCount(0);
    await tabTo(mod, mod.getByRole("link", { name: "End my shift" }), "Shift+Tab");
    await mod.keyboard.press("Enter");
    await expect(mod.getByRole("heading", { name: /^That is enough for today/ })).toBeVisible();
  });
  await test.step("how many opinions a category needs", async () => {
    await admin.goto("/settings/review");
    const opinions = admin.getByLabel("Spam and scams");
    await tabTo(admin, opinions);
    await admin.keyboard.type("2");
    await expect(opinions).toHaveValue("2");
    for (const _ of ["1", "Default"]) await admin.keyboard.press("ArrowUp");
    await expect(opinions.locator("option:checked")).toHaveText("Default (1)");
  });
  await test.step("from a figure to the items behind it, to a file of them, and the dark theme", async () => {
    await admin.goto("/insights");
    await tabAndPress(admin, admin.locator("main summary").first());
    await tabAndPress(admin, admin.getByRole("link", { name: /^\d{4}-\d\d-\d\d$/ }).last());
    await expect(admin).toHaveURL(/\/items\?/);
    await tabAndPress(admin, button(admin, "Export"));
    const dialog = admin.getByRole("dialog", { name: "Export" });
    await tabAndPress(admin, dialog.getByRole("button", { name: "Start as CSV" }));
    const file = dialog.getByRole("link", { name: "Download" }).first();
    await expect(file).toBeVisible({ timeout: 20_000 });
    const download = admin.waitForEvent("download");
    await tabTo(admin, file, "Shift+Tab");
    await admin.keyboard.press("Enter");
    await download;
    await admin.keyboard.press("Escape");
    await tabAndPress(admin, button(admin, /^Account of/));
    await admin.keyboard.type("Dark");
    await admin.keyboard.press("Enter");
    await expect(admin.locator("html")).toHaveAttribute("data-theme", "dark");
  });

  await expect.poll(async () => (await readItem(request, id!)).decision, { timeout: 40_000 }).toBe("BLOCK");
  await mod.goto(new URL((await readItem(request, id!)).appeal_url).pathname);
  await expect(mod.getByText(`(${kinder})`)).toBeVisible();
  await expectUnplugged(admin);
  await expectUnplugged(mod);
});
