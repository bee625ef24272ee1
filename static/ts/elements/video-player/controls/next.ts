// When it has ended the player shows what comes next, and why. Where the next video is to begin by itself it does, after a countdown that one can
// see and cancel.
import type { Announcer } from "../announcer.ts";
import type { Parts } from "../parts.ts";
import { isTyping } from "../keys.ts";
import { prefer, preferences } from "../preferences.ts";
import { savesData } from "../browser.ts";

const seconds = 8;
/** The page on which to play without being asked again. */
const key = "kinora:play";

export function next(parts: Parts, video: HTMLVideoElement, announcer: Announcer, signal: AbortSignal): void {
  const [panel, link, choice] = [parts.find("next-panel"), parts.find("next"), parts.findInput("autoplay")];
  if (panel === undefined || !(link instanceof HTMLAnchorElement) || choice === undefined) return;
  let counting: ReturnType<typeof setInterval> | undefined;
  const cancel = (): void => {
    clearInterval(counting);
    counting = undefined;
    panel.hidden = true;
  };
  const begin = (): void => {
    if (video.loop) return;
    // What somebody is writing would be lost.
    const goesOn = preferences.autoplay && !savesData() && !isTyping(document.activeElement);
    const title = panel.querySelector(".player__panel-title")?.textContent ?? "";
    let left = seconds;
    const show = (): void => {
      parts.box("next-seconds").textContent = String(left);
    };
    cancel();
    show();
    parts.box("next-countdown").hidden = !goesOn;
    parts.box("next-cancel").textContent = goesOn ? "Cancel" : "Close";
    panel.hidden = false;
    announcer.say(goesOn ? `Up next in ${seconds} seconds: ${title}` : `Up next: ${title}`);
    if (!goesOn) return;
    counting = setInterval(() => {
      left -= 1;
      show();
      if (isTyping(document.activeElement)) cancel();
      else if (left <= 0) {
        cancel();
        remember(link);
        location.assign(link.href);
      }
    }, 1000);
  };

  choice.checked = preferences.autoplay;
  choice.addEventListener("change", () => prefer({ autoplay: choice.checked }), { signal });
  link.addEventListener("click", () => remember(link), { signal });
  parts.box("next-cancel").addEventListener(
    "click",
    () => {
      if (counting !== undefined) announcer.say("Cancelled");
      cancel();
      parts.box("play").focus();
    },
    { signal },
  );
  video.addEventListener("ended", begin, { signal });
  for (const name of ["play", "seeking"]) video.addEventListener(name, cancel, { signal });
  signal.addEventListener("abort", cancel);
}

/** Whether this page was opened by the player of another; asked once. */
export function isToPlay(): boolean {
  try {
    const page = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return page === location.pathname;
  } catch {
    // Storage may be forbidden: then one presses Play.
    return false;
  }
}

function remember(link: HTMLAnchorElement): void {
  try {
    sessionStorage.setItem(key, link.pathname);
  } catch {
    // The same.
  }
}
