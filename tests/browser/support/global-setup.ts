// Makes one site with people and videos on it, once; every test then starts on a copy of its data folder.
// Hands on by environment: KINORA_TEST_TEMPLATE, the folder with `data/` and the clips, and KINORA_TEST_FORMAT.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, request, type APIRequestContext, type FullConfig } from "@playwright/test";
import { makeClip, type ClipFormat } from "./clips.ts";
import { creator, people, videos } from "./people.ts";
import { runCommand, startServer } from "./server.ts";

const processedWithin = 60_000;

export default async function setUp(config: FullConfig): Promise<() => Promise<void>> {
  const template = await mkdtemp(path.join(os.tmpdir(), "kinora-browser-"));
  try {
    const format = await playableFormat(config);
    process.env["KINORA_TEST_TEMPLATE"] = template;
    process.env["KINORA_TEST_FORMAT"] = format;
    await makeClips(template, format);
    await makeSite(path.join(template, "data"), template, format);
  } catch (error) {
    await rm(template, { recursive: true, force: true });
    throw error;
  }
  return () => rm(template, { recursive: true, force: true });
}

/** Not every build of Chromium plays H.264. */
async function playableFormat(config: FullConfig): Promise<ClipFormat> {
  const browser = await chromium.launch(config.projects[0]?.use.launchOptions);
  try {
    const page = await browser.newPage();
    const answer = await page.evaluate(() =>
      document.createElement("video").canPlayType('video/mp4; codecs="avc1.64001e, mp4a.40.2"'),
    );
    return answer === "" ? "webm" : "mp4";
  } finally {
    await browser.close();
  }
}

async function makeClips(folder: string, format: ClipFormat): Promise<void> {
  for (const index of videos.keys()) await makeClip(path.join(folder, `clip-${index}.${format}`), format, index * 90);
}

async function makeSite(dataDir: string, clips: string, format: ClipFormat): Promise<void> {
  await runCommand(dataDir, ["migrate"]);
  for (const { username, password, role } of people) {
    const options = ["--username", username, "--email", `${username}@example.org`, "--role", role];
    await runCommand(dataDir, ["user", "create", ...options, "--password-stdin"], `${password}\n`);
  }
  const server = await startServer(dataDir);
  const client = await request.newContext({ baseURL: server.origin, extraHTTPHeaders: { Origin: server.origin } });
  try {
    await client.post("/sign-in", { form: { ...creator, return_to: "/" }, maxRedirects: 0 });
    for (const [index, video] of videos.entries()) {
      await uploadAndWait(client, video, path.join(clips, `clip-${index}.${format}`));
    }
  } catch (error) {
    throw new Error(`the site for the tests could not be made; the server's log:\n${server.log()}`, { cause: error });
  } finally {
    await client.dispose();
    await server.stop();
  }
}

async function uploadAndWait(client: APIRequestContext, video: (typeof videos)[number], clip: string): Promise<void> {
  const file = { name: path.basename(clip), mimeType: "video/mp4", buffer: await readFile(clip) };
  const answer = await client.post("/upload", { multipart: { ...video, privacy: "public", file }, maxRedirects: 0 });
  const progressPage = answer.headers()["location"];
  if (answer.status() !== 303 || !progressPage) {
    throw new Error(`uploading "${video.title}" was answered with ${answer.status()}:\n${await answer.text()}`);
  }
  const ready = await untilPageHas(client, progressPage, "Your video is ready");
  const watchPage = /"(\/w\/[^"]+)"/.exec(ready)?.[1] ?? "";
  // Or every test would begin with making the streams.
  await untilPageHas(client, watchPage, "-master.m3u8");
}

async function untilPageHas(client: APIRequestContext, path: string, words: string): Promise<string> {
  const deadline = Date.now() + processedWithin;
  while (Date.now() < deadline) {
    const page = await (await client.get(path)).text();
    if (page.includes(words)) return page;
    await sleep(100);
  }
  throw new Error(`${path} did not say "${words}" within ${processedWithin} ms`);
}
