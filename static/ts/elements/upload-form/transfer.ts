// One file on its way: begun or found again, sent piece by piece, tried again after a cut, paused, cancelled.
import { Interrupted, Refused, create, offsetOf, remove, sendPiece } from "./tus.ts";

const pieceBytes = 8 * 1024 * 1024;
const longestWaitSeconds = 30;

/** Who is told how it goes. */
export interface Watcher {
  began(offset: number): void;
  progressed(sent: number): void;
  waits(seconds: number): void;
  finished(page: string): void;
  refused(refusal: Refused): void;
}

export class Transfer {
  // Raised by whatever ends the present attempt, which then does nothing more.
  private turn = 0;
  private address: string | undefined;
  private request: XMLHttpRequest | undefined;

  constructor(
    readonly file: File,
    private readonly metadata: Record<string, string>,
    private readonly watcher: Watcher,
  ) {}

  start(): void {
    void this.run(++this.turn);
  }

  pause(): void {
    this.turn += 1;
    this.request?.abort();
  }

  async cancel(): Promise<void> {
    this.pause();
    const address = this.address ?? stored(this.file);
    forget(this.file);
    // The server may still be letting go of the piece that was cut off.
    for (let tries = 0; address !== undefined && tries < 10; tries += 1) {
      try {
        await remove(address);
        return;
      } catch (error) {
        if (!(error instanceof Interrupted)) return;
        await seconds(0.5);
      }
    }
  }

  private async run(turn: number): Promise<void> {
    let failures = 0;
    while (turn === this.turn) {
      try {
        let offset = await this.begin();
        if (turn !== this.turn) return;
        this.watcher.began(offset);
        while (offset < this.file.size) {
          offset = await this.send(offset);
          if (turn !== this.turn) return;
          failures = 0;
          this.watcher.progressed(offset);
        }
        this.finish();
        return;
      } catch (error) {
        if (turn !== this.turn) return;
        if (error instanceof Interrupted) {
          failures += 1;
          const wait = Math.min(longestWaitSeconds, 2 ** failures / 4) * (0.75 + Math.random() / 2);
          this.watcher.waits(wait);
          await secondsOrOnline(wait);
        } else {
          this.refuse(error);
          return;
        }
      }
    }
  }

  /** Where to go on: at the beginning of a new upload, or where an earlier one of the same file stopped. */
  private async begin(): Promise<number> {
    if (this.address !== undefined) return offsetOf(this.address);
    const earlier = stored(this.file);
    if (earlier !== undefined) {
      try {
        const offset = await offsetOf(earlier);
        if (offset < this.file.size) {
          this.address = earlier;
          return offset;
        }
      } catch (error) {
        if (!(error instanceof Refused && error.isGone)) throw error;
      }
      forget(this.file);
    }
    this.address = await create(this.file, this.metadata);
    remember(this.file, this.address);
    return 0;
  }

  private async send(offset: number): Promise<number> {
    const piece = this.file.slice(offset, offset + pieceBytes);
    this.request = new XMLHttpRequest();
    return sendPiece(this.request, this.address ?? "", offset, piece, (sent) => this.watcher.progressed(offset + sent));
  }

  private finish(): void {
    forget(this.file);
    this.watcher.finished((this.address ?? "").replace("/tus/", "/"));
  }

  private refuse(error: unknown): void {
    const refusal = error instanceof Refused ? error : new Refused("The file could not be read. Choose it again.");
    if (refusal.isGone) forget(this.file);
    this.watcher.refused(refusal);
  }
}

function fingerprint(file: File): string {
  return `upload ${file.name} ${file.size} ${file.lastModified}`;
}

// Where nothing may be stored, an upload goes on after a cut but not after a reload.
function stored(file: File): string | undefined {
  try {
    return localStorage.getItem(fingerprint(file)) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(file: File, address: string): void {
  try {
    localStorage.setItem(fingerprint(file), address);
  } catch {
    return;
  }
}

function forget(file: File): void {
  try {
    localStorage.removeItem(fingerprint(file));
  } catch {
    return;
  }
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000 * count));
}

function secondsOrOnline(count: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, 1000 * count);
    addEventListener("online", done);
  });
}
