// What is recommended to whom and why, and what viewers can do about it.
import type { Locator, Page } from "@playwright/test";
import { clipSeconds } from "./support/clips.ts";
import { creator, videos, viewer } from "./support/people.ts";
import { clip, expect, test } from "./support/test.ts";
import { currentTime, openVideo, play, player, signIn, upload, upNext, watchWhenReady } from "./support/visits.ts";

/** Of each of the two themes that the site has, one more video. */
const more = [
  { title: "Harbour in the fog", tags: "sea, boats, fog", description: "The boats wait." },
  { title: "Kite festival", tags: "kites, wind", description: "Hundreds of them." },
];

test("two videos of one theme lead to the third, and the reason is true", async ({ page, another, javaScriptEnabled }) => {
  // Without a script the site goes by what it delivered, a minute later (finding.spec.ts).
  const noticedWithin = javaScriptEnabled ? 15_000 : 100_000;
  test.setTimeout(120_000 + 2 * noticedWithin);
  await addMore(await another());
  await signIn(page, viewer);
  const watched = [videos[0].title, videos[1].title];
  for (const title of watched) await watchToTheEnd(page, title);

  const reason = async (): Promise<string> => {
    await page.goto("/");
    return whyThis(cardOf(page, "Harbour in the fog"));
  };
  await expect.poll(reason, { timeout: noticedWithin, intervals: [500, 1_000, 5_000] }).toMatch(/^Because you watched Harbour at (dawn|night)$/);
  await expect(page.getByRole("article").first()).toContainText("Harbour in the fog");
  await expectTrueReasons(page.getByRole("main"), watched);

  await openVideo(page, videos[0].title);
  const first = async (): Promise<string | undefined> => {
    await page.reload();
    return (await upNext(page))[0];
  };
  await expect.poll(first, { timeout: noticedWithin, intervals: [500, 1_000, 5_000] }).toBe("Harbour in the fog");
  await expectTrueReasons(page.getByRole("complementary", { name: "Up next" }), watched);

  // Another theme leads somebody else elsewhere, without an account too.
  if (javaScriptEnabled) {
    const stranger = await another();
    for (const { title } of videos.slice(2)) await watchToTheEnd(stranger, title);
    await stranger.goto("/");
    await expect(stranger.getByRole("article").first()).toContainText("Kite festival");
    await expectTrueReasons(stranger.getByRole("main"), [videos[2].title, videos[3].title]);
  }
});

