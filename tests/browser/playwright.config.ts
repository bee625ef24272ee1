// The browser tests: the real binary, a real browser, each test twice, with JavaScript and without.
// `bin/test browser` builds the binary and finds the browser; see support/test.ts for what every test gets.
import { defineConfig } from "@playwright/test";

const results = process.env["BROWSER_RESULTS"];

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  globalSetup: "./support/global-setup.ts",
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  workers: 2,
  // A test that passes only at the second try has found something.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: results ? [["list"], ["json", { outputFile: results }]] : [["list"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      ...(process.env["CHROMIUM"] ? { executablePath: process.env["CHROMIUM"] } : {}),
      // No sandbox, because that is the only way root and most containers can run it; it sees our own pages alone.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "with JavaScript", use: { javaScriptEnabled: true }, teardown: "the HTML of every page" },
    // axe is itself a script, and the pages it looks at are the same; the arrow keys move the focus by a script.
    { name: "without JavaScript", use: { javaScriptEnabled: false }, testIgnore: ["every-page.spec.ts", "television.spec.ts"] },
    { name: "the HTML of every page", testMatch: "html.teardown.ts" },
  ],
});
