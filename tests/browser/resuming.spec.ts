// Uploads that are cut off and go on: by our own page, and by a client of the protocol that knows nothing of us.
import { createHash } from "node:crypto";
import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Page, request } from "@playwright/test";
import * as tus from "tus-js-client";
import { creator, viewer } from "./support/people.ts";
import { startServer } from "./support/server.ts";
import { clip, expect, test } from "./support/test.ts";
import { roller, unsteadyLine } from "./support/unsteady.ts";
import { signIn, watchWhenReady } from "./support/visits.ts";

const mebibyte = 2 ** 20;

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "pieces are sent by scripts");

test("a cut connection is taken up again by itself", async ({ page, problems }) => {
  problems.expected.push(/ERR_/);
  let cuts = 0;
  const begins: string[] = [];
  await page.route("**/uploads/tus/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    begins.push(route.request().headers()["upload-offset"] ?? "");
    if (cuts >= 2) return route.continue();
    cuts += 1;
    return route.abort("connectionreset");
  });
  await signIn(page, viewer);
  await openUploadForm(page);
  await page.getByLabel("Video file").setInputFiles(clip());
  await page.getByLabel("Title").fill("Over a bad line");
  await page.getByRole("main").getByRole("button", { name: "Upload" }).click();
  await watchWhenReady(page);
  await expect(page.getByRole("heading", { level: 1, name: "Over a bad line" })).toBeVisible();
  expect(begins).toEqual(["0", "0", "0"]);
});

test("an upload goes on after the page was reloaded", async ({ page }, testInfo) => {
  const file = testInfo.outputPath("large.mp4");
  await writeFile(file, Buffer.alloc(20 * mebibyte, "no film "));
  const begins: number[] = [];
  let isHeld = true;
  await page.route("**/uploads/tus/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    begins.push(Number(route.request().headers()["upload-offset"]));
    // The first piece arrives, the second never leaves.
    if (isHeld && begins.length > 1) return;
    return route.continue();
  });
  page.on("dialog", (dialog) => void dialog.accept());
  await signIn(page, viewer);
  const send = async (): Promise<void> => {
    await openUploadForm(page);
    await page.getByLabel("Video file").setInputFiles(file);
    await page.getByRole("main").getByRole("button", { name: "Upload" }).click();
  };
  await send();
  await expect.poll(() => begins.length).toBe(2);
  await expect(page.getByText("40 %")).toBeVisible();
  isHeld = false;
  await send();
  await expect(page).toHaveURL(/\/uploads\/[0-9a-f-]{36}$/);
  expect(begins).toEqual([0, 8 * mebibyte, 8 * mebibyte, 16 * mebibyte]);
  await page.goto("/my/videos");
  await expect(page.getByRole("link", { name: "large", exact: true })).toHaveCount(1);
});

test("a file that is chosen before the script is there gives the title all the same", async ({ page }) => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/upload-form-*.js", async (route) => {
    await held;
    return route.continue();
  });
  await signIn(page, viewer);
  await page.goto("/upload");
  await page.getByLabel("Video file").setInputFiles({ name: "the_first.mp4", mimeType: "video/mp4", buffer: await readFile(clip()) });
  await expect(page.getByLabel("Title")).toHaveValue("");
  release();
  await expect(page.getByLabel("Title")).toHaveValue("the first");
});

test("several files go at once, and one can be paused and cancelled", async ({ page }) => {
  let isHeld = true;
  let held = (): void => undefined;
  const waiting = new Promise<void>((resolve) => (held = resolve));
  await page.route("**/uploads/tus/*", async (route) => {
    if (route.request().method() === "PATCH" && isHeld) return held();
    return route.continue();
  });
  await signIn(page, viewer);
  await openUploadForm(page);
  const [one, two] = [await readFile(clip(0)), await readFile(clip(1))];
  await page.getByLabel("Video file").setInputFiles([
    { name: "the_first.mp4", mimeType: "video/mp4", buffer: one },
    { name: "the second.mp4", mimeType: "video/mp4", buffer: two },
  ]);
  await expect(page.getByLabel("Title")).toBeDisabled();
  await page.getByRole("main").getByRole("button", { name: "Upload" }).click();
  await waiting;
  await page.getByRole("button", { name: "Pause the first" }).click();
  await expect(page.getByText("Paused.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel the second" }).click();
  await expect(page.getByRole("progressbar", { name: "Upload of the second" })).toHaveCount(0);
  isHeld = false;
  await page.getByRole("button", { name: "Go on the first" }).click();
  await page.getByRole("link", { name: "Open the first" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "the first" })).toBeVisible();
});

