// A front before a site that hands out the pages of videos in two pieces, with a wait before their player: a slow line.
import { once } from "node:events";
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import type { AddressInfo } from "node:net";

const player = '<turbo-frame id="player"';

export interface SlowFront {
  origin: string;
  stop(): void;
}

export async function startSlowFront(site: string, waitMs: number): Promise<SlowFront> {
  const front = createServer((incoming, outgoing) => pass(site, waitMs, incoming, outgoing)).listen(0, "127.0.0.1");
  await once(front, "listening");
  return {
    origin: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    stop: () => {
      front.close();
      front.closeAllConnections();
    },
  };
}

function pass(site: string, waitMs: number, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url } = incoming;
  const headers = { ...incoming.headers, host: new URL(site).host, "accept-encoding": "identity" };
  // The site knows one address of itself.
  if (incoming.headers.origin !== undefined) headers.origin = site;
  const passed = ask(`${site}${url}`, { method, headers }, async (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    if (!url?.startsWith("/w/") || !answer.headers["content-type"]?.startsWith("text/html")) {
      answer.pipe(outgoing);
      return;
    }
    const page = await text(answer);
    const at = Math.max(0, page.indexOf(player));
    outgoing.write(page.slice(0, at));
    await setTimeout(waitMs);
    outgoing.end(page.slice(at));
  });
  incoming.pipe(passed);
}
