// From the progressive file, which every browser plays, to the HLS stream, and back where the stream cannot be played:
// always at the same moment, playing or paused as it was.
import type { Engine } from "./engine.ts";
import type { QualityChoice } from "./quality-choice.ts";

/** What a switch must not change. */
interface Moment {
  seconds: number;
  isPlaying: boolean;
  rate: number;
}

export class Stream {
  private engine: Engine | undefined;
  /** What is to be restored as soon as the new source is there. */
  private pending: Moment | undefined;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly address: string,
    private readonly choice: QualityChoice | undefined,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => this.engine?.close());
    void this.begin();
  }

  private async begin(): Promise<void> {
    // Where this exists the browser plays HLS better than a script can: on Apple's devices.
    if ("ManagedMediaSource" in window) {
      this.playNatively();
      return;
    }
    // Without it, as when the site was renewed meanwhile, the file that already plays goes on playing.
    const engine = await import("./engine.ts").catch(() => undefined);
    if (engine === undefined || this.signal.aborted) return;
    this.engine = engine.open(this.video, this.address, {
      onReady: (qualities) => this.takeOver(qualities),
      onQuality: (quality) => this.choice?.tell(quality),
      onBroken: () => this.fallBack(),
    });
  }

  private takeOver(qualities: number[]): void {
    const { engine, choice } = this;
    if (engine === undefined) return;
    const moment = this.moment();
    engine.attach(moment.seconds);
    this.resume(moment);
    if (new Set(qualities).size > 1) choice?.offer(qualities, (quality) => engine.choose(quality));
  }

  private playNatively(): void {
    const moment = this.moment();
    this.video.addEventListener("error", () => this.fallBack(), { once: true, signal: this.signal });
    this.video.src = this.address;
    this.resume(moment);
  }

  private fallBack(): void {
    const moment = this.moment();
    this.choice?.withdraw();
    this.engine?.close();
    this.engine = undefined;
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
