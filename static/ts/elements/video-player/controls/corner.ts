// The small player: what plays goes on in a corner when somebody scrolls down to read. Its place in the page stays empty
// and as large as it was.
import type { Announcer } from "../announcer.ts";
import type { Parts } from "../parts.ts";
import type { Playback } from "../playback.ts";

export class Corner {
  private readonly player: HTMLElement;
  /** Somebody has closed it, or asked for it: it stays so until they are back at its place. */
  private wish: "closed" | "open" | undefined;
  private isAway = false;

  constructor(
    private readonly parts: Parts,
    private readonly playback: Playback,
    private readonly announcer: Announcer,
    signal: AbortSignal,
  ) {
    this.player = parts.box("player");
    const { host } = parts;
    const observer = new IntersectionObserver(([entry]) => this.moved(entry?.isIntersecting === true), { rootMargin: "-25% 0px 0px" });
    observer.observe(host);
    signal.addEventListener("abort", () => observer.disconnect());
    parts.box("corner-close").addEventListener("click", () => this.close(), { signal });
    parts.box("corner-back").addEventListener("click", () => this.back(), { signal });
    playback.video.addEventListener("play", () => this.show(), { signal });
  }

  toggle(): void {
    this.wish = this.player.hasAttribute("data-corner") ? "closed" : "open";
    this.show();
    this.announcer.say(this.wish === "open" ? "Small player" : "Small player off");
  }

  private moved(isHere: boolean): void {
    const wasAway = this.isAway;
    this.isAway = !isHere;
    if (isHere && wasAway) this.wish = undefined;
    this.show();
  }

  private close(): void {
    this.playback.pause();
    this.wish = "closed";
    this.show();
    this.announcer.say("Small player closed");
  }

  private back(): void {
    this.wish = "closed";
    this.show();
    this.parts.host.scrollIntoView({ block: "center" });
    this.playback.video.focus({ preventScroll: true });
  }

  private show(): void {
    const { player, parts } = this;
    const isElsewhere = document.fullscreenElement !== null || document.pictureInPictureElement !== null;
    const isShown = !isElsewhere && (this.wish === "open" || (this.isAway && this.wish === undefined && this.isWorthIt));
    if (isShown === player.hasAttribute("data-corner")) return;
    parts.host.style.minBlockSize = isShown ? `${parts.host.offsetHeight}px` : "";
    player.toggleAttribute("data-corner", isShown);
    parts.box("corner").hidden = !isShown;
  }

  private get isWorthIt(): boolean {
    return this.playback.isPlaying || this.player.hasAttribute("data-corner");
  }
}
