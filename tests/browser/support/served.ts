// The HTML of the pages that every-page.spec.ts visited, as the server sent it, until html.teardown.ts has all of it checked.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { template } from "./test.ts";

export function servedPages(): string {
  return path.join(template(), "served");
}

/** `name` says whose page it is, for the messages. */
export async function keepServed(name: string, html: string): Promise<void> {
  await mkdir(servedPages(), { recursive: true });
  await writeFile(path.join(servedPages(), `${encodeURIComponent(name)}.html`), html);
}
