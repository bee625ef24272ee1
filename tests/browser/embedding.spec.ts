// The player within another site's page, and what the two say to each other.
import type { FrameLocator, Page } from "@playwright/test";
import { startElsewhere, type Elsewhere } from "./support/elsewhere.ts";
import { creator, videos } from "./support/people.ts";
import { clip, expect, test as base } from "./support/test.ts";
import { openVideo, signIn, upload, watchWhenReady } from "./support/visits.ts";

const test = base.extend<{ elsewhere: Elsewhere }>({
  elsewhere: async ({ problems }, use) => {
    const elsewhere = await startElsewhere();
    problems.expected.push(new RegExp(`another host: ${elsewhere.origin}/`));
    await use(elsewhere);
    elsewhere.stop();
  },
});

interface State {
  time: number;
  paused: boolean;
  muted: boolean;
  volume: number;
}

test("the code of the watch page shows the player elsewhere, and it plays", async ({ page, site, elsewhere }) => {
  await openVideo(page, videos[0].title);
  await page.getByText("Share", { exact: true }).click();
  elsewhere.show(await page.getByLabel("HTML to embed it").inputValue());

  await page.goto(elsewhere.origin);

  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("link", { name: videos[0].title })).toHaveAttribute("target", "_blank");
  await frame.locator("video").focus();
  await page.keyboard.press("Space");
  await expect.poll(async () => (await stateOf(frame)).time).toBeGreaterThan(0.2);
  expect((await page.context().cookies(site.origin)).map(({ name }) => name), "nobody is given a name").toEqual([]);
});

test("watching elsewhere is a view of the video", async ({ page, elsewhere, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "what is delivered to a browser without scripts counts after a while");
  const watch = await pathOf(page, videos[0].title);
  await expect(page.getByText("0 views", { exact: true })).toBeVisible();
  elsewhere.show(frameOf(page, watch, "?muted=1&autoplay=1"));
  await page.goto(elsewhere.origin);
  await expect.poll(async () => (await stateOf(page.frameLocator("iframe"))).time, { timeout: 20_000 }).toBeGreaterThan(4);

  await page.goto("about:blank");

  await expect.poll(async () => (await (await page.request.get(watch)).text()).includes("1 view<")).toBe(true);
});

test("a frame begins and ends where its address says", async ({ page, elsewhere, javaScriptEnabled }) => {
  const watch = await pathOf(page, videos[0].title);
  elsewhere.show(frameOf(page, watch, "?start=2&end=4&muted=1&autoplay=1"));
  await page.goto(elsewhere.origin);
  const frame = page.frameLocator("iframe");
  await expect.poll(async () => (await stateOf(frame)).time, { timeout: 20_000 }).toBeGreaterThan(2);
  await expect.poll(async () => (await stateOf(frame)).paused, { timeout: 20_000 }).toBe(true);
  const { time } = await stateOf(frame);
  expect(time).toBeGreaterThanOrEqual(3.9);
  expect(time).toBeLessThan(javaScriptEnabled ? 5 : 4.5);
});

test("a frame without controls shows none", async ({ page, elsewhere }) => {
  const watch = await pathOf(page, videos[0].title);
  elsewhere.show(frameOf(page, watch, "?controls=0&muted=1&autoplay=1&loop=1"));
  await page.goto(elsewhere.origin);
  const frame = page.frameLocator("iframe");
  await expect.poll(async () => (await stateOf(frame)).time, { timeout: 20_000 }).toBeGreaterThan(0.2);
  expect(await frame.locator("video").evaluate((video) => (video as HTMLVideoElement).controls)).toBe(false);
  await expect(frame.getByRole("button")).toHaveCount(0);
  await expect(frame.getByRole("combobox")).toHaveCount(0);
});

