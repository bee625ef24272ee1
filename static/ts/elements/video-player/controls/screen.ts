// Larger and smaller: the whole screen, the theatre of the page, a window of the system's own.
import type { Announcer } from "../announcer.ts";
import type { AppleVideo } from "../browser.ts";
import { turn, type Parts } from "../parts.ts";
import { prefer, preferences } from "../preferences.ts";

export class Screen {
  private readonly player: HTMLElement;
  /** The page that has room for a theatre, where there is one. */
  private readonly page: HTMLElement | null;

  constructor(
    private readonly parts: Parts,
    private readonly video: AppleVideo,
    private readonly announcer: Announcer,
    signal: AbortSignal,
  ) {
    this.player = parts.box("player");
    this.page = this.player.closest<HTMLElement>(".watch");
    const [full, theatre, picture] = [parts.box("fullscreen"), parts.box("theatre"), parts.box("picture")];
    full.hidden = !document.fullscreenEnabled && video.webkitEnterFullscreen === undefined;
    theatre.hidden = this.page === null;
    picture.hidden = !document.pictureInPictureEnabled;
    full.addEventListener("click", () => void this.toggleFull(), { signal });
    theatre.addEventListener("click", () => this.toggleTheatre(), { signal });
    picture.addEventListener("click", () => void this.togglePicture(), { signal });
    document.addEventListener("fullscreenchange", () => this.showFull(), { signal });
    this.showTheatre(preferences.theatre);
  }

  get isFull(): boolean {
    return document.fullscreenElement === this.player;
  }

  async toggleFull(): Promise<void> {
    const { player, video } = this;
    try {
      if (this.isFull) await document.exitFullscreen();
      else if (document.fullscreenEnabled) await player.requestFullscreen();
      else video.webkitEnterFullscreen?.();
    } catch {
      this.announcer.show("No full screen here");
    }
  }

  toggleTheatre(): void {
    if (this.page === null) return;
    const isOn = !this.page.hasAttribute("data-theatre");
    prefer({ theatre: isOn });
    this.showTheatre(isOn);
    this.announcer.say(isOn ? "Theatre" : "Theatre off");
  }

  private async togglePicture(): Promise<void> {
    try {
      if (document.pictureInPictureElement === this.video) await document.exitPictureInPicture();
      else await this.video.requestPictureInPicture();
    } catch {
      this.announcer.show("Play first, then it can leave the page");
    }
  }

  private showFull(): void {
    const { isFull } = this;
    turn(this.parts.box("fullscreen"), isFull);
    this.player.toggleAttribute("data-full", isFull);
    this.announcer.say(isFull ? "Full screen" : "Full screen off");
  }

  private showTheatre(isOn: boolean): void {
    this.page?.toggleAttribute("data-theatre", isOn);
    const button = this.parts.box("theatre");
    button.setAttribute("aria-pressed", String(isOn));
    turn(button, isOn);
  }
}
