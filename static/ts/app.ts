// What JavaScript adds to pages that already work without it.
//
// Turbo is used for frames alone: a form or link inside a frame swaps that frame, so that a like or a comment never
// restarts the video. Drive is off, so pages are loaded by the browser itself.
import * as Turbo from "@hotwired/turbo";

import "./elements/auto-refresh.ts";
import "./elements/copy-link.ts";
import "./elements/local-time.ts";
import "./elements/video-player.ts";
import { keepFocusInFrames, reportFrameTroubles } from "./frames.ts";
import { closeMenusFromOutside } from "./menus.ts";
import { carryPictureAcross } from "./transitions.ts";
import { tellOfVisit } from "./visits.ts";

Turbo.config.drive.enabled = false;
keepFocusInFrames();
reportFrameTroubles();
closeMenusFromOutside();
loadArrowKeys();
loadTilt();
carryPictureAcross();
tellOfVisit();

// Only for those who use the keyboard: the first key that reaches the page has them loaded, and if it is an arrow, obeyed.
function loadArrowKeys(): void {
  addEventListener("keydown", (first) => void import("./arrow-keys.ts").then(({ moveFocusByArrowKeys }) => moveFocusByArrowKeys(first)), { once: true });
}

// Only for those who unfold the sliders beside a video.
function loadTilt(): void {
  const aside = document.querySelector<HTMLElement>(".up-next");
  const folded = aside?.querySelector<HTMLDetailsElement>("details.tilt");
  const form = folded?.querySelector("form");
  if (!aside || !folded || !form) return;
  const load = (): void => void import("./tilt.ts").then(({ tiltInPlace }) => tiltInPlace(aside, form));
  if (folded.open) load();
  else folded.addEventListener("toggle", load, { once: true });
}

// Those of a few pages, which no other page loads.
const elsewhere: Record<string, () => Promise<unknown>> = {
  "bulk-select": () => import("./elements/bulk-select.ts"),
  "embed-player": () => import("./elements/embed-player.ts"),
  "forget-positions": () => import("./elements/forget-positions.ts"),
  "upload-form": () => import("./elements/upload-form.ts"),
};
for (const [name, load] of Object.entries(elsewhere)) if (document.querySelector(name) !== null) void load();
