// From page to page: fetched ahead, faded into, and back at once.
import { chromium, type Browser, type Page } from "@playwright/test";
import { videos } from "./support/people.ts";
import { startSlowFront } from "./support/slow-front.ts";
import { expect, test } from "./support/test.ts";
import { currentTime, openVideo, play, player } from "./support/visits.ts";

test("a link on which the pointer rests is fetched ahead and then opened without asking again", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "Chromium speculates only where scripts run");
  const ahead = await fetchedAhead(page);
  await page.goto("/?tab=newest");
  const link = page.getByRole("main").getByRole("link", { name: videos[1].title, exact: true }).first();
  const path = (await link.getAttribute("href")) ?? "";

  await link.hover();
  await expect.poll(() => ahead.some((url) => url.endsWith(path)), { message: "the page was fetched ahead" }).toBe(true);
  expect(await views(page, path)).toBe("0 views");
  const visit = page.waitForRequest((request) => request.url().endsWith(`${path}/visits`));
  await link.click();

  await expect(page.getByRole("heading", { level: 1, name: videos[1].title })).toBeVisible();
  expect((await (await visit).response())?.status(), "the site learns that it was looked at").toBe(204);
  const how = await page.evaluate(() => (performance.getEntriesByType("navigation")[0] as unknown as { deliveryType: string }).deliveryType);
  expect(how).toBe("navigational-prefetch");
});

test("links that are private or do something are not followed ahead", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "Chromium speculates only where scripts run");
  await openVideo(page, videos[0].title);
  const ahead = await fetchedAhead(page);
  await page.getByRole("banner").getByRole("link", { name: "Sign up" }).hover();
  await page.waitForTimeout(600);
  await page.getByRole("banner").getByRole("link", { name: "Upload" }).hover();
  await page.waitForTimeout(600);
  await page.getByRole("link", { name: "boats", exact: true }).hover();
  await page.waitForTimeout(600);
  expect(ahead).toEqual([]);
});

test.describe("the way back", () => {
  let browser: Browser;
  // Playwright turns the browser's memory of pages off, so this takes a browser of its own.
  test.beforeAll(async ({}, testInfo) => {
    const options = testInfo.project.use.launchOptions;
    browser = await chromium.launch({ ...options, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  });
  test.afterAll(() => browser.close());

  test("brings a page back as it was, without loading it", async ({ site, javaScriptEnabled }) => {
    test.skip(!javaScriptEnabled, "only a script can tell");
    const page = await browser.newPage({ baseURL: site.origin });
    await openVideo(page, videos[0].title);
    await play(page);
    await player(page).evaluate((video) => {
      (video as HTMLVideoElement).pause();
      addEventListener("pageshow", ({ persisted }) => Object.assign(window, { persisted }));
    });
    const stopped = await currentTime(page);
    const watch = page.url();
    await page.getByRole("complementary", { name: "Up next" }).getByRole("link", { name: videos[1].title, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: videos[1].title })).toBeVisible();

    await page.evaluate(() => history.back());

    await expect(page).toHaveURL(watch);
    await expect.poll(() => whatKeptIt(page)).toEqual({ persisted: true, reasons: null });
    expect(await currentTime(page)).toBeCloseTo(stopped, 0);
    await page.evaluate(() => history.back());
    await expect(page.getByRole("main").getByRole("link", { name: videos[0].title, exact: true }).first()).toBeVisible();
    await page.close();
  });
});

test.describe("where motion is welcome", () => {
  test.use({ contextOptions: { reducedMotion: "no-preference" } });

  test("the picture of a card becomes the player", async ({ page, javaScriptEnabled }) => {
    test.skip(!javaScriptEnabled, "only a script can tell");
    await openVideoWithItsPicture(page);
  });

  test.describe("over a slow line", () => {
    test.use({
      baseURL: async ({ site }, use) => {
        const front = await startSlowFront(site.origin, 400);
        await use(front.origin);
        front.stop();
      },
    });

    test("the page waits for its player, so that the picture still becomes it", async ({ page, javaScriptEnabled, problems }) => {
      test.skip(!javaScriptEnabled, "only a script can tell");
      problems.expected.push(/another host: http:\/\/127\.0\.0\.1:/);
      await openVideoWithItsPicture(page);
    });
  });
});

test("where motion is not, one page simply follows another", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "only a script can tell");
  await page.addInitScript(() => {
    addEventListener("pagereveal", (event) => {
      Object.assign(window, { hasMoved: (event as unknown as { viewTransition: unknown }).viewTransition !== null });
    });
  });
  await openVideo(page, videos[0].title);
  expect(await page.evaluate(() => (window as unknown as { hasMoved?: boolean }).hasMoved)).toBe(false);
});

test("a time in the words of a page seeks, or begins the page there", async ({ page, javaScriptEnabled }) => {
  await openVideo(page, videos[0].title);
  const watch = new URL(page.url()).pathname;
  await page.goto(`${watch}?t=3`);
  if (!javaScriptEnabled) await play(page);
  await expect.poll(() => currentTime(page)).toBeGreaterThanOrEqual(3);
});

async function openVideoWithItsPicture(page: Page): Promise<void> {
  await page.addInitScript(() => {
    addEventListener("pagereveal", (event) => {
      const { viewTransition } = event as unknown as { viewTransition: { ready: Promise<void> } | null };
      void viewTransition?.ready.then(() => {
        const moved = document.getAnimations().map(({ effect }) => (effect as KeyframeEffect).pseudoElement ?? "");
        Object.assign(window, { moved });
      });
    });
  });
  await openVideo(page, videos[0].title);
  await expect.poll(() => page.evaluate(() => (window as unknown as { moved?: string[] }).moved ?? [])).toEqual(
    expect.arrayContaining(["::view-transition-group(film)", "::view-transition-old(film)", "::view-transition-new(film)"]),
  );
}

/** The addresses that the browser fetches before anybody asked for them. Only its own tools tell. */
async function fetchedAhead(page: Page): Promise<string[]> {
  const found: string[] = [];
  const tools = await page.context().newCDPSession(page);
  tools.on("Preload.prefetchStatusUpdated", ({ prefetchUrl, status }) => {
    if (status === "Ready") found.push(prefetchUrl);
  });
  await tools.send("Preload.enable");
  return found;
}

async function views(page: Page, path: string): Promise<string | undefined> {
  return />(\d+ views?)</.exec(await (await page.request.get(path)).text())?.[1];
}

async function whatKeptIt(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const [entry] = performance.getEntriesByType("navigation") as unknown as { notRestoredReasons: unknown }[];
    return { persisted: (window as unknown as { persisted?: boolean }).persisted ?? false, reasons: entry?.notRestoredReasons ?? null };
  });
}
