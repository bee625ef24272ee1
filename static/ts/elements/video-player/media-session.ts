// What the system shows of the video on its lock screen and its keys for media.
import type { Parts } from "./parts.ts";
import type { Playback } from "./playback.ts";

const seconds = 10;

export function mediaSession(parts: Parts, playback: Playback, signal: AbortSignal): void {
  if (!("mediaSession" in navigator)) return;
  const { mediaSession: session } = navigator;
  const { video } = playback;
  const next = parts.find("next");
  const actions: [MediaSessionAction, MediaSessionActionHandler | null][] = [
    ["play", () => void playback.play()],
    ["pause", () => playback.pause()],
    ["seekbackward", ({ seekOffset }) => playback.step(-(seekOffset ?? seconds))],
    ["seekforward", ({ seekOffset }) => playback.step(seekOffset ?? seconds)],
    ["seekto", ({ seekTime }) => seekTime != null && playback.seek(seekTime)],
    ["nexttrack", next === undefined ? null : () => next.click()],
  ];
  const tell = (): void => {
    const { title = "", channel = "" } = parts.host.dataset;
    session.metadata = new MediaMetadata({ title, artist: channel, artwork: video.poster === "" ? [] : [{ src: video.poster }] });
    for (const [action, handler] of actions) session.setActionHandler(action, handler);
  };
  const place = (): void => {
    const { duration } = playback;
    if (duration > 0) session.setPositionState({ duration, playbackRate: video.playbackRate, position: Math.min(video.currentTime, duration) });
  };
  video.addEventListener("play", tell, { once: true, signal });
  for (const name of ["play", "pause", "seeked", "ratechange"]) video.addEventListener(name, place, { signal });
  signal.addEventListener("abort", () => {
    session.metadata = null;
    for (const [action] of actions) session.setActionHandler(action, null);
  });
}
