// <video-player> around a native <video controls>: puts the site's own controls in the place of the browser's, which the
// server has written, hidden, beside it. Remembers where the visitor stopped, starts where ?t= says, follows time links
// without leaving the page, reports how much was watched, and plays the stream of `data-hls` in the place of the file.
// While the stream is still being made the frame inside it brings the address later.
//
// Needs nothing of the page around it. `data-watch-url`, `data-resume`, `data-share-url`, `data-sound` may be absent, and so
// may the link to the next video; a theatre is offered inside `.watch` only. `playback` is for whoever commands it.
import { Announcer } from "./video-player/announcer.ts";
import { savesData } from "./video-player/browser.ts";
import { Captions } from "./video-player/controls/captions.ts";
import { chapters } from "./video-player/controls/chapters.ts";
import { Corner } from "./video-player/controls/corner.ts";
import { copy, downloads, KeysDialog, loop, soundAlone } from "./video-player/controls/extras.ts";
import { Idle } from "./video-player/controls/idle.ts";
import { Menus } from "./video-player/controls/menus.ts";
import { isToPlay, next } from "./video-player/controls/next.ts";
import { play } from "./video-player/controls/play.ts";
import { Quality } from "./video-player/controls/quality.ts";
import { Screen } from "./video-player/controls/screen.ts";
import { Scrubber } from "./video-player/controls/scrubber.ts";
import { Speed } from "./video-player/controls/speed.ts";
import { trouble } from "./video-player/controls/trouble.ts";
import { Volume } from "./video-player/controls/volume.ts";
import { gestures } from "./video-player/gestures.ts";
import { keys, type Deeds } from "./video-player/keys.ts";
import { mediaSession } from "./video-player/media-session.ts";
import { Parts } from "./video-player/parts.ts";
import { Playback } from "./video-player/playback.ts";
import { rememberPosition, rememberedPosition } from "./video-player/position.ts";
import { secondsOf } from "./video-player/time.ts";
import { WatchReport } from "./video-player/watch-report.ts";

class VideoPlayer extends HTMLElement {
  playback: Playback | undefined;
  private leaving = new AbortController();

  connectedCallback(): void {
    const video = this.querySelector("video");
    if (video === null) return;
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    const parts = new Parts(this);
    const announcer = new Announcer(parts);
    const listener = {
      onQualities: () => undefined,
      onQuality: (shown: number) => quality.tell(shown),
      onBroken: () => quality.withdraw(),
    };
    const playback = new Playback(video, Number(this.dataset.duration ?? 0), () => this.streamAddress(parts), listener, signal);
    const quality = new Quality(parts, announcer, (chosen) => playback.choose(chosen), signal);
    this.playback = playback;

    if (this.dataset.watchUrl !== undefined) {
      sayReported(video);
      new WatchReport(video, this.dataset.watchUrl, signal);
    }
    this.startWhereLeft(video);
    showBeginning(playback);
    this.keepPosition(video, signal);
    // Within another site's page that asked for none.
    if (video.controls) this.control(parts, playback, announcer, signal);
    document.addEventListener("click", (event) => followTimeLink(event, playback), { signal });
    this.addEventListener(
      "turbo:frame-load",
      () => {
        quality.fill();
        playback.streamArrived();
      },
      { signal },
    );
    for (const intent of ["pointerenter", "focusin", "touchstart"]) {
      this.addEventListener(intent, () => playback.prepare(), { signal, once: true, passive: true });
    }
    if (isToPlay()) void playback.play();
  }

  disconnectedCallback(): void {
    this.leaving.abort();
  }

  private control(parts: Parts, playback: Playback, announcer: Announcer, signal: AbortSignal): void {
    const { video } = playback;
    const menus = new Menus(parts.box("player"), signal);
    const screen = new Screen(parts, video, announcer, signal);
    const corner = new Corner(parts, playback, announcer, signal);
    const idle = new Idle(parts, playback, signal);
    const volume = new Volume(parts, video, announcer, signal);
    const speed = new Speed(parts, playback, announcer, signal);
    const captions = new Captions(parts, video, announcer, signal);
    const dialog = new KeysDialog(parts, menus, signal);
    const scrubber = new Scrubber(parts, playback, signal);

    menus.add(parts.box("settings"), parts.box("settings-menu"));
    play(parts, playback, announcer, signal);
    void chapters(parts, playback, menus, scrubber, signal);
    loop(parts, video, signal);
    soundAlone(parts, playback, announcer, signal);
    downloads(parts);
    copy(parts, video, menus, announcer, signal);
    next(parts, video, announcer, signal);
    trouble(parts, playback, signal);
    mediaSession(parts, playback, signal);
    gestures({ playback, announcer, screen, menus, idle }, signal);
    keys(parts, deeds({ playback, announcer, volume, speed, captions, screen, corner, dialog }), signal);

    video.controls = false;
    video.tabIndex = 0;
    parts.box("controls").hidden = false;
  }

