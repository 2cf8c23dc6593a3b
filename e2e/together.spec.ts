import { expect, type Locator, type Page } from "@playwright/test";
import { credentials, fromHere, signIn } from "./credentials";
import { type OpenPage, test } from "./fixtures";
import {
  expectFocusKept,
  expectUnplugged,
  openAndGoTo,
  tabAndChoose,
  tabAndPress,
  tabTo,
  unplugMouse,
} from "./keyboard";
import { expectAccessible } from "./pages";
import { bringToFront, giveOpinion, postForReview, readItem } from "./posts";

const letters = () =>
  Array.from({ length: 9 }, () => "abcdefghiklmnoprstuvw"[Math.floor(Math.random() * 21)]).join("");

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

async function signedIn(openPage: OpenPage, who: string): Promise<Page> {
  const page = await openPage();
  await unplugMouse(page);
  await signIn(page, who);
  return page;
}

/** Names these people, by the beginning of their names, for queues; for none, they take whatever comes. */
async function nameFor(lead: Page, people: string[], queues: string[]): Promise<void> {
  const { people: team } = await (await lead.request.get("/api/desk/skills")).json();
  for (const { id, name } of team as { id: string; name: string }[])
    if (people.some((start) => name.startsWith(start)))
      await lead.request.put(`/api/desk/people/${id}/skills`, {
        headers: fromHere(),
        data: { languages: [], categories: [], queues },
      });
}

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