test("cs_08_no_page_but_the_player_is_shown_elsewhere", async ({ page, elsewhere, problems }) => {
  problems.expected.push(/frame-ancestors|Refused to (frame|display)|X-Frame-Options/);
  const watch = await pathOf(page, videos[0].title);
  for (const path of [watch, "/settings", "/sign-in", "/admin"]) {
    elsewhere.show(`<iframe src="${new URL(path, page.url()).href}" title="Framed"></iframe>`);
    const kinora = page.url();
    await page.goto(elsewhere.origin);
    await expect(page.frameLocator("iframe").getByRole("heading")).toHaveCount(0);
    expect(page.frames().slice(1).map((frame) => frame.url()), path).toEqual(["chrome-error://chromewebdata/"]);
    await page.goto(kinora);
  }
});

test("cs_08_a_sandbox_keeps_the_player_from_everything_but_playing", async ({ page, elsewhere, problems, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "a frame without scripts is a sandbox already");
  // It belongs to no origin there, so what it reports is refused like everything that another site sends.
  problems.expected.push(/status of 403/);
  const watch = await pathOf(page, videos[0].title);
  elsewhere.show(frameOf(page, watch, "?muted=1&autoplay=1", 'sandbox="allow-scripts"'));
  await page.goto(elsewhere.origin);
  const frame = page.frameLocator("iframe");
  await expect.poll(async () => (await stateOf(frame)).time, { timeout: 20_000 }).toBeGreaterThan(0.5);
  const ground = await frame.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  expect(ground, "the style sheet is there").toBe("rgb(0, 0, 0)");
});

test("cs_09_the_page_around_steers_the_player_by_the_verbs_alone", async ({ page, elsewhere, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "messages need scripts");
  const watch = await pathOf(page, videos[0].title);
  elsewhere.show(frameOf(page, watch, "?muted=1"));
  await page.goto(elsewhere.origin);
  const frame = page.frameLocator("iframe");
  await heard(page);

  await say(page, { kinora: 1, verb: "seek", value: 1 });
  await say(page, { kinora: 1, verb: "volume", value: 0.25 });
  await say(page, { kinora: 1, verb: "unmute" });
  await expect.poll(() => stateOf(frame)).toMatchObject({ time: 1, muted: false, volume: 0.25 });
  await say(page, { kinora: 1, verb: "mute" });
  await say(page, { kinora: 1, verb: "play" });
  await expect.poll(() => stateOf(frame)).toMatchObject({ paused: false, muted: true });
  await say(page, { kinora: 1, verb: "pause" });
  await expect.poll(() => stateOf(frame)).toMatchObject({ paused: true });

  // The last picture may still be on its way.
  await page.waitForTimeout(300);
  const still = await stateOf(frame);
  for (const message of [
    { kinora: 1, verb: "state" },
    { kinora: 1, verb: "src", value: "https://evil.example/x.mp4" },
    { kinora: 1, verb: "seek", value: "0" },
    { kinora: 1, verb: "seek", value: -1 },
    { kinora: 1, verb: "volume", value: 7 },
    { kinora: 1, verb: ["play"] },
    { kinora: 2, verb: "play" },
    { verb: "play" },
    "play",
    null,
    [1, "play"],
  ]) {
    await say(page, message);
  }
  await page.waitForTimeout(300);
  expect(await stateOf(frame)).toEqual(still);
  expect(await heard(page), "who does not say who they are is told nothing").toEqual([]);
});

