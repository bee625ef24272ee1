// What JavaScript adds to pages that already work without it.
//
// Turbo is used for frames alone: a form or link inside a frame swaps that frame, so that a like or a comment never
// restarts the video. Drive is off, so pages are loaded by the browser itself.
import * as Turbo from "@hotwired/turbo";

import "./elements/auto-refresh.ts";
import "./elements/bulk-select.ts";
import "./elements/copy-link.ts";
import "./elements/embed-player.ts";
import "./elements/local-time.ts";
import "./elements/video-player.ts";
import { moveFocusByArrowKeys } from "./arrow-keys.ts";
import { keepFocusInFrames, reportFrameTroubles } from "./frames.ts";
import { closeMenusFromOutside } from "./menus.ts";
import { carryPictureAcross } from "./transitions.ts";
import { tellOfVisit } from "./visits.ts";

Turbo.config.drive.enabled = false;
keepFocusInFrames();
reportFrameTroubles();
closeMenusFromOutside();
moveFocusByArrowKeys();
carryPictureAcross();
tellOfVisit();
// Large, and on one page alone.
if (document.querySelector("upload-form") !== null) void import("./elements/upload-form.ts");
