// `test` with what every browser test gets: a site of its own, and a watch on everything the browser complains about.
//
// A test fails, whatever it checks itself, when a page reports a breach of the content security policy, writes an error
// to the console, throws, asks another host for anything, or when the server answers 500 or above. What a test provokes
// on purpose it names with `problems.expected.push(/…/)`.
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { startServer, type Server } from "./server.ts";

export { expect };

export interface Problems {
  /** What this test causes on purpose. */
  expected: RegExp[];
  found: string[];
}

interface Fixtures {
  site: Server;
  problems: Problems;
  /** Opens a further browser for another person, watched like the first. */
  another: () => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  site: async ({}, use, testInfo) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "kinora-browser-"));
    await cp(path.join(template(), "data"), folder, { recursive: true });
    const server = await startServer(folder);
    await use(server);
    if (testInfo.status !== testInfo.expectedStatus) await testInfo.attach("server log", { body: server.log() });
    await server.stop().finally(() => rm(folder, { recursive: true, force: true }));
  },

  baseURL: async ({ site }, use) => use(site.origin),

  problems: [
    async ({}, use) => {
      const problems: Problems = { expected: [], found: [] };
      await use(problems);
      const unexpected = problems.found.filter((found) => !problems.expected.some((pattern) => pattern.test(found)));
      expect(unexpected, "what the browser complained about").toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, site, problems }, use) => {
    watch(context, site.origin, problems);
    await use(context);
  },

  another: async ({ browser, site, problems }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      contexts.push(context);
      watch(context, site.origin, problems);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

/** A clip that is not on the site yet. */
export function clip(index = 0): string {
  return path.join(template(), `clip-${index}.${process.env["KINORA_TEST_FORMAT"]}`);
}

function watch(context: BrowserContext, origin: string, { found }: Problems): void {
  context.on("console", (message) => {
    // Breaches of the content security policy arrive here too, with JavaScript and without.
    if (message.type() === "error") found.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => {
    const { stack, message } = error.error();
    // Chromium's own error page, shown where a frame is refused, runs scripts that may fail when it is left.
    if (!stack?.includes("(chrome-error://")) found.push(`script: ${stack ?? message}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 500) found.push(`${response.status()}: ${response.request().method()} ${response.url()}`);
  });
  context.on("request", (request) => {
    const url = request.url();
    const isOurs = url.startsWith(`${origin}/`) || /^(data|blob|about):/.test(url);
    if (!isOurs) found.push(`another host: ${url}`);
  });
}

export function template(): string {
  const folder = process.env["KINORA_TEST_TEMPLATE"];
  if (!folder) throw new Error("support/global-setup.ts did not run");
  return folder;
}