test("near-duplicates are decided and turned round as one; queues, specialists, searches and a disagreement: no mouse", async ({
  page,
  openPage,
  request,
}) => {
  test.setTimeout(150_000);
  const town = letters();
  const queue = `of-${town}`;
  const ids = await postForReview(
    request,
    3,
    (place) =>
      `Your speech at the ${town} fair was silly and stupid, do us all a favour and stay at home next time${[".", " now.", " then!"][place]}`,
  );
  const lead = await signedIn(openPage, "lead");
  await test.step("a queue by rule, with what it would catch", async () => {
    await lead.goto("/settings/queues");
    await tabAndPress(lead, button(lead, "New queue"));
    const dialog = lead.getByRole("dialog", { name: "New queue" });
    await expect(dialog.getByLabel("Name")).toBeFocused();
    await lead.keyboard.type(queue);
    await tabTo(lead, dialog.getByLabel("Another condition"));
    await lead.keyboard.type("Community");
    await tabAndPress(lead, dialog.getByRole("button", { name: "Add", exact: true }));
    await tabTo(lead, dialog.getByLabel(/^Communities/), "Shift+Tab");
    await lead.keyboard.type(town);
    await expect(dialog.getByText("Nothing that waits now fits; new items may.")).toBeVisible();
    await tabAndChoose(lead, dialog.getByLabel("Opinions needed from now on"), "2");
    await tabAndPress(lead, dialog.getByRole("button", { name: "Make the queue" }));
    await expect(dialog).toHaveCount(0);
    await expect(lead.getByText(`community is ${town}`)).toBeVisible();
  });

  // Two specialists, each blind to the other, name different rules: what they say comes to nothing, and goes to a lead.
  const specialists = [await signedIn(openPage, "mod1"), await signedIn(openPage, "mod3")] as const;
  await nameFor(lead, ["Max Third", "Mo First"], [queue]);
  const [disputed] = (await postForReview(request, 1, undefined, town)) as [string];
  const opinions = giveOpinion(specialists[0], disputed, ["harassment"]).then(() =>
    giveOpinion(specialists[1], disputed, ["sexual"]),
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
  await postForReview(request, 1);
  await tabAndPress(page, button(page, "Block all 3"));
  await expect(page.getByText("Blocked 3 together")).toBeVisible();
  await expect(post.filter({ hasText: town })).toHaveCount(0);

  await test.step("the next one is handed to the queue's specialists", async () => {
    await expect(button(page, "Skip")).toBeEnabled();
    await page.keyboard.press("e");
    const escalate = page.getByRole("dialog", { name: /^Escalate to / });
    await tabAndChoose(page, escalate.getByLabel("To", { exact: true }), "Specialists of", "Shift+Tab");
    await expect(escalate).toHaveAccessibleName(`Escalate to ${queue}`);
    await tabAndPress(page, escalate.getByRole("button", { name: /A legal question/ }));
    await expect(escalate).toHaveCount(0);
    await expect
      .poll(
        async () => (await (await lead.request.get("/api/desk/audit?action=task.escalated")).json()).rows[0],
      )
      .toMatchObject({ payload: { queue, reason: "A legal question." } });
  });

  // While the decision can still be taken back, the lead works on.
  await test.step("a search, kept as a view and forgotten", async () => {
    await lead.goto("/items");
    const words = lead.getByLabel("Words of the post");
    await tabTo(lead, words);
    await lead.keyboard.type(town);
    await lead.keyboard.press("Enter");
    await expect(lead.locator("tbody tr")).toHaveCount(3);
    await expect(words).toBeFocused();
    await tabAndPress(lead, button(lead, "Keep as a view"));
    const dialog = lead.getByRole("dialog", { name: "Keep this search" });
    await tabTo(lead, dialog.getByLabel("Name"));
    await lead.keyboard.type(`Fair of ${town}`);
    await tabAndPress(lead, dialog.getByRole("button", { name: "Keep", exact: true }));
    await tabTo(lead, button(lead, "Clear"), "Shift+Tab");
    await lead.keyboard.press("Enter");
    await expect(lead).toHaveURL(/\/items$/);
    await expect(words).toBeFocused();
    await expect(words).toHaveValue("");
    await tabAndPress(lead, lead.getByRole("link", { name: `Fair of ${town}` }));
    await expect(lead).toHaveURL(new RegExp(`words=${town}`));
    await expect(words).toHaveValue(town);
    await tabAndPress(lead, button(lead, `Forget the view Fair of ${town}`));
    await expect(lead.getByRole("link", { name: `Fair of ${town}` })).toHaveCount(0);
    await expectFocusKept(lead);
  });
  await test.step("every filter, one by one", async () => {
    const rows = lead.locator("tbody tr");
    const narrowed = async (part: RegExp, count?: number) => {
      await expect(lead).toHaveURL(part);
      if (count === undefined) await expect(rows.first().or(lead.getByText("No item matches"))).toBeVisible();
      else await expect(rows).toHaveCount(count);
    };
    await tabTo(lead, lead.getByText("More filters"), "Shift+Tab");
    await lead.keyboard.press("Enter");
    const { content_id: contentId } = await readItem(request, ids[0]!);
    for (const [label, value, part] of [
      ["Author", "desk-author", /author=desk-author/],
      ["Community", "gaming", /community=gaming/],
      ["Language code", "en", /language=en/],
      ["Highest score from", "0.1", /scoreFrom=0\.1/],
      ["Highest score to", "1", /scoreTo=1/],
      ["Received from", "01012026", /from=2026-01-01/],
      ["Received until", "12312030", /to=2030-12-31/],
    ] as const) {
      const field = lead.getByLabel(label, { exact: true });
      await tabTo(lead, field);
      await lead.keyboard.type(value);
      await lead.keyboard.press("Enter");
      await narrowed(part, 3);
      await expectFocusKept(lead);
    }
    const one = lead.getByLabel("Content id", { exact: true });
    await tabTo(lead, one, "Shift+Tab");
    await lead.keyboard.type(contentId);
    await lead.keyboard.press("Enter");
    await narrowed(/contentId=/, 1);
    await tabTo(lead, lead.getByLabel("Item id", { exact: true }));
    await lead.keyboard.type(ids[1]!);
    await lead.keyboard.press("Enter");
    await expect(lead.getByText("No item matches")).toBeVisible();
    const hash = lead.getByLabel("SHA-256 of a file", { exact: true });
    await tabTo(lead, hash);
    await lead.keyboard.type("abc");
    await lead.keyboard.press("Enter");
    await expect(hash).toHaveJSProperty("validity.valid", false);
    await lead.keyboard.type("0".repeat(61));
    await lead.keyboard.press("Enter");
    await narrowed(/hash=abc0+/, 0);
    await tabTo(lead, button(lead, "Clear"), "Shift+Tab");
    await lead.keyboard.press("Enter");
    await narrowed(/\/items$/);
    await expect(one).toHaveValue("");
    for (const [label, choice, part] of [
      ["Decision", "Flagged", /decision=FLAG/],
      ["State", "With a person", /state=in_review/],
      ["Decided by category", "Harassment", /category=harassment/],
      ["Decided by", "The machine", /decidedBy=machine/],
    ] as const) {
      await tabAndChoose(lead, lead.getByLabel(label, { exact: true }), choice);
      await narrowed(part);
    }
    await lead.goBack();
    await expect(lead.getByLabel("Decided by", { exact: true })).toHaveValue("");
    await expect(lead.getByLabel("State", { exact: true })).toHaveValue("in_review");
  });

  await test.step("a disagreement, from the list of what is to settle to the decision", async () => {
    await opinions;
    const open = async () =>
      (await (await lead.request.get("/api/desk/quality")).json()).disagreements.map(
        ({ itemId }: { itemId: string }) => itemId,
      );
    await expect.poll(open, { timeout: 30_000 }).toContain(disputed);
    await lead.goto("/quality");
    await tabAndChoose(lead, lead.getByLabel("Time"), "Last 7");
    const row = lead.getByRole("row").filter({ hasText: disputed.slice(0, 14) });
    await tabAndPress(lead, row.getByRole("button", { name: "Settle" }));
    await expect(lead).toHaveURL(/\/review$/);
    const given = lead.getByRole("region", { name: "Opinions" });
    await expect(given.getByRole("listitem")).toHaveText([/Harassment.*As I see it/, /Sexual.*As I see it/]);
    await expect(lead.getByRole("region", { name: "Post to judge" })).toBeFocused();
    await lead.keyboard.press("Shift+Digit2");
    // What can be undone, not a post that was blocked before and stands beside this one.
    await expect(button(lead, /^Undo/).locator("..")).toContainText("Blocked");
    await expect.poll(open).not.toContain(disputed);
    const [settled] = await auditOf(lead, "item.reviewed", [disputed]);
    expect(settled).toMatchObject({ payload: { outcome: "BLOCK", categories: ["harassment"] } });
    expect(await auditOf(lead, "opinions.disagree", [disputed])).toHaveLength(1);
  });

  const blocked = (id: string) =>
    expect.poll(async () => (await readItem(request, id)).decision, { timeout: 40_000 }).toBe("BLOCK");
  for (const id of ids) await blocked(id);
  for (const id of ids)
    expect(await readItem(request, id)).toMatchObject({ status: "decided", requires_human_review: false });
  const reviewed = await auditOf(lead, "item.reviewed", ids);
  expect(reviewed.map(({ subject }) => subject).sort()).toEqual([...ids].sort());
  expect(new Set(reviewed.map(({ payload }) => payload.clusterId)).size).toBe(1);

  await test.step("turned round as one by the lead", async () => {
    await lead.goto(`/items/${ids[0]}`);
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
    await lead.keyboard.press("Enter");
    await tabAndPress(lead, golden.getByRole("button", { name: "Make it golden" }));
    await expect(golden).toHaveCount(0);
    await lead.goto("/quality");
    const known = lead
      .getByRole("region", { name: "Golden items" })
      .getByRole("row")
      .filter({ hasText: town });
    await tabAndPress(lead, known.getByRole("button", { name: "Retire" }));
    await expect(known).toHaveCount(0);
    await expectFocusKept(lead);
    await lead.goto(`/items/${ids[0]}`);
    await tabTo(lead, button(lead, "Reverse this decision"));
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
  await test.step("the queue is tried later, and retired", async () => {
    await nameFor(lead, ["Max Third", "Mo First"], []);
    const second = `after-${town}`;
    const rules = "/api/desk/queues/rules";
    const headers = fromHere();
    const rule = [{ field: "community", in: [`${town}-too`] }];
    await lead.request.put(`${rules}/${second}`, { headers, data: { rule, position: 1000 } });
    const first = async () => {
      const { queues } = await (await lead.request.get(rules)).json();
      return queues.find(({ name }: { name: string }) => [queue, second].includes(name)).name;
    };
    await lead.goto("/settings/queues");
    for (const [words, name] of [
      [`Try ${queue} later`, second],
      [`Try ${queue} earlier`, queue],
    ] as const) {
      await tabTo(lead, button(lead, words), name === second ? "Tab" : "Shift+Tab");
      for (let presses = 0; presses < 9 && (await first()) !== name; presses++) {
        await lead.keyboard.press("Enter");
        await expect(button(lead, words)).toBeFocused();
        await expect.poll(first).toBe(name);
      }
    }
    await lead.request.delete(`${rules}/${second}`, { headers });
    await tabAndPress(lead, button(lead, `Retire ${queue}`));
    await tabAndPress(lead, button(lead, "Retire it"));
    await expect(lead.getByText(`community is ${town}`)).toHaveCount(0);
    await expectFocusKept(lead);
  });
  // While that could still be taken back, the lead worked on.
  await blocked(disputed);
  await expectUnplugged(page);
  await expectUnplugged(lead);
});

test("a template for authors is written and used; care, skills, figures and files: no mouse", async ({
  openPage,
  request,
}) => {
  test.setTimeout(120_000);
  const [id] = await postForReview(request, 2);
  const [admin, mod] = [await signedIn(openPage, "admin"), await signedIn(openPage, "mod2")];
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
    const save = async (note: string) => {
      await tabTo(admin, button(admin, /^Save as version/), "Shift+Tab");
      await admin.keyboard.press("Enter");
      await expect(admin.getByLabel("Note (optional)")).toBeFocused();
      await admin.keyboard.type(note);
      await admin.keyboard.press("Enter");
      await expect(admin.getByText(/^Version \d+ is in force\.$/).first()).toBeVisible();
      await expect(admin.getByRole("dialog")).toHaveCount(0);
    };
    await tabAndPress(admin, toxicity.getByRole("button", { name: "Add a clause" }));
    const added = toxicity.getByLabel("Clause title").last();
    await expect(added).toBeFocused();
    await admin.keyboard.type(`At the ${kinder} fair`);
    await tabAndChoose(admin, toxicity.getByLabel("Clause severity").last(), "3");
    await save("Kinder words");
    const clauses = async () => {
      const { active, versions } = await (await admin.request.get("/api/desk/policy")).json();
      const { body } = versions.find(({ version }: { version: number }) => version === active);
      return JSON.stringify(body.categories.toxicity.clauses);
    };
    expect(await clauses()).toContain(`At the ${kinder} fair`);
    await tabAndPress(admin, toxicity.getByText(/clauses? for reviewers to choose from/));
    await tabAndPress(admin, toxicity.getByRole("button", { name: /^Remove clause/ }).last());
    await expectFocusKept(admin);
    await save("Without the fair");
    expect(await clauses()).not.toContain(kinder.concat(" fair"));
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
    await nameFor(admin, ["Max Third"], []);
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
    const checks = ["Golden items among the work", "Decisions read a second time"].map((label) =>
      admin.getByLabel(label),
    ) as [Locator, Locator];
    const usual = await Promise.all(checks.map((check) => check.inputValue()));
    for (const shares of [["7.5", "12"], usual]) {
      for (const [at, check] of checks.entries()) {
        await tabTo(admin, check);
        await admin.keyboard.press("ControlOrMeta+a");
        await admin.keyboard.type(shares[at] as string);
      }
      await tabTo(admin, button(admin, "Save"), "Shift+Tab");
      await admin.keyboard.press("Enter");
      await expect(admin.getByText("Saved. New items follow it from now on.").last()).toBeVisible();
      // The message may be that of the save before.
      const rates = async () => {
        const saved = await (await admin.request.get("/api/desk/review-settings")).json();
        return [saved.goldenRate, saved.qaRate];
      };
      await expect.poll(rates).toEqual(shares.map((share) => Number(share) / 100));
    }
  });
  await test.step("the audit, page by page", async () => {
    await admin.goto("/audit");
    const rows = admin.locator("tbody tr");
    await expect(rows.first()).toBeVisible();
    const before = await rows.count();
    await tabTo(admin, button(admin, "Show more"), "Shift+Tab");
    await admin.keyboard.press("Enter");
    await expect.poll(() => rows.count()).toBeGreaterThan(before);
    await expectFocusKept(admin);
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
    await tabTo(admin, button(admin, /^Account of/));
    await openAndGoTo(admin, admin.getByRole("menuitemradio", { name: "Dark" }), "Dark");
    await admin.keyboard.press("Enter");
    await expect(admin.locator("html")).toHaveAttribute("data-theme", "dark");
  });

  await expect.poll(async () => (await readItem(request, id!)).decision, { timeout: 40_000 }).toBe("BLOCK");
  await mod.goto(new URL((await readItem(request, id!)).appeal_url).pathname);
  await expect(mod.getByText(`(${kinder})`)).toBeVisible();
  await expectUnplugged(admin);
  await expectUnplugged(mod);
});

test("scores are corrected from people's decisions, seen on past traffic first, and taken back: no mouse", async ({
  openPage,
  request,
}) => {
  test.setTimeout(120_000);
  const headers = { authorization: `Bearer ${credentials().apiKey}` };
  const said = `What a silly thing to say about the ${letters()} fair, you are wasting our time.`;
  const score = async (): Promise<number> => {
    const data = { content_id: letters(), text: said, wait_ms: 10_000 };
    return (await (await request.post("/api/v1/moderate", { headers, data })).json()).scores.toxicity;
  };
  const admin = await signedIn(openPage, "admin");
  // A platform's own decisions: of what the models find rude, it takes down every third.
  for (let sent = 0; sent < 60; sent += 10)
    await Promise.all(
      (await postForReview(request, 10)).map(async (id, place) => {
        const ruling =
          place % 3 === 0 ? { decision: "BLOCK", categories: ["toxicity"] } : { decision: "APPROVE" };
        const data = { ...ruling, note: "As the house reads it." };
        const answer = await request.post(`/api/v1/items/${id}/override`, {
          headers: { ...headers, "idempotency-key": id },
          data,
          maxRetries: 2,
        });
        expect(answer.status()).toBe(200);
      }),
    );
  const before = await score();

  await admin.goto("/models");
  const toxicity = admin.getByRole("checkbox", { name: /^Toxicity/ });
  await tabTo(admin, toxicity);
  for (const chosen of [false, true]) {
    await admin.keyboard.press("Space");
    await expect(toxicity).toBeChecked({ checked: chosen });
  }
  const note = admin.getByLabel("Note (optional)");
  const save = button(admin, /^Save as version \d+ of the policy$/);
  const put = async (words: string) => {
    await expect(note).toBeFocused();
    await expect(save).toBeEnabled();
    await admin.keyboard.type(words);
    await admin.keyboard.press("Enter");
    await expect(admin.getByRole("dialog")).toHaveCount(0);
    await expect(admin.getByText(/^Version \d+ of the policy is in force\.$/).last()).toBeVisible();
    await expectFocusKept(admin);
  };
  await tabAndPress(admin, button(admin, "Preview on past traffic"));
  await expect(admin.getByTestId("policy-preview")).toBeVisible();
  await expectAccessible(admin);
  await put("As people decide");
  await expect.poll(score, { timeout: 20_000 }).toBeLessThan(before - 0.05);
  await tabAndPress(admin, button(admin, /^Back to before version \d+$/));
  await put("A trial");
  await expect.poll(score, { timeout: 20_000 }).toBeCloseTo(before, 3);
  await expectUnplugged(admin);
});
