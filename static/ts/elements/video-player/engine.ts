// The engine that plays HLS, behind one small door: today hls.js, whose size is the reason why this file is loaded only by
// pages that have a stream. Another engine would have to offer `open` and nothing else.
import Hls from "hls.js";

export interface Listener {
  /** The playlist was read: these qualities, by the short side of their pictures, can be chosen from now on. */
  onReady(qualities: number[]): void;
  /** Another quality is on the screen. */
  onQuality(quality: number): void;
  /** The stream cannot be played, or no longer. The engine has let go of the video by then. */
  onBroken(): void;
}

export interface Engine {
  /** Takes the video over, at this second. */
  attach(seconds: number): void;
  /** One of the qualities, or undefined for whatever the connection carries. */
  choose(quality: number | undefined): void;
  close(): void;
}

// Until somebody plays, what shows the first picture is enough.
const secondsBeforePlay = 4;
const secondsAhead = 30;
// The best that is taken by itself where little is to be loaded.
const savingQuality = 480;

export function open(video: HTMLVideoElement, address: string, isSaving: boolean, listener: Listener): Engine | undefined {
  if (!Hls.isSupported()) return undefined;
  const hls = new Hls({
    autoStartLoad: false,
    // A worker would have to come from a blob, which the content security policy does not allow.
    enableWorker: false,
    capLevelToPlayerSize: true,
    ...(isSaving ? { startLevel: 0 } : {}),
    maxBufferLength: video.paused ? secondsBeforePlay : secondsAhead,
    backBufferLength: 60,
  });
  const fillBuffer = (): void => {
    hls.config.maxBufferLength = secondsAhead;
  };
  const close = (): void => {
    video.removeEventListener("play", fillBuffer);
    hls.destroy();
  };
  let hasBegun = false;
  let isMended = false;

  video.addEventListener("play", fillBuffer);
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    if (isSaving) hls.autoLevelCapping = Math.max(0, hls.levels.findLastIndex((level) => qualityOf(level) <= savingQuality));
    listener.onReady(hls.levels.map(qualityOf));
  });
  hls.on(Hls.Events.LEVEL_SWITCHED, (_, { level }) => listener.onQuality(qualityOf(hls.levels[level])));
  hls.on(Hls.Events.FRAG_BUFFERED, () => {
    hasBegun = true;
  });
  hls.on(Hls.Events.ERROR, (_, { fatal, type, details, response }) => {
    // The engine would try each quality for many seconds, in which somebody looks at a still picture.
    const isMissing = details === Hls.ErrorDetails.FRAG_LOAD_ERROR && (response?.code === 404 || response?.code === 410);
    if (!fatal && !(isMissing && !hasBegun)) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR && !isMended) {
      isMended = true;
      hls.recoverMediaError();
      return;
    }
    listener.onBroken();
  });
  hls.loadSource(address);

  return {
    attach(seconds) {
      hls.startLoad(seconds);
      hls.attachMedia(video);
    },
    choose(quality) {
      // From the next segment on, so that the picture never stops.
      hls.nextLevel = quality === undefined ? -1 : hls.levels.findIndex((level) => qualityOf(level) === quality);
    },
    close,
  };
}

// As the playlist is named, for a picture may be a few pixels smaller than its name.
function qualityOf(level: { uri: string; width: number; height: number } | undefined): number {
  if (level === undefined) return 0;
  const named = /-(\d+)(?:-[a-z0-9]+)?\.m3u8$/.exec(level.uri)?.[1];
  return named === undefined ? Math.min(level.width, level.height) : Number(named);
}
