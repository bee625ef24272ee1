// The chapters: marks on the rail, the name of the present one beside the time, and a menu of them.
import { cueAt, cuesOf, type Cue } from "../cues.ts";
import type { Parts } from "../parts.ts";
import type { Playback } from "../playback.ts";
import { clock } from "../time.ts";
import type { Menus } from "./menus.ts";
import type { Scrubber } from "./scrubber.ts";

export async function chapters(parts: Parts, playback: Playback, menus: Menus, scrubber: Scrubber, signal: AbortSignal): Promise<void> {
  const { video } = playback;
  const cues = await cuesOf(video.querySelector('track[kind="chapters"]'));
  if (cues.length === 0 || signal.aborted) return;
  const [button, name, menu] = [parts.box("chapter"), parts.box("chapter-name"), parts.box("chapters-menu")];
  const rows = cues.map((cue) => row(cue, () => choose(cue)));
  const choose = (cue: Cue): void => {
    playback.seek(cue.start);
    menus.close();
  };
  const show = (): void => {
    const now = cueAt(cues, video.currentTime);
    name.textContent = now?.text ?? "";
    button.hidden = now === undefined;
    rows.forEach((each, index) => (cues[index] === now ? each.setAttribute("aria-current", "true") : each.removeAttribute("aria-current")));
  };

  menu.replaceChildren(...rows);
  menus.add(button, menu);
  scrubber.mark(cues);
  video.addEventListener("durationchange", () => scrubber.mark(cues), { signal });
  for (const event of ["timeupdate", "seeking"]) video.addEventListener(event, show, { signal });
  show();
}

function row({ start, text }: Cue, choose: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  const time = document.createElement("span");
  time.className = "player-menu__value numeric";
  time.textContent = clock(start);
  button.type = "button";
  button.className = "player-menu__row";
  button.append(text, time);
  button.addEventListener("click", choose);
  return button;
}
