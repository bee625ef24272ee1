// How loud, kept for the next video.
import type { Announcer } from "../announcer.ts";
import { turn, type Parts } from "../parts.ts";
import { prefer, preferences } from "../preferences.ts";

export class Volume {
  constructor(
    parts: Parts,
    private readonly video: HTMLVideoElement,
    private readonly announcer: Announcer,
    signal: AbortSignal,
  ) {
    const [button, slider] = [parts.box("mute"), parts.input("volume")];
    const show = (): void => {
      const isSilent = video.muted || video.volume === 0;
      const percent = isSilent ? 0 : Math.round(video.volume * 100);
      turn(button, isSilent);
      slider.value = String(percent);
      slider.style.setProperty("--part", `${percent}%`);
      slider.setAttribute("aria-valuetext", this.words);
    };
    video.volume = Math.min(Math.max(0, preferences.volume), 1);
    video.muted ||= preferences.muted;
    button.addEventListener("click", () => this.toggle(), { signal });
    slider.addEventListener("input", () => this.set(Number(slider.value)), { signal });
    video.addEventListener("volumechange", show, { signal });
    show();
  }

  toggle(): void {
    const { video } = this;
    video.muted = !video.muted;
    if (!video.muted && video.volume === 0) video.volume = 0.5;
    prefer({ muted: video.muted, volume: video.volume });
    this.announcer.show(video.muted ? "Muted" : "Sound on");
  }

  step(percent: number): void {
    this.set(Math.round(this.video.volume * 100) + percent);
    this.announcer.show(this.words);
  }

  private set(percent: number): void {
    const { video } = this;
    video.volume = Math.min(Math.max(0, percent), 100) / 100;
    video.muted = video.volume === 0;
    prefer({ muted: video.muted, volume: video.volume });
  }

  private get words(): string {
    return this.video.muted ? "Muted" : `Volume ${Math.round(this.video.volume * 100)} %`;
  }
}
