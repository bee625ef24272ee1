// Keeping videos, and watching one after the other.
import { creator, videos, viewer } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { currentTime, openVideo, play, player, saveTo, signIn } from "./support/visits.ts";

test("a video is saved to a new playlist, which then plays on within itself", async ({ page, javaScriptEnabled }) => {
  await signIn(page, viewer);
  await openVideo(page, videos[2].title);
  const watch = page.url();
  await saveTo(page, { newTitle: "For a windy day" });
  expect(page.url()).toBe(watch);
  await openVideo(page, videos[0].title);
  await saveTo(page, { tick: ["For a windy day", "Watch later"] });

  await page.goto("/my/playlists");
  await expect(page.getByRole("heading", { level: 3 })).toHaveText(["Watch later", "For a windy day"]);
  await page.getByRole("link", { name: "For a windy day", exact: true }).click();
  await expect(page.getByRole("heading", { level: 3 })).toHaveText([videos[2].title, videos[0].title]);

  await page.getByRole("link", { name: "Play all" }).click();
  await expect(page.getByRole("heading", { level: 1, name: videos[2].title })).toBeVisible();
  const playlist = page.getByRole("region", { name: "For a windy day" });
  await expect(playlist).toContainText("1 of 2");
  await play(page);
  if (javaScriptEnabled) {
    await player(page).evaluate((video) => ((video as HTMLVideoElement).currentTime = (video as HTMLVideoElement).duration - 0.3));
    await expect(page.getByRole("group", { name: "Up next" })).toContainText(videos[0].title);
  } else {
    await playlist.getByRole("link", { name: `Next: ${videos[0].title}` }).click();
  }
  await expect(page.getByRole("heading", { level: 1, name: videos[0].title })).toBeVisible({ timeout: 15_000 });
  await expect(playlist).toContainText("2 of 2");
  if (javaScriptEnabled) await expect.poll(() => currentTime(page), { message: "it plays without being asked" }).toBeGreaterThan(0.2);
  await expect(playlist.getByRole("link", { name: /^Next/ })).toHaveCount(0);
  await playlist.getByRole("link", { name: `Previous: ${videos[2].title}` }).click();
  await expect(playlist).toContainText("1 of 2");
});

test("saving does not stop the video", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "without JavaScript a form is a page of its own");
  await signIn(page, viewer);
  await openVideo(page, videos[0].title);
  await play(page);
  await player(page).evaluate((video) => {
    (video as HTMLVideoElement).loop = true;
    video.dataset["same"] = "yes";
  });

  await saveTo(page, { tick: ["Watch later"] });

  await expect(player(page)).toHaveAttribute("data-same", "yes");
  expect(await player(page).evaluate((video) => (video as HTMLVideoElement).paused)).toBe(false);
});

test("a playlist is arranged, shown to everybody, and deleted", async ({ page, another, problems }) => {
  problems.expected.push(/status of 404/);
  await signIn(page, creator);
  await page.goto("/my/playlists/new");
  await page.getByLabel("Title").fill("Both harbours");
  await page.getByRole("radio", { name: /^Public/ }).check();
  await page.getByLabel("Listed on").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Make playlist" }).click();
  const edit = page.url();
  for (const video of [videos[0], videos[1]]) {
    await openVideo(page, video.title);
    await saveTo(page, { tick: ["Both harbours (public)"] });
  }
  await page.goto(edit);
  await page.getByRole("button", { name: `Up: ${videos[1].title}` }).click();
  await expect(page.getByRole("main").getByRole("listitem").first()).toContainText(videos[1].title);

  const stranger = await another();
  await openVideo(stranger, videos[0].title);
  await stranger.getByRole("main").locator(".watch__channel-name").click();
  await stranger.getByRole("link", { name: "Playlists", exact: true }).click();
  await stranger.getByRole("link", { name: "Both harbours", exact: true }).click();
  await expect(stranger.getByRole("heading", { level: 3 })).toHaveText([videos[1].title, videos[0].title]);
  const address = stranger.url();

  await page.getByRole("button", { name: `Remove ${videos[0].title}` }).click();
  await expect(page.getByText("The video is no longer in the playlist.")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete the playlist" }).click();
  await expect(page.getByText("The playlist is deleted.")).toBeVisible();
  expect((await stranger.goto(address))?.status()).toBe(404);
});
