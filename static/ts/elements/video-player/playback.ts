// The video as the controls see it: it plays, it pauses, it goes to a moment. Knows that there is a stream behind the file,
// which is asked for only when somebody plays.
import { clock } from "./time.ts";
import { preferences } from "./preferences.ts";
import { savesData } from "./browser.ts";
import { Stream, type StreamListener } from "./stream.ts";

// A stream that takes longer does so while the file plays.
const streamWithinMs = 1500;

export class Playback {
  private readonly stream: Stream;
  /** What the stream was begun with. */
  private streaming: string | undefined;
  private isStarting = false;
  private wanted = false;

  constructor(
    readonly video: HTMLVideoElement,
    /** As the page says, for as long as the video itself does not. */
    private readonly expectedDuration: number,
    private readonly addressOf: () => string | undefined,
    listener: StreamListener,
    signal: AbortSignal,
  ) {
    this.stream = new Stream(video, listener, signal);
  }

  get duration(): number {
    const { duration } = this.video;
    return Number.isFinite(duration) && duration > 0 ? duration : this.expectedDuration;
  }

  /** Whether it plays, or will as soon as it can. */
  get isPlaying(): boolean {
    return this.isStarting ? this.wanted : !this.video.paused && !this.video.ended && !this.hasFailed;
  }

  get hasFailed(): boolean {
    return this.video.error !== null || this.video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE;
  }

  get hasBegun(): boolean {
    return this.isStarting || !this.video.paused || this.video.played.length > 0;
  }

  /** Answers whether the browser let it: one that was not asked by a hand may refuse. */
  async play(): Promise<boolean> {
    this.wanted = true;
    if (this.isStarting) return true;
    if (this.hasFailed) this.reload();
    if (this.streaming === undefined && this.addressOf() !== undefined) {
      this.isStarting = true;
      this.tell();
      await Promise.race([this.beginStream(), new Promise((resolve) => setTimeout(resolve, streamWithinMs))]);
      this.isStarting = false;
      if (!this.wanted) {
        this.tell();
        return true;
      }
    }
    try {
      await this.video.play();
    } catch (refusal) {
      // Paused again before it began is no refusal, and what cannot be played is said by the error that comes of it.
      if (refusal instanceof DOMException && refusal.name === "NotAllowedError") {
        this.wanted = false;
        this.tell();
        return false;
      }
    }
    return true;
  }

  pause(): void {
    this.wanted = false;
    this.video.pause();
    if (this.isStarting) this.tell();
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else void this.play();
  }

  seek(seconds: number): void {
    const { duration, video } = this;
    const last = duration > 0 ? duration : Infinity;
    video.currentTime = Math.min(Math.max(0, seconds), last);
    // Before anything is loaded no event tells of it.
    if (video.readyState === HTMLMediaElement.HAVE_NOTHING) video.dispatchEvent(new Event("timeupdate"));
  }

  step(seconds: number): void {
    this.seek(this.video.currentTime + seconds);
  }

  /** A stream came while the page was open. */
  streamArrived(): void {
    if (this.streaming === undefined && !this.video.paused) void this.beginStream();
  }

  prepare(): void {
    if (this.streaming === undefined && this.addressOf() !== undefined && !savesData()) Stream.prepare();
  }

  choose(quality: number | undefined): void {
    this.stream.choose(quality);
  }

  /** Plays another address of the same video from here on, or the usual one. */
  async replaceStream(): Promise<void> {
    if (this.streaming !== undefined) await this.beginStream();
  }

  get words(): string {
    const { duration, video } = this;
    return duration > 0 ? `${clock(video.currentTime)} of ${clock(duration)}` : clock(video.currentTime);
  }

  /** A new source forgets it. */
  keepSpeed(): void {
    this.video.defaultPlaybackRate = preferences.speed;
    this.video.playbackRate = preferences.speed;
  }

  /** After an error: from the file, at the same moment. */
  private reload(): void {
    const { video } = this;
    const { currentTime } = video;
    video.load();
    video.currentTime = currentTime;
  }

  private async beginStream(): Promise<void> {
    const address = this.addressOf();
    if (address === undefined || address === this.streaming) return;
    this.streaming = address;
    await this.stream.begin(address);
  }

  private tell(): void {
    this.video.dispatchEvent(new Event("kinora:intent"));
  }
}
