// What is true of every page: its HTML is well formed, axe finds nothing in light and in dark, on a desk and on a telephone, and
// it fits the narrowest screen. What the pages were served as is kept for html.teardown.ts.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { parse } from "parse5";
import { clipSeconds } from "./support/clips.ts";
import { admin, creator, videos, viewer, type Person } from "./support/people.ts";
import { keepServed } from "./support/served.ts";
import { clip, expect, test } from "./support/test.ts";
import {
  addCaptions,
  comment,
  commentSaying,
  currentTime,
  openVideo,
  play,
  reply,
  saveTo,
  signIn,
  typeChapters,
  upload,
} from "./support/visits.ts";

test.describe("every page is well formed, accessible and fits", () => {
  // Each page is looked at four times.
  test.setTimeout(300_000);

  test("to a stranger", async ({ page, another, problems }) => {
    problems.expected.push(/status of (404|422)/);
    const mila = await another();
    const watch = await aConversation(mila, creator);
    await somethingToReadIn(mila, watch);
    const channel = await channelOf(page, watch);
    const thread = await linkTo(page, /^\/w\/[^/]+\/comments\/[^/]+$/);
    const inspect = inspectorOf(page, "a stranger");

    await inspect("/", "/?tab=newest", "/?tab=subscriptions", watch, `${watch}/comments`, thread, channel, `/a/${creator.username}`);
    await inspect(`${watch}/transcript`, `${watch}/transcript?language=de`);
    await inspect("/search", "/search?q=kite", "/search?q=nothing-has-this-name", "/sign-in", "/sign-up", "/no-such-page");
    await inspect(watch.replace("/w/", "/videos/embed/"), "/videos/embed/nonsense");
  });

  test("to a stranger who writes a program", async ({ page }) => {
    const inspect = inspectorOf(page, "a stranger");
    await inspect("/docs/api", "/docs/api/endpoints/videos", "/docs/api/shapes", "/docs/api/start", "/docs/api/uploading");
  });

  test("to a stranger with a share link", async ({ page, another }) => {
    const mila = await another();
    await signIn(mila, creator);
    await openVideo(mila, videos[0].title);
    const watch = new URL(mila.url()).pathname;
    const edit = await editPageOf(mila, watch);
    await mila.goto(edit);
    await mila.locator('input[name="privacy"][value="private"]').check();
    await mila.getByRole("main").getByRole("button", { name: "Save changes" }).click();
    const links = `${edit}/links`;
    const ofCreator = inspectorOf(mila, "a creator");
    await ofCreator(links);

    await mila.goto(links);
    await mila.getByLabel("For whom").fill("The choir");
    await mila.getByRole("button", { name: "Make link" }).click();
    const address = await mila.getByLabel(/^Copy it now/).inputValue();
    await inspectOpen(mila, `a creator ${links} with the new link`);
    await ofCreator(links);

    await inspectorOf(page, "a stranger with a link")(address);
    await expect(page.getByRole("heading", { level: 1, name: videos[0].title })).toBeVisible();
  });

  test("to a creator", async ({ page, problems }) => {
    problems.expected.push(/status of 404/);
    const watch = await aConversation(page, creator);
    const editComment = await linkTo(page, /^\/comments\/[^/]+$/);
    const report = await linkTo(page, /^\/reports\/new/);
    const channel = await channelOf(page, watch);
    await page.goto("/my/videos");
    const editVideo = await linkTo(page, /^\/my\/videos\/[^/]+$/);
    const deleteVideo = await linkTo(page, /^\/my\/videos\/[^/]+\/delete$/);
    const inspect = inspectorOf(page, "a creator");
    await inspect(`${editVideo}/captions`, `${editVideo}/chapters`);
    await somethingToReadIn(page, watch);

    await inspect("/", "/?tab=newest", "/?tab=subscriptions", watch, channel, editComment, report, "/no-such-page");
    await inspect("/search", "/search?q=kite", "/search?q=nothing-has-this-name");
    await inspect("/my/videos", editVideo, deleteVideo);
    const ofWatched = await editPageOf(page, watch);
    await inspect(...["captions", "captions/de", "chapters"].map((name) => `${ofWatched}/${name}`));
    await inspect("/my/channels", "/my/channels/new", channel.replace("/c/", "/my/channels/"));
  });

  test("to a creator who sets things right", async ({ page }) => {
    await signIn(page, creator);
    await inspectorOf(page, "a creator")("/my/imports", "/settings", "/settings/tokens");
  });

  test("to an administrator who imports", async ({ page }) => {
    await signIn(page, admin);
    const inspect = inspectorOf(page, "an importer");
    await inspect("/my/imports/new");
    await page.goto("/my/imports/new");
    await page.getByRole("radio", { name: /^MediaCMS/ }).check();
    await page.getByLabel("Address").fill("https://video.example/user/ann");
    await page.getByRole("button", { name: "Begin" }).click();
    await expect(page).toHaveURL(/\/my\/imports\/[0-9a-f-]{36}$/);
    await inspect(new URL(page.url()).pathname, "/my/imports");
  });

  test("to somebody who keeps playlists", async ({ page, another }) => {
    await signIn(page, creator);
    const inspect = inspectorOf(page, "a keeper of playlists");
    await inspect("/my/playlists", "/my/playlists/new");
    await page.goto("/my/playlists/new");
    await page.getByLabel("Title").fill("Both harbours");
    await page.getByLabel("Description").fill("One at dawn, one at night.");
    await page.getByRole("radio", { name: /^Public/ }).check();
    await page.getByLabel("Listed on").selectOption({ index: 1 });
    await page.getByRole("button", { name: "Make playlist" }).click();
    const edit = new URL(page.url()).pathname;
    for (const video of [videos[0], videos[1]]) {
      await openVideo(page, video.title);
      await saveTo(page, { tick: ["Both harbours (public)"] });
    }
    await openVideo(page, videos[0].title);
    const watch = new URL(page.url()).pathname;
    await page.locator("summary", { hasText: "Save" }).click();
    await expect(page.locator("form.save")).toBeVisible();
    await inspectOpen(page, "a keeper of playlists, saving");
    const channel = await channelOf(page, watch);
    await page.goto(`${channel}?tab=playlists`);
    const playlist = await linkTo(page, /^\/w\/p\//);
    await page.goto(playlist);
    const within = await linkTo(page, /^\/w\/[^/]+\?playlist=/);
    await inspect(`${watch}/playlists`, edit, `${edit}/delete`, "/my/playlists", playlist, within);

    await inspectorOf(await another(), "a stranger")(playlist, within, `${channel}?tab=playlists`, `/a/${creator.username}`);
  });

  test("to somebody with a webhook", async ({ page }) => {
    await signIn(page, viewer);
    const inspect = inspectorOf(page, "somebody with a webhook");
    await inspect("/settings/webhooks");
    await page.getByLabel("Address").fill("https://example.org/hook");
    await page.getByRole("checkbox", { name: /comment\.created/ }).check();
    await page.getByRole("button", { name: "Make webhook" }).click();
    await expect(page.getByLabel(/^Copy it now/)).toHaveValue(/^whsec_/);
    await inspectOpen(page, "somebody with a new webhook");
    const edit = new URL(page.url()).pathname;
    await page.getByRole("button", { name: "Send a test" }).click();
    await inspect(edit, "/settings/webhooks");
    await page.goto(edit);
    await page.getByRole("button", { name: "Delete webhook" }).click();
  });

  test("to somebody who uploads", async ({ page }) => {
    await signIn(page, viewer);
    const inspect = inspectorOf(page, "an uploader");
    await inspect("/", "/?tab=subscriptions", "/my/videos", "/upload");

    await upload(page, { title: "A first film", file: clip() });
    await page.waitForURL(/\/uploads\//);
    const progress = new URL(page.url()).pathname;
    await keepServed(`an uploader ${progress} under way`, await (await page.request.get(progress)).text());
    await expect(page.getByText("Your video is ready")).toBeVisible({ timeout: 30_000 });
    await inspect(progress, "/my/videos");
  });

  test("to somebody whose form is refused", async ({ page, problems }) => {
    problems.expected.push(/status of 422/);
    await page.goto("/sign-in");
    await page.getByLabel("Username").fill("nobody");
    await page.getByLabel("Password").fill("not the password at all");
    await inspectRefused(page, "Sign in");
    await page.goto("/sign-up");
    await page.getByLabel("Username").fill(creator.username);
    await page.getByLabel("E-mail").fill("mila@example.org");
    await page.getByLabel("Password").fill("short");
    await inspectRefused(page, "Sign up");
  });

  test("to somebody with a history", async ({ page }) => {
    await signIn(page, viewer);
    const inspect = inspectorOf(page, "a viewer");
    await inspect("/my/history", "/my/feedback");
    await openVideo(page, videos[0].title);
    await play(page);
    await expect.poll(() => currentTime(page)).toBeGreaterThan(clipSeconds - 0.5);
    for (const button of [/^Not interested/, /^Less from/]) {
      await page.goto("/");
      const feedback = page.getByRole("article").locator("details:has(button)").first();
      await feedback.locator("summary").click();
      await feedback.getByRole("button", { name: button }).click();
    }
    await page.goto("/my/history");
    await expect(page.getByRole("article")).toHaveCount(1);
    await inspect("/my/history", "/my/history/delete", "/my/feedback");
    await page.goto("/my/history");
    await page.getByRole("button", { name: "Pause" }).click();
    await inspect("/my/history");
    await openVideo(page, videos[0].title);
    await page.getByText("Adjust").click();
    await inspectOpen(page, "a viewer, the sliders beside a video");
  });

  test("to somebody who is not interested", async ({ page }) => {
    await signIn(page, viewer);
    await openVideo(page, videos[0].title);
    await page.goto("/");
    const feedback = page.getByRole("article").locator("details:has(button)").first();
    await feedback.locator("summary").click();
    await feedback.getByRole("button", { name: /^Not interested/ }).click();
    await expect(page.getByRole("button", { name: "Take it back" })).toBeVisible();
    await inspectOpen(page, "a viewer, feedback");
  });

  test("to an administrator", async ({ page, another }) => {
    const mila = await another();
    const watch = await aConversation(mila, creator);
    await signIn(page, admin);
    const inspect = inspectorOf(page, "an administrator");
    await inspect("/admin/reports", "/admin/audit");

    await page.goto(watch);
    await page.goto(await linkTo(page, /^\/reports\/new/));
    await page.getByRole("radio").first().check();
    await page.getByRole("button", { name: "Send report" }).click();
    await page.goto("/admin/comments");
    await page.getByRole("checkbox").last().check();
    await page.getByRole("button", { name: "Hide" }).click();

    await inspect("/admin", ...["videos", "comments", "users", "reports", "tasks", "recommender", "audit"].map((name) => `/admin/${name}`));
    await inspect("/admin/users?q=nobody-has-this-name", "/admin/videos?q=nothing-has-this-name");
  });
});

function inspectorOf(page: Page, who: string): (...paths: string[]) => Promise<void> {
  return async (...paths) => {
    for (const path of paths) {
      const html = (await (await page.goto(path))?.text()) ?? "";
      await inspectServed(`${who} ${path.replace(/^https?:\/\/[^/]+/, "")}`, html);
      await inspectOpen(page, `${who} ${path}`);
    }
  };
}

async function inspectServed(name: string, html: string): Promise<void> {
  expect.soft(mistakesIn(html), `the HTML of ${name}`).toEqual([]);
  await keepServed(name, html);
}

async function inspectOpen(page: Page, name: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      // Without frames of other sites axe needs no second page in which to gather what it found.
      const axe = new AxeBuilder({ page }).setLegacyMode();
      // What is not about colours is the same in both themes.
      const { violations } = await (colorScheme === "light" ? axe : axe.withTags("cat.color")).analyze();
      const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
      expect.soft(found, `${name} in ${colorScheme}, ${width} px wide`).toEqual([]);
    }
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect.soft(width, `${name} on a screen 320 px wide`).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Sends the form that is there, which the server refuses. */
async function inspectRefused(page: Page, button: string): Promise<void> {
  const answered = page.waitForResponse((response) => response.status() === 422);
  await page.getByRole("main").getByRole("button", { name: button }).click();
  const answer = await answered;
  await inspectServed(`${new URL(answer.url()).pathname} refused`, await answer.text());
  await inspectOpen(page, `${button}, refused`);
}

/** What a parser has to put right in this page, and where. */
function mistakesIn(html: string): string[] {
  const mistakes: string[] = [];
  const lines = html.split("\n");
  parse(html, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }) => mistakes.push(`${code} in line ${startLine}: ${lines[startLine - 1] ?? ""}`),
  });
  return mistakes;
}

