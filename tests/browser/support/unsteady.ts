// A line that breaks: everything passes, until so many bytes have gone to the server; then that connection is cut.
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface UnsteadyLine {
  origin: string;
  cuts: number;
  close(): void;
}

/** Cuts `cuts` connections, each after a number of bytes below `atMost` that follows from the seed. */
export async function unsteadyLine(target: string, cuts: number, atMost: number, seed: number): Promise<UnsteadyLine> {
  const { hostname, port } = new URL(target);
  const dice = roller(seed);
  const open = new Set<Socket>();
  let left = Math.floor(dice() * atMost);
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const cut = (): void => void (near.destroy(), far.destroy());
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", cut).on("close", () => (cut(), open.delete(socket)));
    }
    near.on("data", (bytes: Buffer) => {
      left -= bytes.length;
      if (left >= 0 || line.cuts >= cuts) {
        if (!far.write(bytes)) (near.pause(), far.once("drain", () => near.resume()));
        return;
      }
      line.cuts += 1;
      left = Math.floor(dice() * atMost);
      cut();
    });
    far.pipe(near);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const line: UnsteadyLine = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: 0,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
  return line;
}

/** Mulberry32: numbers from 0 to 1 that are the same for the same seed. */
export function roller(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
