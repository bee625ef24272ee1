// An object store for one test: s3s-fs on a port and a folder of its own, and before it what it lacks, the answers that
// let a page of another origin read from a bucket and put parts into it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./server.ts";

const bucket = "films";
const keys = { access: "KINORATESTKEY", secret: "a secret of the tests alone" };

export interface ObjectStore {
  origin: string;
  /** What a site needs to know to keep its files here. */
  settings: Record<string, string>;
  /** Requests of browsers, as "PUT 200". */
  seen: string[];
  stop(): Promise<void>;
}

export const objectStoreProgram = process.env["KINORA_TEST_S3S_FS"];

export async function startObjectStore(program: string): Promise<ObjectStore> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "kinora-bucket-"));
  await mkdir(path.join(folder, bucket));
  const port = await freePort();
  const options = ["--host", "127.0.0.1", "--port", String(port), "--access-key", keys.access, "--secret-key", keys.secret];
  const store = spawn(program, [...options, folder], { stdio: "ignore" });
  await untilItAnswers(port);
  const seen: string[] = [];
  const front = createServer((incoming, outgoing) => pass(port, incoming, outgoing, seen)).listen(0, "127.0.0.1");
  await once(front, "listening");
  const origin = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  return {
    origin,
    settings: {
      KINORA_STORAGE_KIND: "s3",
      KINORA_STORAGE_BUCKET: bucket,
      KINORA_STORAGE_ENDPOINT: origin,
      KINORA_STORAGE_ACCESS_KEY: keys.access,
      KINORA_STORAGE_SECRET_KEY: keys.secret,
    },
    seen,
    stop: async () => {
      front.close();
      front.closeAllConnections();
      const ended = once(store, "exit");
      store.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// What operators are told to set for their bucket.
function pass(port: number, incoming: IncomingMessage, outgoing: ServerResponse, seen: string[]): void {
  const fromPage = incoming.headers.origin;
  const allowed = fromPage === undefined ? {} : { "access-control-allow-origin": fromPage, "access-control-expose-headers": "ETag" };
  if (incoming.method === "OPTIONS") {
    const rules = { "access-control-allow-methods": "GET, HEAD, PUT", "access-control-allow-headers": "Range, Content-Type" };
    outgoing.writeHead(204, { ...allowed, ...rules }).end();
    return;
  }
  const { method, url, headers } = incoming;
  const passed = ask({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
    if (headers["user-agent"]?.includes("Mozilla")) seen.push(`${method} ${answer.statusCode}`);
    outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...allowed });
    answer.pipe(outgoing);
  });
  passed.on("error", () => outgoing.destroy());
  incoming.pipe(passed);
}

async function untilItAnswers(port: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const socket = connect(port, "127.0.0.1");
    const answered = await Promise.race([once(socket, "connect").then(() => true), once(socket, "close").then(() => false)]).catch(() => false);
    socket.destroy();
    if (answered) return;
    await sleep(50);
  }
  throw new Error("the object store did not start");
}