  private streamAddress(parts: Parts): string | undefined {
    const stream = this.dataset.hls ?? this.querySelector<HTMLElement>("[data-hls]")?.dataset.hls;
    return stream !== undefined && parts.findInput("audio")?.checked === true ? this.dataset.sound : stream;
  }

  private startWhereLeft(video: HTMLVideoElement): void {
    const asked = secondsOf(new URLSearchParams(location.search).get("t"));
    const kept = this.dataset.resume === undefined ? rememberedPosition(this.dataset.video ?? "") : Number(this.dataset.resume);
    const start = asked ?? kept;
    const duration = Number(this.dataset.duration ?? Infinity);
    if (start !== undefined && start > 0 && start < duration && video.currentTime === 0) video.currentTime = start;
  }

  private keepPosition(video: HTMLVideoElement, signal: AbortSignal): void {
    const keep = (): void => {
      if (video.readyState > HTMLMediaElement.HAVE_NOTHING) rememberPosition(this.dataset.video ?? "", video.currentTime, video.duration);
    };
    for (const name of ["pause", "ended", "seeked"]) video.addEventListener(name, keep, { signal });
    addEventListener("pagehide", keep, { signal });
  }
}

// The page itself loads nothing before somebody plays, so that what is delivered was watched. This element reports what
// was watched: it says so in the address.
function sayReported(video: HTMLVideoElement): void {
  for (const source of video.querySelectorAll("source")) {
    const url = new URL(source.src);
    url.searchParams.set("reported", "");
    source.src = url.href;
  }
}

// A poster and the length are all there is to see before it plays; where one is not there the file is asked.
function showBeginning({ video, duration }: Playback): void {
  if ((video.poster !== "" && duration > 0) || savesData() || !video.paused) return;
  video.preload = "metadata";
  video.load();
}

interface Tools {
  playback: Playback;
  announcer: Announcer;
  volume: Volume;
  speed: Speed;
  captions: Captions;
  screen: Screen;
  corner: Corner;
  dialog: KeysDialog;
}

function deeds({ playback, announcer, volume, speed, captions, screen, corner, dialog }: Tools): Deeds {
  const step = (seconds: number) => (): void => {
    playback.step(seconds);
    announcer.show(seconds < 0 ? `Back ${-seconds} seconds` : `On ${seconds} seconds`);
  };
  const go = (part: number) => (): void => {
    playback.seek(playback.duration * part);
    announcer.show(playback.words);
  };
  const frame = (by: 1 | -1) => (): void => {
    if (playback.isPlaying) return;
    playback.step(by / 30);
    announcer.say(by < 0 ? "One frame back" : "One frame on");
  };
  return {
    " ": () => playback.toggle(),
    k: () => playback.toggle(),
    j: step(-10),
    l: step(10),
    ArrowLeft: step(-5),
    ArrowRight: step(5),
    ArrowUp: () => volume.step(5),
    ArrowDown: () => volume.step(-5),
    m: () => volume.toggle(),
    c: () => captions.toggle(),
    f: () => void screen.toggleFull(),
    t: () => screen.toggleTheatre(),
    i: () => corner.toggle(),
    Home: go(0),
    End: go(1),
    ",": frame(-1),
    ".": frame(1),
    "<": () => speed.step(-1),
    ">": () => speed.step(1),
    "?": () => dialog.open(),
    ...Object.fromEntries(Array.from({ length: 10 }, (_, tenth) => [String(tenth), go(tenth / 10)])),
  };
}

// A link to this very page with a time, in the description or a comment, seeks instead of loading.
function followTimeLink(event: MouseEvent, playback: Playback): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.origin !== location.origin || link.pathname !== location.pathname) return;
  const seconds = secondsOf(new URLSearchParams(link.search).get("t"));
  if (seconds === undefined) return;
  event.preventDefault();
  playback.seek(seconds);
  playback.video.scrollIntoView({ block: "nearest" });
  void playback.play();
}

customElements.define("video-player", VideoPlayer);
