// Whoever only watches sees only the picture: the controls go when nothing has moved for a while, and come back at once.
import type { Parts } from "../parts.ts";
import type { Playback } from "../playback.ts";

const afterMs = 2500;

export class Idle {
  private readonly player: HTMLElement;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly playback: Playback,
    signal: AbortSignal,
  ) {
    this.player = parts.box("player");
    const { player } = this;
    player.addEventListener("pointermove", ({ pointerType }) => pointerType === "mouse" && this.wake(), { signal });
    player.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && this.sleep(), { signal });
    player.addEventListener("focusin", () => this.wake(), { signal });
    player.addEventListener("keydown", () => this.wake(), { signal });
    for (const name of ["play", "pause", "ended"]) playback.video.addEventListener(name, () => this.wake(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  get isIdle(): boolean {
    return this.player.hasAttribute("data-idle");
  }

  wake(): void {
    this.player.removeAttribute("data-idle");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sleep(), afterMs);
  }

  sleep(): void {
    const { player, playback, parts } = this;
    const isBusy = player.hasAttribute("data-menu") || !parts.box("trouble").hidden || parts.box("bar").querySelector(":focus-visible") !== null;
    if (playback.isPlaying && !isBusy) player.toggleAttribute("data-idle", true);
    else if (playback.isPlaying) this.timer = setTimeout(() => this.sleep(), afterMs);
  }
}
