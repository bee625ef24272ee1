// The two buttons that play, the picture itself, and what the picture shows of it: begun, playing, waiting.
import type { Announcer } from "../announcer.ts";
import { turn, type Parts } from "../parts.ts";
import type { Playback } from "../playback.ts";

// A short wait is no reason to show anything.
const patienceMs = 300;

export function play(parts: Parts, playback: Playback, announcer: Announcer, signal: AbortSignal): void {
  const [player, button, begin, spinner] = ["player", "play", "begin", "spinner"].map((name) => parts.box(name)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  const { video } = playback;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const show = (): void => {
    turn(button, playback.isPlaying);
    player.toggleAttribute("data-playing", playback.isPlaying);
    player.toggleAttribute("data-begun", playback.hasBegun);
    begin.hidden = playback.hasBegun;
    clearTimeout(waiting);
    const isWaiting = playback.isPlaying && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
    if (isWaiting) waiting = setTimeout(() => (spinner.hidden = false), patienceMs);
    else spinner.hidden = true;
  };

  button.addEventListener("click", () => playback.toggle(), { signal });
  begin.addEventListener(
    "click",
    () => {
      void playback.play();
      video.focus({ preventScroll: true });
    },
    { signal },
  );
  for (const name of ["play", "playing", "pause", "ended", "waiting", "canplay", "seeked", "emptied", "error", "kinora:intent"]) {
    video.addEventListener(name, show, { signal });
  }
  video.addEventListener("play", () => announcer.say("Playing"), { signal });
  video.addEventListener("pause", () => announcer.say("Paused"), { signal });
  show();
}
