// The player: each control and each key does what its name says, says so, and is remembered where that helps.
import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { makeClip, type ClipFormat } from "./support/clips.ts";
import { creator, videos, viewer } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { addCaptions, comment, currentTime, openVideo, play, player, signIn, typeChapters, upload, watchWhenReady } from "./support/visits.ts";

const bar = (page: Page): Locator => page.getByRole("group", { name: "Player", exact: true });
const control = (page: Page, name: string | RegExp): Locator => bar(page).getByRole("button", { name, ...(typeof name === "string" && { exact: true }) });
const settings = (page: Page): Locator => page.getByRole("group", { name: "Settings" });
const status = (page: Page): Locator => page.locator('video-player [role="status"]').first();

test.describe("without a script", () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled);

  test("the browser's own controls stay, and none of ours is seen", async ({ page }) => {
    await openVideo(page, videos[0].title);
    await expect(player(page)).toHaveAttribute("controls");
    await expect(bar(page)).toBeHidden();
    await expect(page.getByRole("dialog")).toBeHidden();
  });
});

test.describe("with a script", () => {
  test.skip(({ javaScriptEnabled }) => !javaScriptEnabled);

  test("the buttons of the bar", async ({ page }) => {
    await withWords(page);
    await openVideo(page, videos[0].title);
    await loop(page);
    await expect(player(page)).not.toHaveAttribute("controls");

    await page.getByRole("button", { name: "Play video" }).click();
    await expect.poll(() => currentTime(page)).toBeGreaterThan(0.2);
    await expect(page.getByRole("button", { name: "Play video" })).toBeHidden();
    await page.mouse.move(400, 300);
    await control(page, "Pause").click();
    expect(await state(page, "paused")).toBe(true);
    await expect(status(page)).toHaveText("Paused");
    await control(page, "Play").click();
    await expect.poll(() => state(page, "paused")).toBe(false);

    await control(page, "Mute").click();
    expect(await state(page, "muted")).toBe(true);
    await expect(status(page)).toHaveText("Muted");
    await control(page, "Unmute").hover();
    await page.getByLabel("Volume").fill("40");
    expect([await state(page, "volume"), await state(page, "muted")]).toEqual([0.4, false]);
    await expect(page.getByLabel("Volume")).toHaveAttribute("aria-valuetext", "Volume 40 %");

    await control(page, "Captions").click();
    await expect(control(page, "Captions")).toHaveAttribute("aria-pressed", "true");
    await expect(status(page)).toHaveText(/^Captions English/);

    await control(page, "Theatre").click();
    await expect(control(page, "Theatre")).toHaveAttribute("aria-pressed", "true");
    const wide = await player(page).evaluate((video) => video.getBoundingClientRect().width);
    expect(wide).toBeGreaterThan(1200);
    await control(page, "Theatre").click();

    await control(page, "Full screen").click();
    await expect(control(page, "Leave full screen")).toBeVisible();
    expect(await page.evaluate(() => document.fullscreenElement?.className)).toBe("player");
    await control(page, "Leave full screen").click();
    await expect(control(page, "Full screen")).toBeVisible();
  });

  test("the picture itself: a click plays, two are the full screen", async ({ page }) => {
    await openVideo(page, videos[0].title);
    await loop(page);
    await player(page).click({ position: { x: 100, y: 100 } });
    await expect.poll(() => currentTime(page)).toBeGreaterThan(0.1);
    await player(page).dblclick({ position: { x: 100, y: 100 } });
    await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
    expect(await state(page, "paused")).toBe(false);
  });

  test("the keys that move", async ({ page }, testInfo) => {
    test.setTimeout(120_000);
    const file = testInfo.outputPath("long.mp4");
    await makeClip(file, process.env["KINORA_TEST_FORMAT"] as ClipFormat, 0, 40);
    await signIn(page, creator);
    await upload(page, { title: "Long", file });
    await watchWhenReady(page);
    await player(page).focus();
    // Before anything is loaded they move too: that is where it will begin.
    await page.keyboard.press("5");
    expect(await currentTime(page)).toBeCloseTo(20, 0);
    await play(page);
    await page.keyboard.press("k");
    await expect.poll(() => state(page, "paused")).toBe(true);
    // The event that says so may come after the next key on a busy machine.
    await expect(status(page)).toHaveText(/^Paused/);

    const moves = [
      ["Home", 0, /^0:00 of 0:40/],
      ["l", 10, /^On 10 seconds/],
      ["ArrowRight", 15, /^On 5 seconds/],
      ["j", 5, /^Back 10 seconds/],
      ["ArrowLeft", 0, /^Back 5 seconds/],
      ["8", 32, /^0:32 of 0:40/],
      ["0", 0, /^0:00 of 0:40/],
      [".", 1 / 30, /^One frame on/],
      [",", 0, /^One frame back/],
      ["End", 40, /^0:40 of 0:40/],
    ] as const;
    for (const [key, seconds, words] of moves) {
      await page.keyboard.press(key);
      await expect.poll(() => currentTime(page), { message: key }).toBeCloseTo(seconds, key === "." || key === "," ? 2 : 0);
      await expect(status(page), key).toHaveText(words);
    }
  });

  test("the keys that change something", async ({ page }) => {
    await withWords(page);
    await openVideo(page, videos[0].title);
    await loop(page);
    await player(page).focus();
    await page.keyboard.press("k");
    await expect.poll(() => currentTime(page)).toBeGreaterThan(0.1);
    await page.keyboard.press("Space");
    expect(await state(page, "paused")).toBe(true);

    const changes = [
      ["m", "muted", true, /^Muted/],
      ["m", "muted", false, /^Sound on/],
      ["ArrowDown", "volume", 0.95, /^Volume 95 %/],
      ["ArrowUp", "volume", 1, /^Volume 100 %/],
      [">", "playbackRate", 1.25, /^Speed 1.25/],
      ["<", "playbackRate", 1, /^Speed 1/],
    ] as const;
    for (const [key, property, value, words] of changes) {
      await page.keyboard.press(key);
      expect(await state(page, property), key).toBe(value);
      await expect(status(page), key).toHaveText(words);
    }
    await page.keyboard.press("c");
    await expect(status(page)).toHaveText(/^Captions English/);
    await page.keyboard.press("c");
    await expect(status(page)).toHaveText(/^Captions off/);
    await page.keyboard.press("t");
    await expect(page.locator(".watch")).toHaveAttribute("data-theatre");
    await expect(status(page)).toHaveText(/^Theatre/);
    await page.keyboard.press("f");
    await expect.poll(() => page.evaluate(() => document.fullscreenElement?.className)).toBe("player");
    await page.keyboard.press("f");
    await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull();
    await page.keyboard.press("i");
    await expect(page.getByRole("button", { name: "Close the small player" })).toBeVisible();
    await page.keyboard.press("i");
    await expect(page.getByRole("button", { name: "Close the small player" })).toBeHidden();

    await page.keyboard.press("?");
    const list = page.getByRole("dialog", { name: "Keys of the player" });
    await expect(list.getByText("Slower or faster")).toBeVisible();
    await page.keyboard.press("m");
    expect(await state(page, "muted"), "behind the list no key does anything").toBe(false);
    await page.keyboard.press("Escape");
    await expect(list).toBeHidden();
  });

  test("keys work on the page around the player, not while somebody types, and can be kept to the player", async ({ page }) => {
    await signIn(page, viewer);
    await openVideo(page, videos[0].title);
    await loop(page);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press("Space");
    await expect.poll(() => currentTime(page)).toBeGreaterThan(0.1);
    await page.keyboard.press("m");
    expect(await state(page, "muted")).toBe(true);
    await page.keyboard.press("ArrowUp");
    expect(await state(page, "volume"), "these scroll the page").toBe(1);

    await comment(page, "make me jump, ok? 0 1 2 < >");
    expect([await state(page, "muted"), await state(page, "paused"), await state(page, "playbackRate")]).toEqual([true, false, 1]);

    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("?");
    await page.getByLabel("These keys work on the whole page").uncheck();
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press("m");
    expect(await state(page, "muted")).toBe(true);
    await player(page).focus();
    await page.keyboard.press("m");
    expect(await state(page, "muted")).toBe(false);
  });

  test("the rail shows what is loaded and played, the chapters, and a picture of each moment", async ({ page }) => {
    await withWords(page);
    await expect
      .poll(async () => {
        await openVideo(page, videos[0].title);
        return page.locator('track[label="thumbnails"]').count();
      }, { timeout: 30_000 })
      .toBe(1);
    const rail = page.getByRole("slider", { name: "Position" });
    await expect(control(page, /^Chapters\. Now: Leaving/)).toBeVisible();
    await expect(rail).toHaveAttribute("aria-valuetext", "0:00 of 0:06, Leaving");
    expect(await page.locator('[data-part="marks"] i').count()).toBe(1);

    const box = await rail.boundingBox();
    if (box === null) throw new Error("there is no rail");
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
    const preview = page.locator('[data-part="preview"]');
    await expect(preview).toContainText("Coming home");
    await expect(preview).toContainText("0:04");
    const picture = page.locator('[data-part="preview-picture"]');
    await expect(picture).toBeVisible();
    expect(await picture.evaluate((element) => [element.style.backgroundImage, element.style.backgroundPosition, element.style.inlineSize])).toEqual([
      expect.stringContaining("-storyboard.jpg"),
      "-320px 0px",
      "160px",
    ]);
    await page.mouse.click(box.x + box.width * 0.7, box.y + box.height / 2);
    await expect.poll(() => currentTime(page)).toBeCloseTo(4.2, 0);
    await page.mouse.move(10, 10);
    await expect(preview).toBeHidden();

    await control(page, /^Chapters\. Now: Coming home/).click();
    await page.getByRole("group", { name: "Chapters" }).getByRole("button", { name: /Leaving/ }).click();
    expect(await currentTime(page)).toBe(0);
    await play(page);
    await expect.poll(() => page.locator('[data-part="buffered"]').evaluate((element) => element.style.backgroundImage)).toContain("gradient");
    await expect.poll(() => page.locator('[data-part="played"]').evaluate((element) => parseFloat(element.style.inlineSize))).toBeGreaterThan(1);
  });

  test("captions look as somebody needs them to, in their language, and next time too", async ({ page }) => {
    await withWords(page);
    await openVideo(page, videos[0].title);
    await control(page, "Settings").click();
    await settings(page).getByRole("button", { name: /^Captions Off/ }).click();
    await settings(page).getByLabel("Deutsch").check();
    await expect(status(page)).toHaveText(/^Captions Deutsch/);
    await settings(page).getByRole("button", { name: "Back from Captions" }).click();
    await settings(page).getByRole("button", { name: "Captions look" }).click();
    for (const choice of ["Large", "Yellow", "Black"]) await settings(page).getByLabel(choice).check();
    await page.keyboard.press("Escape");
    await expect(settings(page)).toBeHidden();
    await expect(control(page, "Settings")).toBeFocused();

    await page.reload();
    await expect(control(page, "Captions")).toHaveAttribute("aria-pressed", "true");
    await play(page);
    const line = page.locator('[data-part="caption-lines"] p');
    await expect(line).toHaveText("Guten Morgen.");
    expect(await line.evaluate((element) => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor])).toEqual([
      "rgb(255, 225, 77)",
      "rgb(0, 0, 0)",
    ]);
  });

  test("how somebody watches is remembered", async ({ page }) => {
    await openVideo(page, videos[0].title);
    await player(page).focus();
    for (const key of [">", "ArrowDown", "t"]) await page.keyboard.press(key);
    await control(page, "Settings").click();
    await settings(page).getByRole("button", { name: /^Quality/ }).click();
    await settings(page).getByLabel("240p").check();
    await settings(page).getByRole("button", { name: "Back from Quality" }).click();
    await settings(page).getByRole("switch", { name: "Play the next video by itself" }).uncheck();

    await openVideo(page, videos[1].title);
    await expect(page.locator(".watch")).toHaveAttribute("data-theatre");
    expect([await state(page, "playbackRate"), await state(page, "volume")]).toEqual([1.25, 0.95]);
    await control(page, "Settings").click();
    await expect(settings(page).getByRole("button", { name: /^Quality/ })).toHaveText(/240p/);
    await expect(settings(page).getByRole("button", { name: /^Speed/ })).toHaveText(/1\.25/);
    await expect(settings(page).getByRole("switch", { name: "Play the next video by itself" })).not.toBeChecked();
    await settings(page).getByRole("button", { name: /^Speed/ }).click();
    await settings(page).getByLabel("3", { exact: true }).check();
    expect(await state(page, "playbackRate")).toBe(3);
    await page.keyboard.press("Escape");
    await play(page);
    await expect.poll(() => player(page).evaluate((video) => (video as HTMLVideoElement).videoHeight)).toBe(240);
    expect(await state(page, "playbackRate"), "also after the source has changed").toBe(3);
  });

  test("loop, a link to this moment, and downloads", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await openVideo(page, videos[0].title);
    const downloads = await page.locator(".watch__actions a[download]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    await player(page).focus();
    await page.keyboard.press("5");
    await control(page, "Settings").click();
    await settings(page).getByRole("switch", { name: "Loop" }).check();
    expect(await state(page, "loop")).toBe(true);
    await settings(page).getByRole("button", { name: "Download", exact: true }).click();
    const offered = settings(page).getByRole("link");
    expect(await offered.count()).toBe(downloads.length);
    await expect(offered.last()).toHaveAttribute("href", /\/download\/240$/);
    await settings(page).getByRole("button", { name: "Back from Download" }).click();
    await settings(page).getByRole("button", { name: "Copy link at this time" }).click();
    await expect(status(page)).toHaveText("Link copied");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${page.url()}?t=3`);
  });

  test("a picture in the picture", async ({ page }) => {
    await openVideo(page, videos[0].title);
    test.skip(!(await page.evaluate(() => document.pictureInPictureEnabled)), "this browser has none");
    await loop(page);
    await play(page);
    await control(page, "Picture in picture").click();
    await expect.poll(() => page.evaluate(() => document.pictureInPictureElement?.localName)).toBe("video");
    await control(page, "Picture in picture").click();
    await expect.poll(() => page.evaluate(() => document.pictureInPictureElement)).toBeNull();
  });

  test("the next video begins after a countdown that can be cancelled", async ({ page }) => {
    await openVideo(page, videos[0].title);
    const first = page.url();
    const next = await page.getByRole("complementary", { name: "Up next" }).getByRole("heading", { level: 3 }).first().innerText();
    await play(page);
    await page.keyboard.press("End");
    const panel = page.getByRole("group", { name: "Up next" });
    await expect(panel).toContainText("Up next in");
    await expect(panel).toContainText(next);
    await expect(status(page)).toHaveText(/^Up next in 8 seconds: /);
    await panel.getByRole("button", { name: "Cancel" }).click();
    await expect(panel).toBeHidden();
    await page.waitForTimeout(500);
    expect(page.url()).toBe(first);

    await page.keyboard.press("0");
    await player(page).evaluate((video) => ((video as HTMLVideoElement).currentTime = (video as HTMLVideoElement).duration - 0.3));
    await control(page, "Play").click();
    await expect(panel).toBeVisible();
    await expect(page.getByRole("heading", { level: 1, name: next })).toBeVisible({ timeout: 15_000 });
    expect(page.url()).not.toBe(first);
    await expect.poll(() => currentTime(page), { message: "it plays without being asked" }).toBeGreaterThan(0.2);
  });

  test("somebody with an account goes on where they stopped, wherever that was", async ({ page, another }) => {
    await signIn(page, viewer);
    await openVideo(page, videos[0].title);
    await play(page);
    await player(page).evaluate((video) => ((video as HTMLVideoElement).currentTime = 3));
    await expect.poll(() => currentTime(page)).toBeGreaterThan(3.4);
    const reported = page.waitForRequest((request) => request.url().endsWith("/watch"));
    await page.keyboard.press("k");
    await reported;

    const elsewhere = await another();
    await signIn(elsewhere, viewer);
    await expect
      .poll(async () => {
        await openVideo(elsewhere, videos[0].title);
        return currentTime(elsewhere);
      })
      .toBeGreaterThanOrEqual(3);
    await player(elsewhere).focus();
    await elsewhere.keyboard.press("Space");
    await expect.poll(() => currentTime(elsewhere)).toBeGreaterThan(3.2);
  });

  test("the system is told what plays", async ({ page }) => {
    await openVideo(page, videos[0].title);
    await play(page);
    expect(await page.evaluate(() => [navigator.mediaSession.metadata?.title, navigator.mediaSession.metadata?.artist])).toEqual([videos[0].title, creator.username]);
  });

  test("fingers: twice at a side moves by ten seconds, once shows the controls", async ({ browser, site, problems }) => {
    void problems;
    const context = await browser.newContext({ baseURL: site.origin, hasTouch: true, viewport: { width: 390, height: 800 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    await openVideo(page, videos[0].title);
    await loop(page);
    const box = await player(page).boundingBox();
    if (box === null) throw new Error("there is no picture");
    const [left, right, middle] = [0.15, 0.85, 0.5].map((part) => [box.x + box.width * part, box.y + box.height * 0.3] as const);
    const tap = (place: readonly [number, number] | undefined): Promise<void> => page.touchscreen.tap(...(place ?? [0, 0]));
    await tap(middle);
    await expect.poll(() => currentTime(page)).toBeGreaterThan(0.1);
    await page.waitForTimeout(400);
    await tap(middle);
    await expect(page.locator(".player")).toHaveAttribute("data-idle");
    await page.waitForTimeout(400);
    await tap(middle);
    await expect(page.locator(".player")).not.toHaveAttribute("data-idle");
    await page.waitForTimeout(400);
    await tap(right);
    await tap(right);
    await expect(status(page)).toHaveText("On 10 seconds");
    await page.waitForTimeout(400);
    await tap(left);
    await tap(left);
    await expect(status(page)).toHaveText("Back 10 seconds");
    for (const button of await bar(page).getByRole("button").all()) {
      const size = await button.boundingBox();
      if (size !== null) expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(44);
    }
    await context.close();
  });

  test("whoever only watches sees only the picture", async ({ page }) => {
    await openVideo(page, videos[0].title);
    await loop(page);
    await player(page).click({ position: { x: 100, y: 100 } });
    await expect(page.locator(".player")).toHaveAttribute("data-idle", "", { timeout: 8_000 });
    await expect(bar(page)).toHaveCSS("opacity", "0");
    await page.mouse.move(300, 300);
    await expect(bar(page)).toHaveCSS("opacity", "1");
  });

  test("an error is said in words and can be tried again", async ({ page, problems }) => {
    problems.expected.push(/ERR_FAILED/);
    await openVideo(page, videos[0].title);
    await page.route(/\/m\/.*\.(m3u8|mp4|webm)/, (route) => route.abort());
    await player(page).focus();
    await page.keyboard.press("Space");
    const alert = page.getByRole("alert").filter({ hasText: "The video cannot be loaded." });
    await expect(alert).toBeVisible();
    await expect(control(page, "Play")).toBeVisible();

    await page.unroute(/\/m\/.*\.(m3u8|mp4|webm)/);
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => currentTime(page)).toBeGreaterThan(0.2);
    await expect(alert).toBeHidden();
  });

  test("the sound alone loads no more pictures", async ({ page }) => {
    await openVideo(page, videos[0].title);
    await loop(page);
    await play(page);
    await expect.poll(() => player(page).evaluate((video) => (video as HTMLVideoElement).currentSrc)).toMatch(/^blob:/);
    await control(page, "Settings").click();
    const loaded: string[] = [];
    page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
    const before = await currentTime(page);
    await settings(page).getByRole("switch", { name: "Sound alone, to save data" }).check();

    await expect(page.locator(".player__sound-alone")).toBeVisible();
    await expect.poll(() => loaded.some((path) => path.endsWith("-0-fragmented.mp4"))).toBe(true);
    await expect.poll(() => player(page).evaluate((video) => (video as HTMLVideoElement).videoHeight)).toBe(0);
    await expect.poll(async () => (await currentTime(page)) !== before && !(await state(page, "paused"))).toBe(true);
    expect(loaded.filter((path) => /-(240|360)-fragmented|-web\./.test(path))).toEqual([]);

    await settings(page).getByRole("switch", { name: "Sound alone, to save data" }).uncheck();
    await expect.poll(() => player(page).evaluate((video) => (video as HTMLVideoElement).videoHeight)).toBeGreaterThan(0);
  });

  test("whoever saves data begins with the smallest picture", async ({ page }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
    const loaded: string[] = [];
    page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
    await openVideo(page, videos[0].title);
    await page.mouse.move(300, 300);
    await page.waitForTimeout(500);
    expect(loaded.filter((path) => path.includes("/engine-"))).toEqual([]);
    await play(page);
    await expect.poll(() => loaded.filter((path) => /-\d+-fragmented/.test(path) && !path.includes("-0-"))[0]).toMatch(/-240-fragmented\.mp4$/);
  });

  test("what plays goes on in a corner while somebody reads", async ({ page }) => {
    await signIn(page, viewer);
    await openVideo(page, videos[0].title);
    await page.setViewportSize({ width: 1000, height: 500 });
    await loop(page);
    await play(page);
    const close = page.getByRole("button", { name: "Close the small player" });
    await expect(close).toBeHidden();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect(close).toBeVisible();
    await expect(player(page)).toBeInViewport();
    expect(await state(page, "paused")).toBe(false);

    await page.getByRole("button", { name: "Back to the video" }).click();
    await expect(close).toBeHidden();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await close.click();
    await expect(close).toBeHidden();
    expect(await state(page, "paused")).toBe(true);
  });

  test("a menu is left by Escape, by a click elsewhere and by its button", async ({ page }) => {
    await openVideo(page, videos[0].title);
    await control(page, "Settings").focus();
    await page.keyboard.press("Enter");
    await expect(settings(page).getByRole("button", { name: /^Quality/ })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(settings(page).getByRole("button", { name: /^Speed/ })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(settings(page).getByLabel("1", { exact: true })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(settings(page).getByLabel("1.25", { exact: true })).toBeChecked();
    await page.keyboard.press("Escape");
    await expect(control(page, "Settings")).toBeFocused();
    await control(page, "Settings").click();
    await player(page).click({ position: { x: 60, y: 60 } });
    await expect(settings(page)).toBeHidden();
    expect(await state(page, "paused"), "that click does nothing else").toBe(true);
    await control(page, "Settings").click();
    await control(page, "Settings").click();
    await expect(settings(page)).toBeHidden();
  });

  test("axe finds nothing in the player, with each of its menus open, in light and dark, wide and narrow", async ({ page }) => {
    test.slow();
    await withWords(page);
    await openVideo(page, videos[0].title);
    await loop(page);
    await play(page);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 700 });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.mouse.move(width / 2, 150);
        await settled(page, `the bar, ${width}, ${colorScheme}`);
        await control(page, "Settings").click();
        await settled(page, `settings, ${width}, ${colorScheme}`);
        for (const opened of ["quality", "speed", "captions", "look", "download"]) {
          await page.locator(`[data-page="main"] [data-opens="${opened}"]`).click();
          await settled(page, `${opened}, ${width}, ${colorScheme}`);
          await page.locator(`[data-page="${opened}"] [data-opens="main"]`).click();
        }
        await page.keyboard.press("Escape");
        await page.keyboard.press("?");
        await settled(page, `keys, ${width}, ${colorScheme}`);
        await page.keyboard.press("Escape");
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    }
  });
});

async function settled(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include("video-player").analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
  expect.soft(found, what).toEqual([]);
}

/** Gives the first video chapters and captions in two languages. */
async function withWords(page: Page): Promise<void> {
  await signIn(page, creator);
  await openVideo(page, videos[0].title);
  const edit = (await page.getByRole("link", { name: "Edit", exact: true }).getAttribute("href")) ?? "";
  await typeChapters(page, edit, "0:00 Leaving\n0:03 Coming home");
  await addCaptions(page, edit, "en", "Good morning.");
  await addCaptions(page, edit, "de", "Guten Morgen.");
}

/** The clips are short. */
async function loop(page: Page): Promise<void> {
  await player(page).evaluate((video) => ((video as HTMLVideoElement).loop = true));
}

async function state(page: Page, name: "paused" | "muted" | "volume" | "playbackRate" | "loop"): Promise<boolean | number> {
  return player(page).evaluate((video, property) => (video as HTMLVideoElement)[property], name);
}
