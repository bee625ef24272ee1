// What the player and the page around it say to each other; docs/embedding.md is the contract.
//
// Any page may steer the player that it shows, by these verbs and no others. What the player does is told only to the origin
// that the frame's address names, and the browser delivers it to no other. Nothing of it is about the viewer: no volume, no
// quality, no place where they once stopped.
const version = 1;

export function converse(video: HTMLVideoElement, listener: string | undefined): void {
  if (window.parent === window) return;
  addEventListener("message", ({ source, data }) => {
    if (source === window.parent) obey(video, data);
  });
  if (listener === undefined) return;
  const tell = (event: string): void => {
    const seconds = Math.round(video.currentTime * 1000) / 1000;
    const duration = Number.isFinite(video.duration) ? video.duration : undefined;
    window.parent.postMessage({ kinora: version, event, seconds, duration }, listener);
  };
  video.addEventListener("timeupdate", () => tell("time"));
  for (const name of ["play", "pause", "ended"]) video.addEventListener(name, () => tell(name));
  // From here on verbs are heard.
  tell("ready");
}

function obey(video: HTMLVideoElement, message: unknown): void {
  if (!isRecord(message) || message["kinora"] !== version) return;
  const { verb, value } = message;
  switch (verb) {
    case "play":
      // A browser that wants the visitor to begin leaves it paused.
      video.play().catch(() => undefined);
      break;
    case "pause":
      video.pause();
      break;
    case "mute":
      video.muted = true;
      break;
    case "unmute":
      video.muted = false;
      break;
    case "seek":
      if (isWithin(value, Number.MAX_SAFE_INTEGER)) video.currentTime = value;
      break;
    case "volume":
      if (isWithin(value, 1)) video.volume = value;
      break;
  }
}

function isRecord(message: unknown): message is Record<string, unknown> {
  return typeof message === "object" && message !== null;
}

function isWithin(value: unknown, most: number): value is number {
  return typeof value === "number" && value >= 0 && value <= most;
}
