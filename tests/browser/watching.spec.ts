// From a file on a disk to a picture that moves.
import { writeFile } from "node:fs/promises";
import { clipSeconds, sampleFile } from "./support/clips.ts";
import { creator, videos, viewer } from "./support/people.ts";
import { clip, expect, test } from "./support/test.ts";
import { comment, currentTime, likeVideo, openVideo, play, player, signIn, upload, watchWhenReady } from "./support/visits.ts";

test("an uploaded clip can be watched", async ({ page, javaScriptEnabled }) => {
  const media: number[] = [];
  page.on("response", (response) => {
    // The file, or the stream where it is there already.
    if (/^\/m\/.*\.(mp4|webm)$/.test(new URL(response.url()).pathname)) {
      media.push(response.status());
    }
  });
  await signIn(page, viewer);

  await upload(page, { title: "My first film", description: "It has *two* colours.", tags: "film, first", file: clip() });
  await watchWhenReady(page);

  await expect(page.getByRole("heading", { level: 1, name: "My first film" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Description" }).locator("em")).toHaveText("two");
  // The browser's own controls stay where no script puts others in their place.
  if (javaScriptEnabled) await expect(page.getByRole("group", { name: "Player" })).toBeVisible();
  else await expect(player(page)).toHaveAttribute("controls");
  await play(page);
  expect(media.length).toBeGreaterThan(0);
  expect(media.filter((status) => status !== 200 && status !== 206)).toEqual([]);
});

test("a stranger finds and watches what was uploaded", async ({ page, another }) => {
  await signIn(page, viewer);
  await upload(page, { title: "Open to all", file: clip() });
  await watchWhenReady(page);

  const stranger = await another();
  await openVideo(stranger, "Open to all");
  await play(stranger);
});

test("real footage can be watched", async ({ page }) => {
  const footage = sampleFile("bigbuckbunny.mp4");
  test.skip(footage === null, "the sample footage does not lie beside the project");
  test.skip(process.env["KINORA_TEST_FORMAT"] !== "mp4", "this browser does not play H.264");
  await signIn(page, viewer);

  await upload(page, { title: "Big Buck Bunny", file: footage ?? "" });
  await watchWhenReady(page);

  await play(page);
});

test("a file that is no video is refused with the reason", async ({ page, problems }, testInfo) => {
  problems.expected.push(/status of 422/);
  const file = testInfo.outputPath("notes.mp4");
  await writeFile(file, "These are only words, with the name of a film.\n");
  await signIn(page, viewer);

  await upload(page, { title: "Notes", file });

  await expect(page.getByText("This file could not be used")).toBeVisible({ timeout: 30_000 });
  await page.goto("/?tab=newest");
  await expect(page.getByRole("link", { name: "Notes", exact: true })).toHaveCount(0);
});

test("a private video is not there for anyone else", async ({ page, another, problems }) => {
  problems.expected.push(/status of 404/);
  await signIn(page, creator);
  await upload(page, { title: "For my eyes", privacy: "private", file: clip() });
  await watchWhenReady(page);
  await play(page);

  const stranger = await another();
  const answer = await stranger.goto(page.url());

  expect(answer?.status()).toBe(404);
  await expect(stranger.getByText("For my eyes")).toHaveCount(0);
});

test("the player seeks to where it is told", async ({ page }) => {
  await openVideo(page, videos[0].title);
  await play(page);

  await player(page).evaluate((video, to) => ((video as HTMLVideoElement).currentTime = to), clipSeconds - 2);

  await expect.poll(() => currentTime(page)).toBeGreaterThan(clipSeconds - 2);
});

test("liking and commenting do not stop the video", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "without JavaScript a form loads the page again");
  await signIn(page, viewer);
  await openVideo(page, videos[0].title);
  await play(page);
  await player(page).evaluate((video) => {
    (video as HTMLVideoElement).loop = true;
    video.dataset["same"] = "yes";
  });

  await likeVideo(page).click();
  await expect(likeVideo(page)).toHaveAttribute("aria-pressed", "true");
  await comment(page, "Still running.");

  await expect(player(page)).toHaveAttribute("data-same", "yes");
  expect(await player(page).evaluate((video) => (video as HTMLVideoElement).paused)).toBe(false);
});
