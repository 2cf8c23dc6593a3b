import { expect, type Locator, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { fromHere, signIn } from "./credentials";
import { postMediaItem } from "./media-items";
import { expectAccessible, expectNothingCutOff, SIZES } from "./pages";
import { bringToFront, readItem } from "./posts";

const pane = (page: Page, kind: string) => page.locator(`[data-pane="${kind}"]`);

/** How loud what is on screen is: the strongest colour, and the hardest edge between neighbours, 0 to 255. */
async function loudness(element: Locator): Promise<{ colour: number; edge: number }> {
  const { data, info } = await sharp(await element.screenshot({ animations: "disabled" }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  let colour = 0;
  let edge = 0;
  // The frame around it is the page's own.
  for (let y = 6; y < height - 6; y += 1)
    for (let x = 6; x < width - 7; x += 1) {
      const at = (y * width + x) * channels;
      const [r, g, b] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
      colour = Math.max(colour, Math.max(r, g, b) - Math.min(r, g, b));
      edge = Math.max(edge, Math.abs(g - (data[at + channels + 1] ?? 0)));
    }
  return { colour, edge };
}

/** What every element that can sound says of itself. */
const soundState = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLMediaElement>("audio, video")].map(
      ({ muted, paused, autoplay, currentTime }) => ({ muted, paused, autoplay, currentTime }),
    ),
  );

const QUIET = { muted: true, paused: true, autoplay: false, currentTime: 0 };

/** Checks, on a page with the item's panes, that pixels and players tell nothing; and that they would, once asked for. */
async function expectHidden(page: Page): Promise<void> {
  const picture = pane(page, "image");
  const film = pane(page, "video");
  // Copies for people are made after the verdict and come by themselves.
  await expect(film.locator("video")).toBeVisible({ timeout: 60_000 });
  await expect(picture.locator("canvas[data-mosaic=ready]")).toBeVisible();
  // Marks have colours and edges of their own.
  await picture.focus();
  await page.keyboard.press("t");
  await page.keyboard.press("d");
  await expect(picture.locator("[data-word-box], [data-heat-map]")).toHaveCount(0);
  const player = film.locator("video");
  await expect
    .poll(() => player.evaluate(({ readyState }: HTMLVideoElement) => readyState))
    .toBeGreaterThan(1);

  const hidden = [picture.locator("[data-medium]"), film.locator("[data-medium]")];
  const thumbnail = film.locator("[data-frame-thumbnail]").first();
  for (const element of hidden) {
    await element.scrollIntoViewIfNeeded();
    const { colour, edge } = await loudness(element);
    expect(colour, "no colour").toBeLessThan(30);
    expect(edge, "no edge").toBeLessThan(24);
  }
  const small = await loudness(thumbnail);
  expect(small.colour, "no colour in a thumbnail").toBeLessThan(30);
  expect(small.edge, "no edge in a thumbnail").toBeLessThan(48);
  expect(await soundState(page)).toEqual([QUIET, QUIET]);
  await expect(page.locator("img[src*='/media/']")).toHaveCount(0);

  await page.emulateMedia({ media: "print" });
  for (const element of [...hidden, thumbnail]) await expect(element).toBeHidden();
  await page.emulateMedia({ media: "screen" });

  // The same pixels do tell, once they are asked for.
  await picture.focus();
  await page.keyboard.press("v");
  await page.keyboard.press("g");
  await expect(picture.locator("img[data-revealed]")).toBeVisible();
  const [shown] = hidden as [Locator];
  await expect.poll(async () => (await loudness(shown)).colour).toBeGreaterThan(150);
  expect((await loudness(shown)).edge).toBeGreaterThan(100);
  // Nor is it printed then.
  await page.emulateMedia({ media: "print" });
  await expect(shown).toBeHidden();
  await expect(page.getByText("Media are not printed.")).toBeVisible();
  await page.emulateMedia({ media: "screen" });
  expect(await soundState(page)).toEqual([QUIET, QUIET]);
}

test("an item with text, picture, sound and film is judged by keyboard, nothing seen or heard unasked", async ({
  page,
  request,
}) => {
  test.setTimeout(300_000);
  const item = await postMediaItem(request);
  expect(item).toMatchObject({ decision: "FLAG", requires_human_review: true });
  expect(Object.keys(item.modality_scores).sort()).toEqual(["audio", "image", "text", "video"]);
  await signIn(page, "mod1");
  await bringToFront(page, item.id);
  const { stages } = await (await page.request.get(`/api/desk/items/${item.id}`)).json();
  await page.goto("/review");
  await expect(page.getByRole("region", { name: "Post to judge" })).toBeFocused();
  await expect(page.getByText("A day in the garden.").first()).toBeVisible();

  await test.step("nothing is seen or heard before it is asked for", () => expectHidden(page));
  // A reload brings back the same post, and what was revealed is hidden again.
  await page.reload();
  await expect(page.getByRole("region", { name: "Post to judge" })).toBeFocused();
  await expect(page.getByText("A day in the garden.").first()).toBeVisible();

  await test.step("a letter of the desk stays the desk's beside media", async () => {
    await page.keyboard.press("i");
    await expect(page.getByRole("dialog", { name: "Notes" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog", { name: "Notes" })).toHaveCount(0);
  });

  await test.step("what each part adds to a score, in numbers", async () => {
    const shares = page.getByRole("list", { name: /^What each part adds to / });
    await expect(shares.getByRole("listitem").filter({ hasText: "Speech" })).toContainText(/[+−]?\d+ points/);
    for (const part of ["Text", "Picture", "Film frames"])
      await expect(shares.getByText(part, { exact: true })).toBeVisible();
  });

  await test.step("picture: heat map as the model's own, held, kept, in colour, nearer, enlarged", async () => {
    await page.keyboard.press("5");
    await page.keyboard.press("F6");
    const picture = pane(page, "image");
    await expect(picture).toBeFocused();
    await expect(picture).toHaveAccessibleDescription(/Picture .* Sexual content \d+ %/);
    const { heatmap } = item.explanations.find(
      (each: { modality: string; heatmap?: object }) => each.modality === "image" && each.heatmap,
    );
    const canvas = picture.locator("canvas[data-heat-map]");
    await expect(canvas).toBeVisible();
    const alphas = await canvas.evaluate((element: HTMLCanvasElement) => {
      const { data } = element.getContext("2d")!.getImageData(0, 0, element.width, element.height);
      return [...data].filter((_, at) => at % 4 === 3);
    });
    const hottest = Math.max(0, ...heatmap.values);
    expect(alphas).toHaveLength(heatmap.columns * heatmap.rows);
    for (const [cell, value] of (heatmap.values as number[]).entries())
      expect(
        Math.abs((alphas[cell] ?? 0) - (hottest > 0 ? (Math.max(0, value) / hottest) * 255 : 0)),
      ).toBeLessThanOrEqual(1);

    const reader = stages.find((stage: { stage: string }) => stage.stage === "image-words");
    const boxes = await picture
      .locator("[data-word-box]")
      .evaluateAll((spans) =>
        spans
          .map((span) => (span as HTMLElement).style)
          .map(({ left, top }) => [Number.parseFloat(left), Number.parseFloat(top)]),
      );
    expect(boxes).toHaveLength(reader.transcript.words.length);
    for (const [index, { box }] of reader.transcript.words.entries()) {
      expect(boxes[index]?.[0]).toBeCloseTo(box.x * 100, 1);
      expect(boxes[index]?.[1]).toBeCloseTo(box.y * 100, 1);
    }
    const words = picture.getByRole("region", { name: "Words on the picture" });
    await expect(words).toHaveText(/complete idiot/);

    const open = picture.locator("img[data-revealed]");
    await expect(open).toHaveCount(0);
    await page.keyboard.down("h");
    await expect(open).toBeVisible();
    await page.keyboard.up("h");
    await expect(open).toHaveCount(0);
    await page.keyboard.press("v");
    await expect(open).toHaveClass(/grayscale/);
    await page.keyboard.press("g");
    await expect(open).not.toHaveClass(/grayscale/);
    await page.keyboard.press("v");
    await expect(open).toHaveCount(0);
    await page.keyboard.press("+");
    await page.keyboard.press("]");
    await page.keyboard.press("x");
    const large = page.getByRole("dialog", { name: "Picture, enlarged" });
    await expect(large).toBeVisible();
    await expect(large.locator("canvas[data-mosaic=ready]")).toBeVisible();
    await expect(large.locator("img")).toHaveCount(0);
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(large).toHaveCount(0);
  });

  await test.step("sound: muted, risky stretches as the stage's own, words in step, speed", async () => {
    await page.keyboard.press("1");
    await pane(page, "image").focus();
    await page.keyboard.press("F6");
    const sound = pane(page, "audio");
    await expect(sound).toBeFocused();
    const speech = stages.find((stage: { stage: string }) => stage.stage === "speech");
    const risks = speech.timeline.filter((risk: { category: string }) => risk.category === "toxicity");
    expect(risks.length).toBeGreaterThan(0);
    const drawn = await sound
      .locator("[data-risk-track] > span")
      .evaluateAll((spans) => spans.map((span) => Number((span as HTMLElement).dataset.from)));
    expect(drawn).toEqual(risks.map((risk: { from: number }) => risk.from));

    const player = sound.locator("audio");
    const read = () =>
      player.evaluate(({ muted, paused, currentTime, playbackRate }: HTMLAudioElement) => ({
        muted,
        paused,
        currentTime,
        playbackRate,
      }));
    expect(await read()).toMatchObject({ muted: true, paused: true });
    await page.keyboard.press("p");
    await expect.poll(async () => (await read()).paused).toBe(false);
    expect((await read()).muted).toBe(true);
    await page.keyboard.press("m");
    await expect.poll(async () => (await read()).muted).toBe(false);
    await page.keyboard.press("m");
    await page.keyboard.press("]");
    await expect.poll(async () => (await read()).playbackRate).toBe(1.25);
    await page.keyboard.press("p");
    await expect.poll(async () => (await read()).paused).toBe(true);
    const worst = risks.reduce((a: { score: number }, b: { score: number }) => (b.score > a.score ? b : a));
    await page.keyboard.press("f");
    await expect.poll(async () => Math.abs((await read()).currentTime - worst.from)).toBeLessThan(0.2);
    await expect(sound.locator("li[aria-current=true]")).toContainText("idiot");
  });

  await test.step("film: hidden, muted, frame by frame, shown on request", async () => {
    await page.keyboard.press("F6");
    const film = pane(page, "video");
    await expect(film).toBeFocused();
    const player = film.locator("video");
    await expect(player).toHaveAttribute("data-hidden", "true");
    const at = () => player.evaluate(({ currentTime }: HTMLVideoElement) => currentTime);
    await expect
      .poll(() => player.evaluate(({ readyState }: HTMLVideoElement) => readyState))
      .toBeGreaterThan(0);
    await page.keyboard.press(".");
    await expect.poll(at).toBeCloseTo(1 / 30, 2);
    await page.keyboard.press(",");
    await expect.poll(at).toBeCloseTo(0, 2);
    await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(at).toBeCloseTo(1, 1);
    const rate = () => player.evaluate(({ playbackRate }: HTMLVideoElement) => playbackRate);
    await page.keyboard.press("[");
    await expect.poll(rate).toBe(0.75);
    await page.keyboard.press("]");
    await page.keyboard.press("v");
    await expect(player).toHaveAttribute("data-hidden", "false");
    await expect(player).toHaveClass(/grayscale/);
    await page.keyboard.press("g");
    await expect(player).not.toHaveClass(/grayscale/);
    await expect(
      film.getByRole("list", { name: "Frames of the film" }).getByRole("button").first(),
    ).toBeVisible();
  });

  await page.keyboard.press("b");
  const decided = page.waitForResponse((response) => response.url().endsWith("/decide"));
  await page.keyboard.press("Enter");
  expect((await decided).ok()).toBe(true);

  // While it can still be taken back.
  await test.step("as a person's own defaults say, and hidden again without them", async () => {
    const wish = (defaults: object) =>
      page.request.put("/api/desk/me/wellbeing", {
        data: { defaults },
        headers: fromHere(),
      });
    await wish({ blur: false, greyscale: false, mute: false, reduced: true });
    await page.goto(`/items/${item.id}`);
    const picture = pane(page, "image");
    const seen = picture.locator("img[data-revealed]");
    await expect(seen).toBeVisible();
    await expect(seen).not.toHaveClass(/grayscale/);
    await expect.poll(async () => (await soundState(page)).map(({ muted }) => muted)).toEqual([false, false]);
    expect((await soundState(page)).every(({ paused }) => paused)).toBe(true);
    const width = async () => (await picture.locator("[data-medium]").boundingBox())?.width ?? 0;
    const reduced = await width();
    await picture.focus();
    await page.keyboard.press("v");
    await expect(picture.locator("canvas[data-mosaic=ready]")).toBeVisible();
    await wish({});
    await page.goto(`/items/${item.id}`);
    await expect(picture.locator("canvas[data-mosaic=ready]")).toBeVisible();
    expect(await width()).toBeGreaterThan(reduced * 1.5);
  });

  await expect
    .poll(async () => (await readItem(request, item.id)).decision, { timeout: 40_000 })
    .toBe("BLOCK");

  await test.step("nothing on the item's page either, nor in the list", async () => {
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await page.goto(`/items/${item.id}`);
    await expectHidden(page);
    await page.goto("/items");
    await expect(page.getByRole("table")).toBeVisible();
    await expect(page.locator("main :is(img, video, audio, canvas)")).toHaveCount(0);
  });

  await test.step("accessible and whole in both themes and sizes", async () => {
    for (const [index, colorScheme] of (["light", "dark"] as const).entries()) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(SIZES[index]!);
      await page.goto(`/items/${item.id}`);
      await expect(pane(page, "image").locator("canvas[data-mosaic=ready]")).toBeVisible();
      await expectAccessible(page);
      await expectNothingCutOff(page);
    }
  });
});
