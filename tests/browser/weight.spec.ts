// What a watch page weighs before its pictures and its film.
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Page, Request } from "@playwright/test";
import { creator, videos, viewer, type Person } from "./support/people.ts";
import { runCommand, startServer } from "./support/server.ts";
import { clip, expect, test } from "./support/test.ts";
import { addCaptions, comment, openVideo, signIn, typeChapters, upload, upNext, watchWhenReady } from "./support/visits.ts";

const most = { bytes: 60_000, requests: 12 };

test("a watch page is light", async ({ another }) => {
  const mila = await another();
  await signIn(mila, creator);
  await openVideo(mila, videos[0].title);
  for (let number = 1; number <= 5; number += 1) await comment(mila, `What number ${number} of these people has to say about it.`);

  await expectToBeLight(await another(), mila.url());
});

test.describe("on a site where much is going on", () => {
  // A site of its own, for it has hundreds of videos.
  test.use({
    site: async ({}, use) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), "kinora-browser-"));
      await runCommand(folder, ["migrate"]);
      await runCommand(folder, ["bench", "seed", "--videos", "200"]);
      for (const person of [creator, viewer]) await makeAccount(folder, person);
      const server = await startServer(folder);
      await use(server);
      await server.stop().finally(() => rm(folder, { recursive: true, force: true }));
    },
  });

  test("a watch page with all that may be on it is light", async ({ another }) => {
    test.slow();
    const mila = await another();
    await signIn(mila, creator);
    const description = `How **we** did it, from https://example.org/notes on.\n\n${"A long description has many words in it. ".repeat(12)}\n\nMore at 0:03.`;
    await upload(mila, { title: "Everything at once", description, tags: "sea, boats, morning", file: clip() });
    await watchWhenReady(mila);
    const address = mila.url();
    await mila.getByRole("link", { name: "Edit" }).click();
    await typeChapters(mila, mila.url(), "0:00 Casting off\n0:02 Out at sea\n0:04 Home again");
    await mila.goto(address);
    await mila.getByRole("link", { name: "Edit" }).click();
    await addCaptions(mila, mila.url(), "en", "The boats leave before the sun is up.");

    const noor = await another();
    await signIn(noor, viewer);
    for (let number = 1; number <= 20; number += 1) {
      const said = await say(mila, address, `This is thing number ${number} that there is to say about **it**, see 0:0${number % 6}.`);
      if (number % 4 === 0) await say(noor, address, `An answer to number ${number}, which is not quite right.`, said);
    }

    const stranger = await another();
    await expectToBeLight(stranger, address);
    expect(await upNext(stranger)).toHaveLength(20);
    await expect(stranger.locator("article.comment")).toHaveCount(25);
    await expect(stranger.locator(".chapter")).toHaveCount(3);
  });
});

async function makeAccount(folder: string, { username, password }: Person): Promise<void> {
  const options = ["--username", username, "--email", `${username}@example.org`, "--role", "user", "--password-stdin"];
  await runCommand(folder, ["user", "create", ...options], `${password}\n`);
}

/** Posts a comment, or an answer to another, and gives back its id. */
async function say(page: Page, address: string, body: string, parent?: string): Promise<string> {
  const answer = await page.request.post(`${address}/comments`, {
    form: parent === undefined ? { body } : { body, parent_id: parent },
    headers: { Origin: new URL(address).origin },
    maxRedirects: 0,
  });
  const refused = /role="alert">(.*)/.exec(await answer.text());
  expect(answer.status(), refused?.[1]).toBe(303);
  return /#comment-([0-9a-f-]{36})/.exec(answer.headers()["location"] ?? "")?.[1] ?? "";
}

async function expectToBeLight(page: Page, address: string): Promise<void> {
  const parts = await partsOf(page, address);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const table = parts.map((part) => `${String(part.bytes).padStart(7)}  ${part.name}`).join("\n");
  test.info().annotations.push({ type: "weight", description: `${bytes} bytes in ${parts.length} requests\n${table}` });
  expect(bytes, table).toBeLessThanOrEqual(most.bytes);
  expect(parts.length, table).toBeLessThanOrEqual(most.requests);
}

interface Part {
  name: string;
  bytes: number;
}

/** Everything that is loaded with the page, as it came over the line, but pictures, films and what only a stream needs. */
async function partsOf(page: Page, address: string): Promise<Part[]> {
  const requests: Request[] = [];
  page.on("requestfinished", (request) => requests.push(request));
  await page.goto(address, { waitUntil: "networkidle" });
  const parts = requests.filter((request) => {
    const { pathname } = new URL(request.url());
    return request.resourceType() !== "image" && !pathname.startsWith("/m/") && !/\/engine-[^/]*\.js$/.test(pathname);
  });
  return Promise.all(
    parts.map(async (request) => ({ name: new URL(request.url()).pathname, bytes: (await request.sizes()).responseBodySize })),
  );
}
