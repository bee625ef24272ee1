// The choice of a quality. Without a script it is a form below the player that shows the page with another file; here it
// becomes a page of the settings, as long as there is a stream whose quality changes while it plays.
import type { Announcer } from "../announcer.ts";
import type { Parts } from "../parts.ts";
import { prefer, preferences } from "../preferences.ts";
import { Radios } from "./radios.ts";

export class Quality {
  private readonly radios: Radios;
  private isBroken = false;

  constructor(
    private readonly parts: Parts,
    announcer: Announcer,
    private readonly choose: (quality: number | undefined) => void,
    signal: AbortSignal,
  ) {
    this.radios = new Radios(
      parts,
      "quality",
      (value) => {
        prefer({ quality: value });
        choose(numbered(value));
        announcer.show(`Quality ${value === "" ? "auto" : `${value}p`}`);
      },
      signal,
    );
    this.fill();
  }

  /** From the form, which comes later where the stream was still being made. */
  fill(): void {
    const { parts, radios } = this;
    const form = parts.host.querySelector("form[data-hls]");
    const select = form?.querySelector("select");
    radios.offer(select !== undefined && select !== null && !this.isBroken);
    if (select === undefined || select === null || this.isBroken) return;
    form?.toggleAttribute("hidden", true);
    const group = parts.box("qualities");
    group.replaceChildren();
    for (const { value, text } of select.options) radios.add(group, value, text);
    radios.check(select.value === "" ? nearest(radios.values) : select.value);
    this.choose(numbered(radios.value));
  }

  /** Which quality is on the screen. */
  tell(quality: number): void {
    if (this.radios.value === "" && quality > 0) this.radios.tell(`Auto (${quality}p)`);
  }

  /** The stream is gone, and the form does again what it does without one. */
  withdraw(): void {
    this.isBroken = true;
    this.radios.offer(false);
    const form = this.parts.host.querySelector("form[data-hls]");
    if (form?.querySelector("button") !== null) form?.removeAttribute("hidden");
  }
}

/** The best that is not better than what was chosen for another video. */
function nearest(values: string[]): string {
  const wanted = numbered(preferences.quality);
  if (wanted === undefined) return "";
  const enough = values.filter((value) => value !== "").map(Number).filter((value) => value <= wanted);
  return enough.length > 0 ? String(Math.max(...enough)) : "";
}

function numbered(value: string): number | undefined {
  return value === "" ? undefined : Number(value);
}
