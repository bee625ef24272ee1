// The Nu HTML checker reads every page that every-page.spec.ts visited. Its Java starts slowly, so it runs once, at the end.
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { servedPages } from "./support/served.ts";

const checker = path.resolve(import.meta.dirname, "../../node_modules/vnu-jar/build/dist/vnu.jar");

interface Message {
  type: string;
  url: string;
  lastLine: number;
  message: string;
  extract?: string;
}

test("the Nu HTML checker finds no error on any page", async () => {
  test.skip(!existsSync(servedPages()), "No page was looked at in this run.");
  test.setTimeout(180_000);
  const pages = readdirSync(servedPages()).map((name) => path.join(servedPages(), name));

  const errors = (await check(pages)).filter((message) => message.type !== "info" && !isNewerThanTheChecker(message));

  expect(errors.map(inWords)).toEqual([]);
});

/** `rel=expect` is HTML (4.6.8, link types) and makes no sense without `blocking`; the checker knows it of style sheets alone. */
function isNewerThanTheChecker({ message, extract }: Message): boolean {
  return message.startsWith("A “link” element with a “blocking” attribute") && extract?.includes('rel="expect"') === true;
}

function inWords({ url, lastLine, message, extract }: Message): string {
  return `${decodeURIComponent(decodeURIComponent(path.basename(url, ".html")))}, line ${lastLine}: ${message}\n  ${extract ?? ""}`;
}

/** It ends with another status than 0 where it has errors to report; what it reports is what counts. */
async function check(pages: string[]): Promise<Message[]> {
  const report = await new Promise<string>((resolve, reject) => {
    const options = ["-jar", checker, "--format", "json", "--stdout", "--exit-zero-always", ...pages];
    execFile("java", options, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
  return (JSON.parse(report) as { messages: Message[] }).messages;
}
