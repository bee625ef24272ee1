// The stream in Debian's own Firefox, driven over WebDriver BiDi: it plays through hls.js, with picture and sound, in a
// quality that is chosen; where the stream does not come the file plays; and every sample plays as in Chromium. `bin/test browser` runs it after the tests in Chromium;
// KINORA_BIN, FIREFOX and FIREFOX_RESULTS come from there.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { makeClip, playableSamples, sampleFile } from "./support/clips.ts";
import { creator } from "./support/people.ts";
import { runCommand, startServer } from "./support/server.ts";

const within = 60_000;

type Check = (page: Page, watchPage: string) => Promise<void>;

const checks: Record<string, Check> = {
  "the stream plays with picture and sound": plays(true),

  "a quality is chosen while it plays": async (page, watchPage) => {
    await page.goto(watchPage);
    await page.evaluate(() => ((document.querySelector("video") as HTMLVideoElement).loop = true));
    await play(page);
    await until("the stream is there", async () => (await source(page)).startsWith("blob:"));
    const choices = 'input[name="player-quality"]';
    await until("there is a choice", () => page.evaluate((inputs) => document.querySelectorAll(inputs).length === 3, choices));
    await page.evaluate((inputs) => document.querySelector<HTMLInputElement>(`${inputs}[value="240"]`)?.click(), choices);
    await until("the other quality is shown", () => page.evaluate(() => document.querySelector("video")?.videoHeight === 240));
  },

  "without its stream the file plays": async (page, watchPage) => {
    await page.setRequestInterception(true);
    page.on("request", (request) => void (request.url().endsWith("-master.m3u8") ? request.abort() : request.continue()));
    await page.goto(watchPage);
    await play(page);
    if (!/-web\./.test(await source(page))) throw new Error(`it plays ${await source(page)}`);
    await until("pictures are shown", async () => (await frames(page)) > 5);
  },
};

const folder = await mkdtemp(path.join(os.tmpdir(), "kinora-firefox-"));
const failures: string[] = [];
let passed = 0;
let skipped = 0;
try {
  const dataDir = path.join(folder, "data");
  await runCommand(dataDir, ["migrate"]);
  const account = ["--username", creator.username, "--email", `${creator.username}@example.org`, "--role", "user"];
  await runCommand(dataDir, ["user", "create", ...account, "--password-stdin"], `${creator.password}\n`);
  const server = await startServer(dataDir);
  try {
    await runChecks(server.origin);
  } catch (error) {
    throw new Error(`the server's log:\n${server.log()}`, { cause: error });
  } finally {
    await server.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`Firefox: ${passed} passed, ${failures.length} failed, ${skipped} skipped`);
if (process.env["FIREFOX_RESULTS"]) await writeFile(process.env["FIREFOX_RESULTS"], `${passed} ${failures.length} ${skipped}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function runChecks(origin: string): Promise<void> {
  const browser = await launch();
  try {
    const clip = path.join(folder, "clip.mp4");
    await makeClip(clip, "mp4");
    const watchPage = await publish(origin, clip);
    for (const [name, check] of Object.entries(checks)) await runCheck(browser, name, (page) => check(page, watchPage));
    for (const { name, hasSound } of playableSamples) {
      const sample = sampleFile(name);
      if (sample === null) skipped += 1;
      else await runCheck(browser, `${name} plays`, async (page) => plays(hasSound)(page, await publish(origin, sample)));
    }
    if (skipped > 0) console.log("  -  the samples do not lie beside the project");
  } finally {
    await browser.close();
  }
}

async function runCheck(browser: Browser, name: string, check: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.createBrowserContext();
  try {
    await check(await context.newPage());
    passed += 1;
    console.log(`  ✓  ${name}`);
  } catch (error) {
    failures.push(name);
    console.log(`  ✘  ${name}\n`, error);
  } finally {
    await context.close();
  }
}

function plays(hasSound: boolean): Check {
  return async (page, watchPage) => {
    await page.goto(watchPage);
    await page.evaluate(() => ((document.querySelector("video") as HTMLVideoElement).loop = true));
    await play(page);
    await until("the stream is there", async () => (await source(page)).startsWith("blob:"));
    await until("pictures are shown", async () => (await frames(page)) > 5);
    if (!hasSound) return;
    // How much sound was decoded it does not tell, and without a sound card nothing can listen in; a stream whose sound was
    // left out has no sound at all.
    await until("it has sound", () => page.evaluate(() => (document.querySelector("video") as unknown as { mozHasAudio: boolean }).mozHasAudio));
  };
}

async function launch(): Promise<Browser> {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: process.env["FIREFOX"] ?? "/usr/bin/firefox-esr",
    headless: true,
    // Root's own home folder is none that Firefox would use for another user's profile.
    env: { ...process.env, HOME: folder },
    extraPrefsFirefox: { "media.autoplay.default": 0, "media.autoplay.blocking_policy": 0 },
  });
}

/** Uploads a film and answers the address where it is watched, as soon as there is a stream. */
async function publish(origin: string, file: string): Promise<string> {
  const signedIn = await fetch(`${origin}/sign-in`, {
    method: "POST",
    headers: { origin },
    body: new URLSearchParams({ ...creator, return_to: "/" }),
    redirect: "manual",
  });
  const cookie = signedIn.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  const form = new FormData();
  for (const [name, value] of [["title", path.basename(file)], ["description", ""], ["tags", ""], ["privacy", "public"]] as const) form.set(name, value);
  form.set("file", new Blob([await readFile(file)]), path.basename(file));
  const uploaded = await fetch(`${origin}/upload`, { method: "POST", headers: { origin, cookie }, body: form, redirect: "manual" });
  const progress = uploaded.headers.get("location");
  if (progress === null) throw new Error(`the upload was answered with ${uploaded.status}: ${await uploaded.text()}`);
  const text = async (address: string): Promise<string> => (await fetch(`${origin}${address}`, { headers: { cookie } })).text();
  await until("the video is ready", async () => (await text(progress)).includes("Your video is ready"));
  const watchPage = /"(\/w\/[^"]+)"/.exec(await text(progress))?.[1] ?? "";
  await until("its stream is made", async () => (await text(watchPage)).includes("-master.m3u8"));
  return origin + watchPage;
}

async function play(page: Page): Promise<void> {
  await page.focus("video");
  await page.keyboard.press(" ");
  await until("the player's time moves", () => page.evaluate(() => (document.querySelector("video")?.currentTime ?? 0) > 0.2));
}

async function source(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector("video")?.currentSrc ?? "");
}

async function frames(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelector("video")?.getVideoPlaybackQuality().totalVideoFrames ?? 0);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + within;
  while (Date.now() < deadline) {
    if (await isSo()) return;
    await sleep(100);
  }
  throw new Error(`${what}: not within ${within} ms`);
}
