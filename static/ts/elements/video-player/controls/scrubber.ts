// Where we are: the time in figures, and the rail with what is loaded, what is played, and the chapters on it.
import { cueAt, type Cue } from "../cues.ts";
import type { Parts } from "../parts.ts";
import type { Playback } from "../playback.ts";
import { clock } from "../time.ts";
import { Preview } from "./preview.ts";

export class Scrubber {
  private readonly seek: HTMLInputElement;
  private readonly rail: HTMLElement;
  private readonly preview: Preview;
  private chapters: Cue[] = [];
  private isDragged = false;

  constructor(
    private readonly parts: Parts,
    private readonly playback: Playback,
    signal: AbortSignal,
  ) {
    this.seek = parts.input("seek");
    this.rail = parts.box("scrubber");
    this.preview = new Preview(parts, playback);
    const { seek, rail, preview } = this;
    const { video } = playback;

    for (const name of ["timeupdate", "seeking", "seeked", "durationchange", "loadedmetadata", "emptied"]) {
      video.addEventListener(name, () => this.show(), { signal });
    }
    video.addEventListener("progress", () => this.showBuffered(), { signal });
    seek.addEventListener(
      "input",
      () => {
        this.isDragged = true;
        playback.seek(Number(seek.value));
        preview.showAt(Number(seek.value));
      },
      { signal },
    );
    seek.addEventListener(
      "change",
      () => {
        this.isDragged = false;
        preview.hide();
        this.show();
      },
      { signal },
    );
    rail.addEventListener("pointermove", (event) => event.pointerType === "mouse" && preview.showAt(this.secondsAt(event.clientX)), { signal });
    rail.addEventListener("pointerleave", () => preview.hide(), { signal });
    seek.addEventListener("blur", () => preview.hide(), { signal });
    this.show();
  }

  mark(chapters: Cue[]): void {
    this.chapters = chapters;
    this.preview.chapters = chapters;
    const { duration } = this.playback;
    const later = chapters.filter(({ start }) => start > 0 && start < duration);
    const marks = later.map(({ start }) => {
      const mark = document.createElement("i");
      mark.style.insetInlineStart = `${(start / duration) * 100}%`;
      return mark;
    });
    this.parts.box("marks").replaceChildren(...marks);
    this.show();
  }

  private show(): void {
    const { seek, playback, parts } = this;
    const { duration, video } = playback;
    const max = String(duration || 1);
    if (seek.max !== max) {
      seek.max = max;
      parts.box("total").textContent = clock(duration);
    }
    if (!this.isDragged) seek.value = String(video.currentTime);
    const chapter = cueAt(this.chapters, video.currentTime)?.text;
    seek.setAttribute("aria-valuetext", chapter === undefined ? playback.words : `${playback.words}, ${chapter}`);
    parts.box("time").textContent = clock(video.currentTime);
    parts.box("played").style.inlineSize = duration > 0 ? `${Math.min(1, video.currentTime / duration) * 100}%` : "0";
    this.showBuffered();
  }

  private showBuffered(): void {
    const { duration, video } = this.playback;
    const stretches: string[] = [];
    for (let index = 0; duration > 0 && index < video.buffered.length; index++) {
      const [from, to] = [video.buffered.start(index), video.buffered.end(index)].map((seconds) => `${(seconds / duration) * 100}%`);
      stretches.push(`transparent ${from}, var(--loaded) ${from} ${to}, transparent ${to}`);
    }
    this.parts.box("buffered").style.backgroundImage = stretches.length > 0 ? `linear-gradient(to right, ${stretches.join(", ")})` : "none";
  }

  private secondsAt(clientX: number): number {
    const { left, width } = this.rail.getBoundingClientRect();
    return (Math.min(Math.max(0, clientX - left), width) / width) * this.playback.duration;
  }
}
