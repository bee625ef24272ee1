// What is true of every page: its HTML is well formed, axe finds nothing in light and in dark, it fits a narrow screen.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { parse } from "parse5";
import { admin, creator, videos, type Person } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { addCaptions, comment, commentSaying, openVideo, reply, signIn, typeChapters } from "./support/visits.ts";

test.describe("every page is well formed, accessible and fits", () => {
  test.slow();

  test("to a stranger", async ({ page, another, problems }) => {
    problems.expected.push(/status of (404|422)/);
    const mila = await another();
    const watch = await aConversation(mila, creator);
    await somethingToReadIn(mila, watch);
    const channel = await channelOf(page, watch);
    const thread = await linkTo(page, /^\/w\/[^/]+\/comments\/[^/]+$/);

    await inspect(page, ["/", "/?tab=newest", watch, `${watch}/comments`, thread, channel, `/a/${creator.username}`]);
    await inspect(page, [watch.replace("/w/", "/videos/embed/"), "/videos/embed/nonsense"]);
    await inspect(page, [`${watch}/transcript`, `${watch}/transcript?language=de`]);
    await inspect(page, ["/search", "/search?q=kite", "/search?q=nothing-has-this-name", "/sign-in", "/sign-up", "/no-such-page"]);
  });

  test("to a creator", async ({ page }) => {
    const watch = await aConversation(page, creator);
    const editComment = await linkTo(page, /^\/comments\/[^/]+$/);
    const report = await linkTo(page, /^\/reports\/new/);
    const channel = await channelOf(page, watch);
    await page.goto("/my/videos");
    const editVideo = await linkTo(page, /^\/my\/videos\/[^/]+$/);
    const deleteVideo = await linkTo(page, /^\/my\/videos\/[^/]+\/delete$/);
    await inspect(page, [`${editVideo}/captions`, `${editVideo}/chapters`]);
    await somethingToReadIn(page, watch);

    await inspect(page, ["/", "/?tab=subscriptions", watch, channel, editComment, report]);
    await inspect(page, ["/upload", "/my/videos", editVideo, deleteVideo]);
    const ofWatched = await editPageOf(page, watch);
    await inspect(page, ["captions", "captions/de", "chapters"].map((name) => `${ofWatched}/${name}`));
    await inspect(page, ["/my/channels", "/my/channels/new", channel.replace("/c/", "/my/channels/"), "/settings"]);
  });

  test("to an administrator", async ({ page, another }) => {
    await aConversation(await another(), creator);
    await signIn(page, admin);

    await inspect(page, ["/admin", ...["videos", "comments", "users", "reports", "tasks", "audit"].map((name) => `/admin/${name}`)]);
  });
});

async function inspect(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    const html = (await (await page.goto(path))?.text()) ?? "";
    expect.soft(mistakesIn(html), `the HTML of ${path}`).toEqual([]);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
      expect.soft(found, `${path} in ${colorScheme}`).toEqual([]);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, `${path} on a screen 320 px wide`).toBeLessThanOrEqual(320);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
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
