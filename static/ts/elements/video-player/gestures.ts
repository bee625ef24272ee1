// What a hand does on the picture. A mouse: click to play, twice for the whole screen. A finger: touch to see the controls,
// twice at a side to go ten seconds back or on, and in the full screen a stroke downwards to leave it.
import type { Announcer } from "./announcer.ts";
import type { Idle } from "./controls/idle.ts";
import type { Menus } from "./controls/menus.ts";
import type { Screen } from "./controls/screen.ts";
import type { Playback } from "./playback.ts";

const twiceWithinMs = 320;
const strokePixels = 70;
const seconds = 10;

interface Tools {
  playback: Playback;
  announcer: Announcer;
  screen: Screen;
  menus: Menus;
  idle: Idle;
}

export function gestures({ playback, announcer, screen, menus, idle }: Tools, signal: AbortSignal): void {
  const { video } = playback;
  let down: PointerEvent | undefined;
  let tappedAt = 0;

  const tap = (event: PointerEvent): void => {
    const isSecond = event.timeStamp - tappedAt < twiceWithinMs;
    tappedAt = event.timeStamp;
    const { left, width } = video.getBoundingClientRect();
    const place = (event.clientX - left) / width;
    if (isSecond && (place < 0.4 || place > 0.6)) {
      const by = place < 0.5 ? -seconds : seconds;
      playback.step(by);
      announcer.show(by < 0 ? `Back ${seconds} seconds` : `On ${seconds} seconds`);
    } else if (!playback.hasBegun) void playback.play();
    else if (idle.isIdle || isSecond) idle.wake();
    else idle.sleep();
  };

  // A menu that is open is closed by this click, and nothing else happens.
  let closedMenu = false;
  document.addEventListener("pointerdown", () => (closedMenu = menus.open !== undefined), { signal, capture: true });
  video.addEventListener("pointerdown", (event) => (down = event), { signal });
  video.addEventListener(
    "pointerup",
    (event) => {
      const begun = down;
      down = undefined;
      if (begun === undefined || event.button !== 0 || closedMenu) return;
      if (event.pointerType === "mouse") {
        playback.toggle();
        return;
      }
      const [across, along] = [Math.abs(event.clientX - begun.clientX), event.clientY - begun.clientY];
      if (along > strokePixels && along > 2 * across && screen.isFull) void screen.toggleFull();
      else if (across < 20 && Math.abs(along) < 20) tap(event);
    },
    { signal },
  );
  video.addEventListener("dblclick", () => matchMedia("(pointer: fine)").matches && void screen.toggleFull(), { signal });
}
