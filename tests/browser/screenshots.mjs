// Photographs a demonstration site for docs/screenshots: six pages, wide and narrow, light and dark.
//
//   KINORA_BIN=target/release/kinora CHROMIUM=/usr/bin/chromium node tests/browser/screenshots.mjs [FOLDER]
//
// The files are named {page}-{width}-{scheme}.png and have 192 colours, which keeps them small. The site lives in a
// temporary folder and is gone afterwards.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";
import { runCommand, startServer } from "./support/server.ts";
import { signIn } from "./support/visits.ts";

const run = promisify(execFile);
const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, "../../docs/screenshots"));
const photographer = { username: "robin", password: "a lens cap and a tripod 5" };
const screens = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

const dataDir = await mkdtemp(path.join(os.tmpdir(), "kinora-screenshots-"));
try {
  await runCommand(dataDir, ["migrate"]);
  await runCommand(dataDir, ["demo"]);
  await runCommand(
    dataDir,
    ["user", "create", "--username", photographer.username, "--email", "robin@example.org", "--role", "administrator", "--password-stdin"],
    `${photographer.password}\n`,
  );
  const server = await startServer(dataDir);
  try {
    await mkdir(folder, { recursive: true });
    await photograph(server.origin);
  } finally {
    await server.stop();
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

async function photograph(origin) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
  try {
    const context = await browser.newContext({ baseURL: origin, reducedMotion: "reduce" });
    const page = await context.newPage();
    await signIn(page, photographer);
    for (const [name, url] of Object.entries(await pagesOf(page))) await photographPage(page, name, url);
  } finally {
    await browser.close();
  }
}

/** The watch page is that of the video that is watched most, because there is most to see below it. */
async function pagesOf(page) {
  await page.goto("/search?q=the&sort=views");
  const card = page.getByRole("region", { name: "Videos" }).getByRole("article").first();
  const watch = await card.getByRole("heading").getByRole("link").getAttribute("href");
  await page.goto(watch);
  const channel = await page.getByRole("main").locator('a[href^="/c/"]').first().getAttribute("href");
  const search = await page.getByRole("list", { name: "Tags" }).getByRole("link").first().getAttribute("href");
  return { home: "/", watch, channel, upload: "/upload", search, admin: "/admin" };
}

async function photographPage(page, name, url) {
  for (const screen of screens) {
    await page.setViewportSize(screen);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.goto(url, { waitUntil: "networkidle" });
      await page.evaluate(playersAreReady);
      const photograph = path.join(dataDir, "photograph.png");
      await page.screenshot({ path: photograph });
      await reduce(photograph, path.join(folder, `${name}-${screen.width}-${colorScheme}.png`));
    }
  }
}

/** Runs in the page: until the posters of its players are there, which is all they show before they play. */
async function playersAreReady() {
  for (const { poster } of document.querySelectorAll("video[poster]")) {
    const picture = new Image();
    picture.src = poster;
    await picture.decode();
  }
}

async function reduce(from, to) {
  const palette = "split[image][colours];[colours]palettegen=max_colors=192:reserve_transparent=0[palette];[image][palette]paletteuse=dither=none";
  await run("ffmpeg", [
    ...["-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-i", from],
    ...["-vf", palette, "-compression_level", "9", to],
  ]);
}
