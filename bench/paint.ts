// What bench/paint measures; it starts this.
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { chromium, type FullConfig } from "@playwright/test";
import setUp from "../tests/browser/support/global-setup.ts";
import { startServer } from "../tests/browser/support/server.ts";

const visits = Number(process.env["VISITS"] ?? 9);
const launchOptions = {
  ...(process.env["CHROMIUM"] ? { executablePath: process.env["CHROMIUM"] } : {}),
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
};

interface Visit {
  /** Milliseconds from the moment at which the address was opened. */
  firstPaint: number;
  largestPaint: number;
  /** With the player told to play as soon as it is there, as by somebody who waits for it. */
  firstFrame: number;
}

const cleanUp = await setUp({ projects: [{ use: { launchOptions } }] } as unknown as FullConfig);
const folder = await mkdtemp(path.join(os.tmpdir(), "kinora-paint-"));
await cp(path.join(process.env["KINORA_TEST_TEMPLATE"] ?? "", "data"), folder, { recursive: true });
const server = await startServer(folder, { RUST_LOG: "error" });
try {
  const list = await (await fetch(`${server.origin}/?tab=newest`)).text();
  const address = server.origin + (/"(\/w\/[^"]+)"/.exec(list)?.[1] ?? "/");
  // The first visit warms the server, not the browser.
  await visit(address);
  const found: Visit[] = [];
  while (found.length < visits) found.push(await visit(address));
  console.log(`\n${visits} visits of a cold Chromium to ${process.env["KINORA_BIN"]}, ${os.cpus().length} processors: median (quickest, slowest)`);
  report("first contentful paint", found, ({ firstPaint }) => firstPaint);
  report("largest contentful paint", found, ({ largestPaint }) => largestPaint);
  report("first frame of the film", found, ({ firstFrame }) => firstFrame);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  await cleanUp();
}

async function visit(address: string): Promise<Visit> {
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(() => {
      const found: Record<string, number> = {};
      Object.assign(window, { found });
      const watch = (type: string, name: string): void => {
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
          if (type !== "paint" || entry.name === "first-contentful-paint") found[name] = entry.startTime;
        })).observe({ type, buffered: true });
      };
      watch("paint", "firstPaint");
      watch("largest-contentful-paint", "largestPaint");
      addEventListener("DOMContentLoaded", () => {
        const video = document.querySelector("video");
        if (video === null) return;
        video.muted = true;
        video.requestVideoFrameCallback((now) => (found["firstFrame"] = now));
        video.play().catch(() => undefined);
      });
    });
    await page.goto(address);
    await page.waitForFunction(() => {
      const { found } = window as unknown as { found: Record<string, number> };
      return found["firstFrame"] !== undefined && found["firstPaint"] !== undefined && found["largestPaint"] !== undefined;
    });
    return await page.evaluate(() => (window as unknown as { found: Visit }).found);
  } finally {
    await browser.close();
  }
}

function report(name: string, found: Visit[], of: (visit: Visit) => number): void {
  const times = found.map(of).sort((one, other) => one - other);
  const at = (place: number): string => `${Math.round(times[place] ?? NaN)} ms`;
  console.log(`${name.padEnd(26)}${at(Math.floor(times.length / 2))} (${at(0)}, ${at(times.length - 1)})`);
}
