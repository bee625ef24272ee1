// <embed-player data-start data-end data-listener> around the player within another site's page: keeps to the stretch that
// the address asked for, steps back while the film plays, and listens to the page around it.
import { converse } from "./embed-player/conversation.ts";

class EmbedPlayer extends HTMLElement {
  connectedCallback(): void {
    const video = this.querySelector("video");
    if (video === null) return;
    const { start, end, listener } = this.dataset;
    beginAt(video, Number(start ?? 0));
    if (end !== undefined) stopAt(video, Number(start ?? 0), Number(end));
    else loopFrom(video, Number(start ?? 0));
    for (const name of ["play", "pause", "ended"]) {
      video.addEventListener(name, () => this.toggleAttribute("data-playing", !video.paused));
    }
    converse(video, listener);
  }
}

// Before anything is loaded this is where a player begins, whichever source it will have.
function beginAt(video: HTMLVideoElement, start: number): void {
  if (start > 0 && video.readyState === HTMLMediaElement.HAVE_NOTHING) video.currentTime = start;
}

// Once: whoever goes on after that, or seeks past it, wants to see the rest.
function stopAt(video: HTMLVideoElement, start: number, end: number): void {
  let isPast = false;
  video.addEventListener("seeking", () => (isPast = video.currentTime >= end));
  video.addEventListener("timeupdate", () => {
    if (isPast || video.currentTime < end) return;
    if (video.loop) {
      video.currentTime = start;
      return;
    }
    isPast = true;
    video.pause();
  });
}

// A browser begins again at the very beginning; this player where the address says.
function loopFrom(video: HTMLVideoElement, start: number): void {
  let last = 0;
  video.addEventListener("timeupdate", () => (last = video.currentTime));
  video.addEventListener("seeking", () => {
    if (video.loop && video.currentTime < 0.1 && last > video.duration - 0.5) video.currentTime = start;
  });
}

customElements.define("embed-player", EmbedPlayer);
