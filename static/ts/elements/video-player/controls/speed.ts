// How fast, from a quarter to three times, kept for the next video.
import type { Announcer } from "../announcer.ts";
import type { Parts } from "../parts.ts";
import type { Playback } from "../playback.ts";
import { prefer, preferences } from "../preferences.ts";
import { Radios } from "./radios.ts";

export class Speed {
  private readonly radios: Radios;

  constructor(
    parts: Parts,
    private readonly playback: Playback,
    private readonly announcer: Announcer,
    signal: AbortSignal,
  ) {
    this.radios = new Radios(parts, "speed", (value) => this.set(value), signal);
    if (!this.radios.values.includes(String(preferences.speed))) prefer({ speed: 1 });
    this.radios.check(String(preferences.speed));
    playback.keepSpeed();
    playback.video.addEventListener("loadedmetadata", () => playback.keepSpeed(), { signal });
  }

  step(by: 1 | -1): void {
    const { values } = this.radios;
    const next = values[values.indexOf(String(preferences.speed)) + by];
    this.set(next ?? String(preferences.speed));
  }

  private set(value: string): void {
    prefer({ speed: Number(value) });
    this.radios.check(value);
    this.playback.keepSpeed();
    this.announcer.show(`Speed ${value}`);
  }
}
