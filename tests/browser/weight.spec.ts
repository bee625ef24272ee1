// What a watch page weighs before its pictures and its film.
import type { Page, Request } from "@playwright/test";
import { creator, videos } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { comment, openVideo, signIn } from "./support/visits.ts";

const most = { bytes: 60_000, requests: 12 };

test("a watch page is light", async ({ another }) => {
  const mila = await another();
  await signIn(mila, creator);
  await openVideo(mila, videos[0].title);
  for (let number = 1; number <= 5; number += 1) await comment(mila, `What number ${number} of these people has to say about it.`);

  const stranger = await another();
  const parts = await partsOf(stranger, mila.url());

  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const table = parts.map((part) => `${String(part.bytes).padStart(7)}  ${part.name}`).join("\n");
  test.info().annotations.push({ type: "weight", description: `${bytes} bytes in ${parts.length} requests\n${table}` });
  expect(bytes, table).toBeLessThanOrEqual(most.bytes);
  expect(parts.length, table).toBeLessThanOrEqual(most.requests);
});

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