/** Leaves a thread of two on the first video, and the page at that video. */
async function aConversation(page: Page, person: Person): Promise<string> {
  await signIn(page, person);
  await openVideo(page, videos[0].title);
  const watch = new URL(page.url()).pathname;
  await comment(page, "Is this the old harbour?");
  await reply(commentSaying(page, "Is this the old harbour?"), "The *new* one.");
  await page.goto(watch);
  return watch;
}

/** Chapters, and captions in two languages. */
async function somethingToReadIn(page: Page, watch: string): Promise<void> {
  const edit = await editPageOf(page, watch);
  await typeChapters(page, edit, "0:00 Leaving\n0:03 Coming home");
  await addCaptions(page, edit, "en", "Good morning.");
  await addCaptions(page, edit, "de", "Guten Morgen.");
}

async function editPageOf(page: Page, watch: string): Promise<string> {
  await page.goto(watch);
  return linkTo(page, /^\/my\/videos\/[^/]+$/);
}

async function channelOf(page: Page, watch: string): Promise<string> {
  await page.goto(watch);
  return linkTo(page, /^\/c\//);
}

/** The address of the first link of this kind in the page's main part. */
async function linkTo(page: Page, kind: RegExp): Promise<string> {
  const links = await page.getByRole("main").locator("a[href]").evaluateAll((found) => found.map((link) => link.getAttribute("href") ?? ""));
  const link = links.map((href) => href.replace(/#.*$/, "")).find((href) => kind.test(href));
  expect(link, `a link like ${kind} on ${page.url()}`).toBeDefined();
  return link ?? "";
}
