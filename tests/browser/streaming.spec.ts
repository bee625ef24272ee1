// The stream: every sample through hls.js with picture and sound, the switch while it plays, and the ways back to the file.
import type { Page } from "@playwright/test";
import { clipSeconds, playableSamples, sampleFile } from "./support/clips.ts";
import { creator, videos } from "./support/people.ts";
import { clip, expect, test } from "./support/test.ts";
import { currentTime, openVideo, play, player, pressPlay, signIn, upload, watchWhenReady } from "./support/visits.ts";

test.describe("every sample plays through the stream", () => {
  test.skip(({ javaScriptEnabled }) => !javaScriptEnabled, "a stream needs a script");
  test.skip(process.env["KINORA_TEST_FORMAT"] !== "mp4", "this browser does not play H.264");

  for (const { name, hasSound } of playableSamples) {
    test(name, async ({ page }) => {
      const sample = sampleFile(name);
      test.skip(sample === null, "the samples do not lie beside the project");
      await signIn(page, creator);
      await upload(page, { title: name, file: sample ?? "" });
      await watchWhenReady(page);
      await untilThereIsAStream(page);

      await play(page);
      await untilStreaming(page);

      await expect.poll(() => decoded(page), { message: "pictures are shown" }).toMatchObject({ hasMoved: true });
      if (hasSound) await expect.poll(async () => (await decoded(page)).audioBytes, { message: "sound is decoded" }).toBeGreaterThan(0);
    });
  }
});

test("what plays goes on at the same moment when the stream is ready", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "a stream needs a script");
  await signIn(page, creator);
  await notBeforeTheFilePlays(page);
  await openVideo(page, videos[0].title);
  await player(page).evaluate((video) => {
    (video as HTMLVideoElement).loop = true;
    const times: number[] = [];
    Object.assign(window, { times });
    // A new source begins at 0 before it is anywhere.
    video.addEventListener("timeupdate", () => times.push((video as HTMLVideoElement).currentTime || (times.at(-1) ?? 0)));
  });
  await play(page);

  await untilStreaming(page);

  await expect.poll(() => currentTime(page)).toBeGreaterThan(1.2);
  expect(await player(page).evaluate((video) => (video as HTMLVideoElement).paused)).toBe(false);
  const steps = await page.evaluate(() => {
    const { times } = window as unknown as { times: number[] };
    return times.slice(1).map((time, index) => time - (times[index] ?? 0));
  });
  expect(Math.min(...steps), `it never went back: ${steps.join(" ")}`).toBeGreaterThan(-0.5);
  expect((await decoded(page)).audioBytes).toBeGreaterThan(0);
});

test("a quality is chosen while it plays", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "without JavaScript the choice loads the page");
  await openVideo(page, videos[0].title);
  await expect(page.getByRole("button", { name: "Show" })).toBeHidden();
  await player(page).evaluate((video) => ((video as HTMLVideoElement).loop = true));
  await play(page);
  await untilStreaming(page);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: /^Quality/ }).click();
  const choice = page.getByRole("radiogroup", { name: "Resolution" });
  await expect(choice.locator("label")).toHaveText([/^Auto/, "360p", "240p"]);

  await choice.getByLabel("240p").check();

  await expect.poll(() => player(page).evaluate((video) => (video as HTMLVideoElement).videoHeight)).toBe(240);
  expect(await player(page).evaluate((video) => (video as HTMLVideoElement).paused)).toBe(false);
});

test("nothing of the video is loaded before somebody plays", async ({ page, javaScriptEnabled }) => {
  const loaded: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/\.(mp4|webm|m3u8)$/.test(pathname) || pathname.includes("/engine-")) loaded.push(pathname);
  });
  await openVideo(page, videos[0].title);
  await page.waitForTimeout(500);
  expect(loaded).toEqual([]);

  await play(page);

  if (!javaScriptEnabled) return;
  await untilStreaming(page);
  expect(loaded.filter((path) => path.includes("-web.")), "the file was not needed").toEqual([]);
});

