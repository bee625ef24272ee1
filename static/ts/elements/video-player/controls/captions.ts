// Captions: which language, and how they look. They are drawn here rather than by the browser, so that they keep clear of
// the bar and look as somebody needs them to.
import type { Announcer } from "../announcer.ts";
import { turn, type Parts } from "../parts.ts";
import { prefer, preferences } from "../preferences.ts";
import { Radios } from "./radios.ts";

export class Captions {
  private readonly tracks: TextTrack[];
  private readonly radios: Radios;
  private readonly lines: HTMLElement;
  private last: string;

  constructor(
    private readonly parts: Parts,
    video: HTMLVideoElement,
    private readonly announcer: Announcer,
    signal: AbortSignal,
  ) {
    this.tracks = [...video.textTracks].filter(({ kind }) => kind === "captions" || kind === "subtitles");
    this.lines = parts.box("caption-lines");
    this.radios = new Radios(parts, "captions", (language) => this.choose(language), signal);
    const button = parts.box("captions");
    const hasAny = this.tracks.length > 0;
    for (const track of this.tracks) {
      // They are there already where the element has been taken out of the page and put back.
      if (!this.offers(track.language)) this.radios.add(parts.box("languages"), track.language, track.label);
      track.addEventListener("cuechange", () => this.draw(), { signal });
    }
    button.hidden = !hasAny;
    this.radios.offer(hasAny);
    button.addEventListener("click", () => this.toggle(), { signal });
    this.last = this.tracks.find(({ language }) => navigator.language.startsWith(language))?.language ?? this.tracks[0]?.language ?? "";
    this.show(hasAny && this.offers(preferences.captions) ? preferences.captions : "");
    for (const name of ["size", "colour", "ground"] as const) this.look(name, signal);
    // A player of the system's own draws them itself.
    video.addEventListener("webkitbeginfullscreen", () => this.setModes("showing"), { signal });
    video.addEventListener("webkitendfullscreen", () => this.setModes("hidden"), { signal });
  }

  toggle(): void {
    if (this.tracks.length === 0) this.announcer.show("No captions");
    else this.choose(this.radios.value === "" ? this.last : "");
  }

  private choose(language: string): void {
    prefer({ captions: language });
    this.show(language);
    this.announcer.show(language === "" ? "Captions off" : `Captions ${this.radios.label(language)}`);
  }

  private show(language: string): void {
    if (language !== "") this.last = language;
    this.radios.check(language);
    const button = this.parts.box("captions");
    button.setAttribute("aria-pressed", String(language !== ""));
    turn(button, language !== "");
    this.setModes("hidden");
    this.draw();
  }

  /** Hidden means to the browser: loaded, and left to us. */
  private setModes(shown: TextTrackMode): void {
    for (const track of this.tracks) track.mode = track.language === this.radios.value ? shown : "disabled";
  }

  private draw(): void {
    const track = this.tracks.find(({ language }) => language === this.radios.value);
    const cues = [...(track?.activeCues ?? [])].filter((cue) => cue instanceof VTTCue);
    this.lines.replaceChildren(
      ...cues.map((cue) => {
        const line = document.createElement("p");
        line.lang = this.radios.value;
        line.append(cue.getCueAsHTML());
        return line;
      }),
    );
  }

  private look(name: "size" | "colour" | "ground", signal: AbortSignal): void {
    const set = (value: string): void => {
      this.lines.dataset[name] = value;
      prefer({ [name]: value });
    };
    const radios = new Radios(this.parts, name, set, signal);
    radios.check(preferences[name]);
    this.lines.dataset[name] = preferences[name];
  }

  private offers(language: string): boolean {
    return this.radios.values.includes(language);
  }
}
