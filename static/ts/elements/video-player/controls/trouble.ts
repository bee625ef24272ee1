// An error is said in words, with a button to try again. A stream that breaks is no error yet: the file plays then.
import type { Parts } from "../parts.ts";
import type { Playback } from "../playback.ts";

export function trouble(parts: Parts, playback: Playback, signal: AbortSignal): void {
  const [panel, words, retry] = [parts.box("trouble"), parts.box("trouble-words"), parts.box("retry")];
  const { video } = playback;
  const look = (): void => {
    if (!playback.hasFailed) return;
    words.textContent = sentence(video.error?.code);
    panel.hidden = false;
    video.dispatchEvent(new Event("kinora:intent"));
  };
  // The error of a <source> does not bubble, and comes before the video knows that it was the last.
  video.addEventListener("error", () => setTimeout(look), { signal, capture: true });
  for (const name of ["loadedmetadata", "playing"]) video.addEventListener(name, () => (panel.hidden = true), { signal });
  retry.addEventListener(
    "click",
    () => {
      panel.hidden = true;
      video.focus({ preventScroll: true });
      void playback.play();
    },
    { signal },
  );
}

function sentence(code: number | undefined): string {
  if (!navigator.onLine) return "You are offline. The video goes on when the connection is back.";
  if (code === MediaError.MEDIA_ERR_NETWORK) return "The connection was lost.";
  if (code === MediaError.MEDIA_ERR_DECODE) return "The video cannot be shown from here on.";
  return "The video cannot be loaded.";
}
