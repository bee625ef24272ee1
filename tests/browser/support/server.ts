// Starts and stops the binary under test, each time on a port and a data folder of its own.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const projectRoot = path.resolve(import.meta.dirname, "../../..");
const binary = path.resolve(process.env["KINORA_BIN"] ?? path.join(projectRoot, "target/debug/kinora"));
const startWithin = 20_000;
const stopWithin = 10_000;

export interface Server {
  origin: string;
  /** What it has written to its log so far. */
  log(): string;
  stop(): Promise<void>;
}

export async function startServer(dataDir: string, settings: Record<string, string> = {}): Promise<Server> {
  const port = await freePort();
  const server = spawn(binary, ["serve"], { ...surroundings(dataDir, port, settings), stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (log += text));
  }
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(server, origin, () => log);
  return { origin, log: () => log, stop: () => stop(server) };
}

/** Runs one command to its end, with `input` as its standard input, and gives back what it printed. */
export async function runCommand(dataDir: string, args: string[], input = ""): Promise<string> {
  const command = spawn(binary, args, { ...surroundings(dataDir, 0), stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  for (const stream of [command.stdout, command.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  command.stdin.end(input);
  const [code] = (await once(command, "close")) as [number | null];
  if (code !== 0) throw new Error(`kinora ${args.join(" ")} ended with ${code}:\n${output}`);
  return output;
}

async function untilReady(server: ChildProcess, origin: string, log: () => string): Promise<void> {
  const deadline = Date.now() + startWithin;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`kinora serve ended with ${server.exitCode}:\n${log()}`);
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(50);
  }
  server.kill("SIGKILL");
  throw new Error(`kinora serve was not ready after ${startWithin} ms:\n${log()}`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  const inTime = await Promise.race([ended.then(() => true), sleep(stopWithin, false)]);
  if (inTime) return;
  server.kill("SIGKILL");
  await ended;
  throw new Error(`kinora serve did not stop within ${stopWithin} ms of being asked to`);
}

/** Neither the machine's own settings nor a configuration file in the project reach the site under test. */
function surroundings(dataDir: string, port: number, more: Record<string, string> = {}): { cwd: string; env: NodeJS.ProcessEnv } {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("KINORA_"));
  const settings = { KINORA_LISTEN: `127.0.0.1:${port}`, KINORA_DATA_DIR: dataDir, RUST_LOG: "info", ...more };
  return { cwd: os.tmpdir(), env: { ...Object.fromEntries(inherited), ...settings } };
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
