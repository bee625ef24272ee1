// What is at a moment that the pointer is at: a small picture, the chapter's name and the time. The pictures come from the
// sheet that the cues of the metadata track point into, and only when somebody looks for the first time.
import { cueAt, cuesOf, type Cue } from "../cues.ts";
import type { Parts } from "../parts.ts";
import type { Playback } from "../playback.ts";
import { clock } from "../time.ts";

export class Preview {
  chapters: Cue[] = [];
  private readonly track: HTMLTrackElement | null;
  private pictures: Cue[] | undefined;
  private seconds: number | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly playback: Playback,
  ) {
    this.track = playback.video.querySelector('track[label="thumbnails"]');
  }

  showAt(seconds: number): void {
    const { parts, playback } = this;
    if (!(playback.duration > 0)) return;
    this.seconds = seconds;
    const [box, rail] = [parts.box("preview"), parts.box("scrubber")];
    parts.box("preview-time").textContent = clock(seconds);
    parts.box("preview-chapter").textContent = cueAt(this.chapters, seconds)?.text ?? "";
    this.showPicture(seconds);
    box.hidden = false;
    // Whole within the rail, however near its ends.
    const half = box.offsetWidth / 2;
    const middle = (seconds / playback.duration) * rail.offsetWidth;
    box.style.insetInlineStart = `${Math.min(Math.max(half, middle), Math.max(half, rail.offsetWidth - half))}px`;
  }

  hide(): void {
    this.seconds = undefined;
    this.parts.box("preview").hidden = true;
  }

  private showPicture(seconds: number): void {
    if (this.pictures === undefined) {
      this.pictures = [];
      void cuesOf(this.track).then((cues) => {
        this.pictures = cues;
        if (this.seconds !== undefined) this.showAt(this.seconds);
      });
    }
    const picture = this.parts.box("preview-picture");
    const cue = cueAt(this.pictures, seconds);
    const place = /#xywh=(\d+),(\d+),(\d+),(\d+)$/.exec(cue?.text ?? "");
    picture.hidden = place === null;
    if (place === null || cue === undefined || this.track === null) return;
    const [, x, y, width, height] = place;
    const sheet = new URL(cue.text.replace(/#.*$/, ""), this.track.src).href;
    Object.assign(picture.style, {
      inlineSize: `${width}px`,
      blockSize: `${height}px`,
      backgroundImage: `url("${sheet}")`,
      backgroundPosition: `-${x}px -${y}px`,
    });
  }
}
