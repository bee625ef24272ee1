// The keys, as people know them from elsewhere. They work while the focus is in the player and on the page around it, and
// never while somebody types. What the focused control does with a key itself stays its own.
import type { Parts } from "./parts.ts";
import { preferences } from "./preferences.ts";

export type Deeds = Record<string, () => void>;

// These move the page, or the focus's own control, unless the player has the focus.
const scrolling = new Set(["ArrowUp", "ArrowDown", "Home", "End"]);
const repeatable = new Set(["j", "l", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", ",", ".", "<", ">"]);

export function keys(parts: Parts, deeds: Deeds, signal: AbortSignal): void {
  document.addEventListener(
    "keydown",
    (event) => {
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const deed = deeds[name];
      if (deed === undefined || !isForPlayer(event, name, parts.host)) return;
      event.preventDefault();
      if (!event.repeat || repeatable.has(name)) deed();
    },
    { signal },
  );
}

export function isTyping(element: Element | EventTarget | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  const field = element.closest("input, textarea, select, [contenteditable]");
  return field !== null && !field.matches("[type=range], [type=checkbox], [type=radio], [type=button], [type=submit]");
}

function isForPlayer(event: KeyboardEvent, name: string, host: HTMLElement): boolean {
  const { target } = event;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (!(target instanceof Element) || isTyping(target) || document.querySelector("dialog[open]") !== null) return false;
  const isInside = host.contains(target);
  const isPage = target.matches("body, html, main");
  if (!isInside && !preferences.everywhere) return false;
  if (name === " ") return !target.matches("button, summary, input:not([type=range]), a") && (isInside || isPage);
  if (scrolling.has(name)) return isInside && !isOfItsOwn(target);
  if (name === "ArrowLeft" || name === "ArrowRight") return (isInside || isPage) && !isOfItsOwn(target);
  return true;
}

/** A slider or a choice that moves by these keys itself. The slider of the position moves as the player does. */
function isOfItsOwn(target: Element): boolean {
  return target.matches("input") && !target.matches('[data-part="seek"]');
}
