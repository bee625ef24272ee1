// Tells the site how much of a video was watched: a beacon about every ten seconds of watching, at each pause, and when
// the page goes away. `watched_ms` is the sum over one visit of the page, so the site keeps the largest and a repeated
// beacon changes nothing.
const every = 10_000;
// Playing moves the time in steps of about a quarter second; a longer step was a seek and was not watched.
const longestStep = 2;

export class WatchReport {
  private readonly session = randomUuid();
  private watchedMs = 0;
  private reportedMs = 0;
  private lastTime: number | undefined;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly url: string,
    signal: AbortSignal,
  ) {
    const forget = (): void => {
      this.lastTime = undefined;
    };
    video.addEventListener("timeupdate", () => this.advance(), { signal });
    video.addEventListener("seeking", forget, { signal });
    video.addEventListener("emptied", forget, { signal });
    for (const name of ["pause", "ended"]) {
      video.addEventListener(
        name,
        () => {
          this.advance();
          forget();
          this.send();
        },
        { signal },
      );
    }
    addEventListener("pagehide", () => this.send(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.send(), { signal });
    signal.addEventListener("abort", () => this.send());
  }

  private advance(): void {
    const { currentTime, playbackRate } = this.video;
    const step = this.lastTime === undefined ? 0 : currentTime - this.lastTime;
    this.lastTime = currentTime;
    if (step > 0 && step <= longestStep * Math.max(1, playbackRate)) this.watchedMs += step * 1000;
    if (this.watchedMs - this.reportedMs >= every) this.send();
  }

  private send(): void {
    const watched = Math.round(this.watchedMs);
    if (watched === 0 || watched === this.reportedMs) return;
    const report = new URLSearchParams({
      session: this.session,
      position_ms: String(Math.round(this.video.currentTime * 1000)),
      watched_ms: String(watched),
    });
    if (navigator.sendBeacon(this.url, report)) this.reportedMs = watched;
  }
}

// crypto.randomUUID exists on HTTPS only; sites on a home network have none.
function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
