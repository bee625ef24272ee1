// Another site: one page of HTML at another host's name, for what is shown within it.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Elsewhere {
  origin: string;
  /** What its page says from now on. */
  show(body: string): void;
  stop(): void;
}

export async function startElsewhere(): Promise<Elsewhere> {
  let body = "";
  const server = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    answer.end(`<!doctype html><html lang="en"><title>Elsewhere</title><link rel="icon" href="data:,"><body>${body}</body></html>`);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    // To a browser it is another site than 127.0.0.1, not only another port.
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    show: (html) => (body = html),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