test("a broken stream leads back to the file, at the same moment", async ({ page, javaScriptEnabled, problems }) => {
  test.skip(!javaScriptEnabled, "a stream needs a script");
  problems.expected.push(/status of 404/);
  await notBeforeTheFilePlays(page);
  let asked = false;
  await page.route("**/*-fragmented.mp4", async (route) => {
    asked = true;
    await route.fulfill({ status: 404 });
  });
  await openVideo(page, videos[0].title);
  // Noted in the page: from outside, a busy machine may miss the file before the stream, which stands at 0, and again after it.
  await player(page).evaluate((element) => {
    const video = element as HTMLVideoElement;
    video.addEventListener("seeked", () => Object.assign(window, { goneOn: { seconds: video.currentTime, paused: video.paused } }));
  });
  await pressPlay(page);

  await expect.poll(() => asked, { message: "the stream was tried", timeout: 30_000 }).toBe(true);
  await expect.poll(() => source(page), { timeout: 30_000 }).toMatch(/-web\./);

  const goneOn = () => page.evaluate(() => (window as unknown as { goneOn?: { seconds: number; paused: boolean } }).goneOn);
  await expect.poll(goneOn, { message: "it goes on" }).toMatchObject({ paused: false });
  expect((await goneOn())?.seconds, "where the file was left").toBeGreaterThan(1);
  await expect(page.getByRole("button", { name: "Show" })).toBeVisible();
});

test("a stream that cannot be read leaves the file playing", async ({ page, javaScriptEnabled, problems }) => {
  test.skip(!javaScriptEnabled, "a stream needs a script");
  problems.expected.push(/status of 404/);
  await page.route("**/*-master.m3u8", (route) => route.fulfill({ body: "no playlist", contentType: "application/vnd.apple.mpegurl" }));
  await openVideo(page, videos[0].title);
  await play(page);
  expect(await source(page)).toMatch(/-web\./);
});

test("without a script a quality is a file of its own", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled, "with JavaScript the stream changes its quality");
  await openVideo(page, videos[0].title);
  await play(page);
  expect(await source(page)).toMatch(/-web\./);

  await page.getByLabel("Quality").selectOption("240");
  await page.getByRole("button", { name: "Show" }).click();

  await play(page);
  expect(await source(page)).toMatch(/\/download\/240$/);
  expect(await player(page).evaluate((video) => (video as HTMLVideoElement).videoHeight)).toBe(240);
  await expect(page.getByLabel("Quality")).toHaveValue("240");
});

test("a page that is open learns of the stream by itself", async ({ page, javaScriptEnabled }) => {
  test.setTimeout(90_000);
  await signIn(page, creator);
  await upload(page, { title: "Just arrived", file: clip() });
  await watchWhenReady(page);
  if (javaScriptEnabled) {
    await untilThereIsAStream(page);
    await expect(page.getByText("Better quality is being prepared")).toBeHidden();
  } else {
    await expect.poll(async () => {
      await page.reload();
      return page.getByLabel("Quality").count();
    }, { timeout: 60_000 }).toBe(1);
  }
  await play(page);
  if (javaScriptEnabled) await untilStreaming(page);
  await expect.poll(() => currentTime(page), { timeout: 15_000 }).toBeGreaterThan(clipSeconds - 1);
});

/** Keeps the stream back until the file has played for a second. */
async function notBeforeTheFilePlays(page: Page): Promise<void> {
  await page.route("**/*-master.m3u8", async (route) => {
    await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 1);
    await route.continue();
  });
}

/** The page knows of it; what is there to be played is made after the video can be watched. */
async function untilThereIsAStream(page: Page): Promise<void> {
  await expect(page.locator("[data-hls]").first(), "the stream is made").toBeAttached({ timeout: 60_000 });
}

/** hls.js feeds the player from memory. */
async function untilStreaming(page: Page): Promise<void> {
  await expect.poll(() => source(page), { message: "the stream is there", timeout: 60_000 }).toMatch(/^blob:/);
}

async function source(page: Page): Promise<string> {
  return player(page).evaluate((video) => (video as HTMLVideoElement).currentSrc);
}

interface Decoded {
  hasMoved: boolean;
  audioBytes: number;
}

async function decoded(page: Page): Promise<Decoded> {
  return player(page).evaluate((element) => {
    const video = element as HTMLVideoElement & { webkitAudioDecodedByteCount: number };
    return { hasMoved: video.getVideoPlaybackQuality().totalVideoFrames > 3, audioBytes: video.webkitAudioDecodedByteCount };
  });
}