test("what does not interest is off the lists at once, until it is taken back", async ({ page }) => {
  await signIn(page, viewer);
  await page.goto("/");
  const unwanted = cardOf(page, videos[1].title);
  await unwanted.locator("summary").click();
  await unwanted.getByRole("button", { name: /^Not interested/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("will not be recommended");

  await page.goto("/");
  await expect(page.getByRole("article")).toHaveCount(videos.length - 1);
  await expect(cardOf(page, videos[1].title)).toHaveCount(0);
  await openVideo(page, videos[0].title);
  expect(await upNext(page)).not.toContain(videos[1].title);

  await page.goto("/my/feedback");
  await page.getByRole("main").getByRole("button", { name: /^Take it back/ }).click();
  await expect(page.getByText("You have turned nothing down")).toBeVisible();
  await page.goto("/");
  await expect(cardOf(page, videos[1].title)).toHaveCount(1);
});

test("the list beside a video is tilted, and the film goes on", async ({ page, javaScriptEnabled }) => {
  await openVideo(page, videos[0].title);
  const watch = page.url();
  const aside = page.getByRole("complementary", { name: "Up next" });
  await aside.getByText("Adjust").click();
  const length = aside.getByRole("slider", { name: "Short to long" });
  const recent = aside.getByRole("slider", { name: "Recent to classic" });
  if (javaScriptEnabled) {
    await player(page).evaluate((video) => ((video as HTMLVideoElement).loop = true));
    await play(page);
    const brought = page.waitForResponse((response) => response.url().includes("classic=1"));
    await recent.press("ArrowRight");
    expect((await brought).headers()["content-type"]).toContain("text/html");
    await expect(page).toHaveURL(`${watch}?classic=1`);
    await expect(aside.getByRole("article")).toHaveCount(videos.length - 1);
    await expect(recent).toBeFocused();
    expect(await player(page).evaluate((video) => (video as HTMLVideoElement).paused), "the film goes on").toBe(false);
    const first = (await upNext(page))[0] ?? "";
    await expect(page.getByRole("group", { name: "Player" }).getByRole("link", { name: `Next: ${first}` })).toBeAttached();
    await page.reload();
    await expect(recent).toHaveValue("1");
    await aside.getByRole("link", { name: "As usual" }).click();
    await expect(page).toHaveURL(watch);
    await expect(recent).toHaveValue("0");
  } else {
    await length.press("ArrowLeft");
    await aside.getByRole("button", { name: "Show" }).click();
    await expect(page).toHaveURL(`${watch}?new=0&long=-1&others=0&classic=0#up-next`);
    await expect(length).toHaveValue("-1");
    await expect(aside.getByRole("article")).toHaveCount(videos.length - 1);
    await aside.getByRole("link", { name: "As usual" }).click();
    await expect(page).toHaveURL(`${watch}#up-next`);
    await expect(length, "folded away again").toBeHidden();
  }
});

test.describe("with JavaScript", () => {
  test.skip(({ javaScriptEnabled }) => !javaScriptEnabled, "a report tells at once what was watched; without it takes a minute");

  test("what was watched is listed, removed, and forgotten by the player too", async ({ page }) => {
    await signIn(page, viewer);
    await openVideo(page, videos[2].title);
    await watchToTheEnd(page, videos[0].title);
    await page.goto("/my/history");
    await expect(page.getByRole("article")).toHaveCount(1);
    await expect(page.getByText("Watched to the end")).toBeVisible();
    await page.evaluate(() => localStorage.setItem("kinora:positions", JSON.stringify([["another", 30]])));
    await page.getByRole("button", { name: `Remove ${videos[0].title}` }).click();
    await expect(page.getByText("Nothing here yet")).toBeVisible();
    expect(await page.evaluate(() => localStorage.getItem("kinora:positions"))).toBe('[["another",30]]');

    await watchToTheEnd(page, videos[0].title);
    await page.goto("/my/history");
    await page.getByRole("link", { name: "Clear" }).click();
    await page.getByRole("button", { name: "Clear it" }).click();
    await expect(page.getByText("Your history is cleared")).toBeVisible();
    expect(await page.evaluate(() => localStorage.getItem("kinora:positions"))).toBe("[]");

    await page.getByRole("button", { name: "Pause" }).click();
    await expect(page.getByRole("heading", { name: "Paused" })).toBeVisible();
    await watchToTheEnd(page, videos[0].title);
    await page.goto("/my/history");
    await expect(page.getByText("Nothing here yet")).toBeVisible();
  });

  test("a stranger asks to be forgotten", async ({ page }) => {
    await watchToTheEnd(page, videos[0].title);
    await page.goto("/");
    await expect(page.getByRole("main")).toContainText(`Because you watched ${videos[0].title}`);
    await page.getByRole("button", { name: "Forget what I watched" }).click();
    await expect(page.getByText("Forgotten.")).toBeVisible();
    await expect(page.getByRole("main")).not.toContainText("Because you watched");
    await expect(page.getByRole("button", { name: "Forget what I watched" })).toHaveCount(0);
  });

  test("at its end a video shows what is next and why, also where nothing begins by itself", async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem("kinora:player", JSON.stringify({ autoplay: false })));
    await openVideo(page, videos[0].title);
    const first = page.getByRole("complementary", { name: "Up next" }).getByRole("article").first();
    const reason = await whyThis(first);
    await play(page);
    await page.keyboard.press("End");
    const panel = page.getByRole("group", { name: "Up next" });
    await expect(panel).toContainText(reason);
    expect(await panel.innerText(), "no countdown").not.toContain("in 8 s");
    await panel.getByRole("button", { name: "Close" }).click();
    await expect(panel).toBeHidden();
  });
});

async function addMore(page: Page): Promise<void> {
  await signIn(page, creator);
  for (const { title, tags, description } of more) {
    await upload(page, { title, tags, description, file: clip() });
    await watchWhenReady(page);
  }
}

/** And, where a script reports it, until the site knows. */
async function watchToTheEnd(page: Page, title: string): Promise<void> {
  await openVideo(page, title);
  const reports = test.info().project.use.javaScriptEnabled !== false;
  const reported = reports ? page.waitForRequest((request) => request.url().endsWith("/watch"), { timeout: 30_000 }) : undefined;
  await play(page);
  await expect.poll(() => currentTime(page), { timeout: 15_000 }).toBeGreaterThan(clipSeconds - 0.5);
  await (await reported)?.response();
}

function cardOf(page: Page, title: string): Locator {
  return page.getByRole("main").getByRole("article").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

async function whyThis(card: Locator): Promise<string> {
  const reason = card.locator(".video-card__reason");
  return (await reason.count()) === 0 ? "" : (await reason.innerText()).replace(/^Why this\?\s*/, "").trim();
}

/** Whatever is said to have been watched was. */
async function expectTrueReasons(list: Locator, watched: string[]): Promise<void> {
  const reasons = await list.locator(".video-card__reason").allInnerTexts();
  const named = reasons.flatMap((reason) => /Because you watched (.*)$/.exec(reason.trim())?.[1] ?? []);
  expect(watched).toEqual(expect.arrayContaining(named));
}
