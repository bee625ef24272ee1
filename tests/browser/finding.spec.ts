// Search, and recommendations that learn.
import { clipSeconds } from "./support/clips.ts";
import { videos, viewer } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { currentTime, openVideo, play, search, signIn, upNext } from "./support/visits.ts";

test("search finds by title, description and tag", async ({ page }) => {
  await page.goto("/");
  for (const [query, title] of [
    ["dunes", "Kite over the dunes"],
    ["patience", "Building a kite"],
    ["morning", "Harbour at dawn"],
  ] as const) {
    await search(page, query);
    // Not anywhere in the page: a search that finds nothing shows what is new instead.
    await expect(page.getByRole("region", { name: "Videos" }).getByRole("heading", { level: 3 })).toHaveText([title]);
  }
});

test("search takes anything for words", async ({ page }) => {
  await page.goto("/");
  for (const query of ['"', "NEAR(", "kite AND OR *", "' OR 1=1 --", "a:b ^c -d (e", "%_\\", "🪁"]) {
    await search(page, query);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

test("recommendations change after watching", async ({ page, javaScriptEnabled }) => {
  // A player without JavaScript reports nothing. The site then goes by what it delivered, as soon as it has delivered
  // nothing more of that video for a minute.
  const noticedWithin = javaScriptEnabled ? 10_000 : 90_000;
  test.setTimeout(60_000 + noticedWithin);
  await signIn(page, viewer);
  await openVideo(page, videos[0].title);
  const watchPage = page.url();
  const before = await upNext(page);
  expect(before.length).toBe(videos.length - 1);
  const first = before[0] ?? "";

  await page.getByRole("complementary", { name: "Up next" }).getByRole("link", { name: first, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: first })).toBeVisible();
  await play(page);
  await expect.poll(() => currentTime(page), { timeout: 15_000 }).toBeGreaterThan(clipSeconds - 0.5);

  // What was just watched to its end is no longer what to watch next.
  await expect
    .poll(
      async () => {
        await page.goto(watchPage);
        return (await upNext(page))[0];
      },
      { timeout: noticedWithin, intervals: [500, 1_000, 2_000, 5_000] },
    )
    .not.toBe(first);
});

test("every recommendation says why it is there", async ({ page }) => {
  await openVideo(page, videos[2].title);

  const cards = page.getByRole("complementary", { name: "Up next" }).getByRole("article");

  await expect(cards).toHaveCount(videos.length - 1);
  for (const card of await cards.all()) await expect(card).toContainText("Why this?");
});
