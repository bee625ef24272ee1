// <video-player> around a native <video controls>: remembers where the visitor stopped, starts where ?t= says, follows
// time links without leaving the page, knows the keys j, k, l, m and f, reports how much was watched, and plays the stream
// of `data-hls` in the place of the file. While the stream is still being made the frame inside it brings the address later.
import { rememberPosition, rememberedPosition } from "./video-player/position.ts";
import { QualityChoice } from "./video-player/quality-choice.ts";
import { Stream } from "./video-player/stream.ts";
import { secondsOf } from "./video-player/time.ts";
import { WatchReport } from "./video-player/watch-report.ts";

class VideoPlayer extends HTMLElement {
  private readonly leaving = new AbortController();
  private stream: Stream | undefined;

  connectedCallback(): void {
    const video = this.querySelector("video");
    if (video === null) return;
    const id = this.dataset.video ?? "";
    const { signal } = this.leaving;

    if (this.dataset.watchUrl !== undefined) sayReported(video);
    // Where there is a stream, that is what shows the beginning.
    if (this.streamAddress === undefined) preload(video);
    startWhereLeft(video, id);
    if (this.dataset.watchUrl !== undefined) new WatchReport(video, this.dataset.watchUrl, signal);
    for (const name of ["pause", "ended", "seeked"]) {
      video.addEventListener(name, () => rememberPosition(id, video.currentTime, video.duration), { signal });
    }
    addEventListener("pagehide", () => rememberPosition(id, video.currentTime, video.duration), { signal });
    this.addEventListener("keydown", (event) => followKey(event, video), { signal });
    document.addEventListener("click", (event) => followTimeLink(event, video), { signal });
    this.addEventListener("turbo:frame-load", () => this.beginStream(video), { signal });
    this.beginStream(video);
  }

  disconnectedCallback(): void {
    this.leaving.abort();
  }

  private get streamAddress(): string | undefined {
    return this.dataset.hls ?? this.querySelector<HTMLElement>("[data-hls]")?.dataset.hls;
  }

  private beginStream(video: HTMLVideoElement): void {
    const address = this.streamAddress;
    if (this.stream !== undefined || address === undefined) return;
    const form = this.querySelector("form");
    const choice = form === null ? undefined : new QualityChoice(form);
    this.stream = new Stream(video, address, choice, this.leaving.signal);
  }
}

// The page itself loads nothing before somebody plays, so that what is delivered was watched. This element reports what
// was watched: it says so in the address, and may then look at the beginning.
function sayReported(video: HTMLVideoElement): void {
  if (video.preload !== "none" || !video.paused) return;
  for (const source of video.querySelectorAll("source")) {
    const url = new URL(source.src);
    url.searchParams.set("reported", "");
    source.src = url.href;
  }
}

function preload(video: HTMLVideoElement): void {
  if (video.preload !== "none" || !video.paused) return;
  video.preload = "metadata";
  video.load();
}

// Before anything is loaded this is where a player begins, whichever source it will have: the file or the stream.
function startWhereLeft(video: HTMLVideoElement, id: string): void {
  if (video.currentTime > 0) return;
  const asked = secondsOf(new URLSearchParams(location.search).get("t"));
  const start = asked ?? rememberedPosition(id);
  if (start !== undefined && !(start >= video.duration)) video.currentTime = start;
}

function followKey(event: KeyboardEvent, video: HTMLVideoElement): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
  switch (event.key) {
    case "j":
      video.currentTime = Math.max(0, video.currentTime - 10);
      break;
    case "k":
      if (video.paused) void video.play();
      else video.pause();
      break;
    case "l":
      video.currentTime = Math.min(video.duration, video.currentTime + 10);
      break;
    case "m":
      video.muted = !video.muted;
      break;
    case "f":
      if (document.fullscreenElement === null) void video.requestFullscreen();
      else void document.exitFullscreen();
      break;
    default:
      return;
  }
  event.preventDefault();
}

// A link to this very page with a time, in the description or a comment, seeks instead of loading.
function followTimeLink(event: MouseEvent, video: HTMLVideoElement): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.origin !== location.origin || link.pathname !== location.pathname) return;
  const seconds = secondsOf(new URLSearchParams(link.search).get("t"));
  if (seconds === undefined) return;
  event.preventDefault();
  video.currentTime = seconds;
  video.scrollIntoView({ block: "nearest" });
  void video.play();
}

customElements.define("video-player", VideoPlayer);