test("tus-js-client brings a film over a line that is cut nine times", async ({}, testInfo) => {
  const cuts = 9;
  const folder = testInfo.outputPath("data");
  await cp(path.join(path.dirname(clip()), "data"), folder, { recursive: true });
  // So that there is something to compare with.
  const config = testInfo.outputPath("kinora.toml");
  await writeFile(config, '[media]\nkeep_original = true\nladder = "off"\n');
  const site = await startServer(folder, { KINORA_CONFIG: config });
  const line = await unsteadyLine(site.origin, cuts, 4 * mebibyte, 7);
  try {
    const film = await largeFilm(24 * mebibyte);
    const client = await request.newContext({ baseURL: site.origin, extraHTTPHeaders: { Origin: site.origin } });
    await client.post("/sign-in", { form: { ...creator, return_to: "/" }, maxRedirects: 0 });
    const { cookies } = await client.storageState();
    const uuid = await bring(film, line.origin, new URL(site.origin).host, cookies, cuts);
    const ready = async (): Promise<string> => (await client.get(`/uploads/${uuid}`)).text();
    await expect.poll(ready, { timeout: 40_000 }).toContain("Your video is ready");
    await client.dispose();
    expect(line.cuts).toBe(cuts);
    expect(sha256(await readFile(path.join(folder, "incoming", uuid)))).toBe(sha256(film));
  } finally {
    line.close();
    await site.stop();
  }
});

test("tus-js-client brings a film with a token alone", async ({ baseURL }) => {
  const client = await request.newContext({ baseURL: baseURL ?? "" });
  const { client_id, client_secret } = (await (await client.get("/api/v1/oauth-clients/local")).json()) as Record<string, string>;
  const form = { client_id: client_id ?? "", client_secret: client_secret ?? "", grant_type: "password", ...viewer };
  const { access_token } = (await (await client.post("/api/v1/users/token", { form })).json()) as Record<string, string>;
  const film = await readFile(clip());
  const url = await new Promise<string>((resolve, reject) => {
    const upload: tus.Upload = new tus.Upload(film, {
      endpoint: `${baseURL}/uploads/tus`,
      chunkSize: Math.ceil(film.length / 3),
      headers: { Authorization: `Bearer ${access_token}` },
      metadata: { title: "By a token", filename: path.basename(clip()), privacy: "private" },
      onError: reject,
      onSuccess: () => resolve(upload.url ?? ""),
    });
    upload.start();
  });
  const video = async (): Promise<string> => {
    const headers = { Authorization: `Bearer ${access_token}` };
    const told = await client.get(`/api/v1/videos/${url.split("/").at(-1)}`, { headers });
    const { name, state } = (await told.json()) as { name: string; state: { label: string } };
    return `${name}: ${state.label}`;
  };
  await expect.poll(video, { timeout: 40_000 }).toBe("By a token: Published");
  await client.dispose();
});

/** Opens the form, and waits for the script that sends its files in pieces. */
async function openUploadForm(page: Page): Promise<void> {
  await page.goto("/upload");
  await expect(page.getByLabel("Video file")).toHaveAttribute("multiple");
}

/** Uploads as any client of the protocol would; answers the id of the upload. */
function bring(film: Buffer, origin: string, host: string, cookies: { name: string; value: string }[], cuts: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload: tus.Upload = new tus.Upload(film, {
      endpoint: `${origin}/uploads/tus`,
      chunkSize: 8 * mebibyte,
      retryDelays: Array.from({ length: 4 * cuts }, () => 100),
      metadata: { filename: path.basename(clip()), privacy: "private" },
      // The site knows itself by one address, and this is no page of its own.
      headers: { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "), Host: host, "Sec-Fetch-Site": "none" },
      onError: reject,
      onSuccess: () => resolve(upload.url?.split("/").at(-1) ?? ""),
    });
    upload.start();
  });
}

/** A clip that plays, with noise behind it that players pass over. */
async function largeFilm(bytes: number): Promise<Buffer> {
  const dice = roller(20_261_126);
  const noise = Uint8Array.from({ length: bytes }, () => Math.floor(256 * dice()));
  const isMatroska = clip().endsWith(".webm");
  const head = Buffer.alloc(isMatroska ? 9 : 8);
  if (isMatroska) {
    head.writeUInt16BE(0xec01, 0);
    head.writeUIntBE(bytes, 3, 6);
  } else {
    head.writeUInt32BE(bytes + 8, 0);
    head.write("free", 4, "ascii");
  }
  return Buffer.concat([await readFile(clip()), head, noise]);
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