test("cs_09_only_the_origin_that_the_address_names_is_told_anything", async ({ page, elsewhere, javaScriptEnabled, problems }) => {
  test.skip(!javaScriptEnabled, "messages need scripts");
  // The browser says that it kept a message from the wrong page.
  problems.expected.push(/Failed to execute 'postMessage'/);
  const watch = await pathOf(page, videos[0].title);
  const named = (origin: string): string => frameOf(page, watch, `?muted=1&origin=${encodeURIComponent(origin)}`);
  const [right, wrong] = [named(elsewhere.origin), named("https://blog.example")];

  elsewhere.show(wrong);
  await page.goto(elsewhere.origin);
  await heard(page);
  await playAndPause(page);
  expect(await heard(page)).toEqual([]);

  elsewhere.show(right);
  await page.goto(elsewhere.origin);
  await heard(page);
  await playAndPause(page);
  const told = await heard(page);
  const events = told.map((message) => (message as { event: string }).event);
  expect(events).toEqual(expect.arrayContaining(["play", "time", "pause"]));
  for (const message of told) {
    expect(Object.keys(message as object).sort()).toEqual(["duration", "event", "kinora", "seconds"]);
  }
});

test("cs_09_a_page_beside_the_player_is_not_heard", async ({ page, elsewhere, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "messages need scripts");
  const watch = await pathOf(page, videos[0].title);
  elsewhere.show(`${frameOf(page, watch, "?muted=1")}<iframe name="beside" title="Beside" srcdoc="<p>Beside</p>"></iframe>`);
  await page.goto(elsewhere.origin);
  const frame = page.frameLocator("iframe").first();
  await expect(frame.locator("video")).toBeVisible();
  await page.frame("beside")?.evaluate(() => {
    window.parent.frames[0]?.postMessage({ kinora: 1, verb: "seek", value: 3 }, "*");
  });
  await page.waitForTimeout(500);
  expect((await stateOf(frame)).time).toBe(0);
});

test("a video that is not there says so within the frame", async ({ page, elsewhere, problems }) => {
  problems.expected.push(/status of 404/);
  await signIn(page, creator);
  await upload(page, { title: "Only for me", privacy: "private", file: clip() });
  await watchWhenReady(page);
  elsewhere.show(frameOf(page, new URL(page.url()).pathname, ""));
  await page.goto(elsewhere.origin);
  await expect(page.frameLocator("iframe").getByRole("heading", { name: "There is no video here" })).toBeVisible();
  await expect(page.frameLocator("iframe").getByText("Only for me")).toHaveCount(0);
});

async function pathOf(page: Page, title: string): Promise<string> {
  await openVideo(page, title);
  return new URL(page.url()).pathname;
}

function frameOf(page: Page, watch: string, query: string, attributes = ""): string {
  const src = new URL(watch.replace("/w/", "/videos/embed/") + query, page.url()).href.replaceAll("&", "&amp;");
  return `<iframe src="${src}" width="640" height="360" title="Film" allow="autoplay; fullscreen" ${attributes}></iframe>`;
}

async function stateOf(frame: FrameLocator): Promise<State> {
  return frame.locator("video").evaluate((element) => {
    const video = element as HTMLVideoElement;
    return { time: video.currentTime, paused: video.paused, muted: video.muted, volume: video.volume };
  });
}

async function say(page: Page, message: unknown): Promise<void> {
  await page.evaluate((said) => document.querySelector("iframe")?.contentWindow?.postMessage(said, "*"), message);
}

/** What the page was told since this was last asked. */
async function heard(page: Page): Promise<unknown[]> {
  // Its script listens from the moment at which the element is there.
  await page.frameLocator("iframe").first().locator("embed-player:defined").waitFor();
  return page.evaluate(() => {
    const ears = window as unknown as { heard?: unknown[] };
    const said = ears.heard ?? [];
    if (ears.heard === undefined) addEventListener("message", ({ data }) => ears.heard?.push(data));
    ears.heard = [];
    return said;
  });
}

async function playAndPause(page: Page): Promise<void> {
  const frame = page.frameLocator("iframe");
  await say(page, { kinora: 1, verb: "play" });
  await expect.poll(async () => (await stateOf(frame)).time).toBeGreaterThan(0.5);
  await say(page, { kinora: 1, verb: "pause" });
  await expect.poll(async () => (await stateOf(frame)).paused).toBe(true);
  await page.waitForTimeout(200);
}
