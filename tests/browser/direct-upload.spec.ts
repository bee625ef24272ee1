// A site that keeps its files in a bucket: the browser puts the file there and plays it from there.
import { appendFile, cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { makeClip } from "./support/clips.ts";
import { objectStoreProgram, startObjectStore } from "./support/object-store.ts";
import { creator } from "./support/people.ts";
import { startServer } from "./support/server.ts";
import { template } from "./support/test.ts";
import { signIn, upload, watchWhenReady } from "./support/visits.ts";

test.skip(objectStoreProgram === undefined, "KINORA_TEST_S3S_FS names no object store; bin/test builds one");

test("a file goes straight into the bucket and comes from there", async ({ browser, javaScriptEnabled = true }) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "kinora-browser-"));
  await cp(path.join(template(), "data"), path.join(folder, "data"), { recursive: true });
  const store = await startObjectStore(objectStoreProgram ?? "");
  const site = await startServer(path.join(folder, "data"), store.settings);
  const context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) complaints.push(message.text());
    });
    await signIn(page, creator);
    await upload(page, { title: "Far away", file: await largeClip(folder) });
    await watchWhenReady(page);
    // Without JavaScript the form goes through the site, as it does everywhere.
    const parts = store.seen.filter((request) => request === "PUT 200");
    expect(parts).toHaveLength(javaScriptEnabled ? 2 : 0);
    await expect.poll(() => store.seen.some((request) => request.startsWith("GET 20"))).toBe(true);
    expect(store.seen.filter((request) => !/ 20[06]$/.test(request))).toEqual([]);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
    await site.stop();
    await store.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

/** A clip with so much behind it that it takes two parts; a box called "free" is skipped by whoever reads it. */
async function largeClip(folder: string): Promise<string> {
  const file = path.join(folder, "far.mp4");
  await makeClip(file, "mp4");
  const box = Buffer.alloc(12_000_000);
  box.writeUInt32BE(box.length, 0);
  box.write("free", 4);
  await appendFile(file, box);
  return file;
}
