// From the progressive file, which every browser plays, to the HLS stream, and back where the stream cannot be played:
// always at the same moment, playing or paused as it was. Nothing is loaded before `begin`.
import { savesData } from "./browser.ts";
import type { Engine } from "./engine.ts";

export interface StreamListener {
  /** These qualities can be chosen from now on. */
  onQualities(qualities: number[]): void;
  onQuality(quality: number): void;
  /** The file plays instead. */
  onBroken(): void;
}

/** What a switch must not change. */
interface Moment {
  seconds: number;
  isPlaying: boolean;
  rate: number;
}

export class Stream {
  private engine: Engine | undefined;
  private quality: number | undefined;
  /** What is to be restored as soon as the new source is there. */
  private pending: Moment | undefined;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly listener: StreamListener,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => this.engine?.close());
  }

  /** Has the engine loaded, for somebody who is about to play. */
  static prepare(): void {
    if (!playsNatively()) void load();
  }

  /** Plays this from now on. Settles when that is decided, one way or the other. */
  async begin(address: string): Promise<void> {
    if (playsNatively()) {
      this.playNatively(address);
      return;
    }
    const engine = await load();
    // Without it, as when the site was renewed meanwhile, the file that already plays goes on playing.
    if (engine === undefined || this.signal.aborted) return;
    const before = this.engine;
    await new Promise<void>((settle) => {
      this.engine = engine.open(this.video, address, savesData(), {
        onReady: (qualities) => {
          this.takeOver(qualities, before);
          settle();
        },
        onQuality: (quality) => this.listener.onQuality(quality),
        onBroken: () => {
          before?.close();
          this.fallBack();
          settle();
        },
      });
      if (this.engine === undefined) settle();
    });
  }

  choose(quality: number | undefined): void {
    this.quality = quality;
    this.engine?.choose(quality);
  }

  private takeOver(qualities: number[], before: Engine | undefined): void {
    const { engine, quality } = this;
    if (engine === undefined) return;
    const moment = this.moment();
    // Both at once, or the file would be loaded in between.
    before?.close();
    engine.attach(moment.seconds);
    this.resume(moment);
    if (quality !== undefined) engine.choose(quality);
    this.listener.onQualities(qualities);
  }

  private playNatively(address: string): void {
    const moment = this.moment();
    this.video.addEventListener("error", () => this.fallBack(), { once: true, signal: this.signal });
    this.video.src = address;
    this.resume(moment);
  }

  private fallBack(): void {
    const moment = this.moment();
    this.engine?.close();
    this.engine = undefined;
    this.listener.onBroken();
    // The address of the file stands in a <source>, which counts as soon as there is no src.
    this.video.removeAttribute("src");
    this.video.load();
    this.resume(moment);
  }

  private moment(): Moment {
    const { currentTime, paused, ended, playbackRate } = this.video;
    return this.pending ?? { seconds: currentTime, isPlaying: !paused && !ended, rate: playbackRate };
  }

  private resume(moment: Moment): void {
    const { video, signal } = this;
    this.pending = moment;
    const restore = (): void => {
      this.pending = undefined;
      video.playbackRate = moment.rate;
      if (Math.abs(video.currentTime - moment.seconds) > 0.3) video.currentTime = moment.seconds;
    };
    video.addEventListener("loadedmetadata", restore, { once: true, signal });
    // A browser that wants to be asked first leaves it paused.
    if (moment.isPlaying) video.play().catch(() => undefined);
  }
}

// Where this exists the browser plays HLS better than a script can: on Apple's devices.
function playsNatively(): boolean {
  return "ManagedMediaSource" in window;
}

function load(): Promise<typeof import("./engine.ts") | undefined> {
  return import("./engine.ts").catch(() => undefined);
}
