// The rest of the settings: loop, the sound alone, what can be downloaded, a link to this very moment; and the list of keys.
import type { Announcer } from "../announcer.ts";
import type { Parts } from "../parts.ts";
import type { Playback } from "../playback.ts";
import { prefer, preferences } from "../preferences.ts";
import type { Menus } from "./menus.ts";

export function loop(parts: Parts, video: HTMLVideoElement, signal: AbortSignal): void {
  const choice = parts.input("loop");
  choice.checked = video.loop;
  choice.addEventListener("change", () => (video.loop = choice.checked), { signal });
}

/** Whether only the sound is wanted. */
export function soundAlone(parts: Parts, playback: Playback, announcer: Announcer, signal: AbortSignal): void {
  const choice = parts.findInput("audio");
  if (choice === undefined) return;
  // A browser that reloads the page may bring it back as it was.
  choice.checked = false;
  choice.addEventListener(
    "change",
    () => {
      parts.box("sound-alone").hidden = !choice.checked;
      parts.box("player").toggleAttribute("data-sound-alone", choice.checked);
      announcer.say(choice.checked ? "Sound alone" : "Picture and sound");
      void playback.replaceStream();
    },
    { signal },
  );
}

/** The page offers them below the player; here they are a second time, for the full screen. */
export function downloads(parts: Parts): void {
  const offered = document.querySelectorAll<HTMLAnchorElement>(".watch a[download]");
  const rows = [...offered].map(({ href, textContent }) => {
    const row = document.createElement("a");
    Object.assign(row, { href, textContent, download: "", className: "player-menu__row" });
    return row;
  });
  parts.box("downloads").replaceChildren(...rows);
  parts.host.querySelector('[data-opens="download"]')?.toggleAttribute("hidden", rows.length === 0);
}

export function copy(parts: Parts, video: HTMLVideoElement, menus: Menus, announcer: Announcer, signal: AbortSignal): void {
  parts.find("copy")?.addEventListener(
    "click",
    () => {
      const address = `${parts.host.dataset.shareUrl ?? ""}?t=${Math.floor(video.currentTime)}`;
      const done = (words: string): void => {
        menus.close();
        announcer.show(words);
      };
      // Plain HTTP has no clipboard; there the address is shown to be copied by hand.
      if (navigator.clipboard === undefined) prompt("The link at this time", address);
      else navigator.clipboard.writeText(address).then(() => done("Link copied"), () => done("The browser did not allow it"));
    },
    { signal },
  );
}

export class KeysDialog {
  private readonly dialog: HTMLDialogElement | undefined;

  constructor(parts: Parts, menus: Menus, signal: AbortSignal) {
    const found = parts.find("keys-dialog");
    this.dialog = found instanceof HTMLDialogElement ? found : undefined;
    const everywhere = parts.input("keys-everywhere");
    everywhere.checked = preferences.everywhere;
    everywhere.addEventListener("change", () => prefer({ everywhere: everywhere.checked }), { signal });
    parts.box("keys").addEventListener(
      "click",
      () => {
        menus.close();
        this.open();
      },
      { signal },
    );
  }

  open(): void {
    this.dialog?.showModal();
    this.dialog?.querySelector("button")?.focus();
  }
}
