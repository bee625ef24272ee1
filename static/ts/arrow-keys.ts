// The arrow keys move the focus to what lies in their direction, for televisions, whose remote control has no Tab.
//
// What already means something to whoever is there stays: in fields with something in them, in choices and in the player
// the keys are theirs; where nothing lies in the direction the page scrolls. Where nothing has the focus the keys scroll too,
// except that ArrowDown begins at the first card if no pointer here can hover (a mouse's owner reads on with the keys) and
// no player waits for them. Of a card only its title is a stop, so that a row is one press; Tab still reaches the rest.

type Direction = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

const controls = 'a[href], button, summary, select, textarea, input:not([type="hidden"], [type="radio"])';
const cards = ".video-card, .channel-card";
const titles = ".video-card__title a, .channel-card__name";
const keepTheirKeys = 'video-player, video, audio, select, textarea, input[type="radio"], input[type="range"], [role="menu"], [role="slider"]';
const regions = ["header", "main", "footer"];
/** Boxes may touch, and an outline may make them overlap a little. */
const tolerance = 4;

/** From `first` on, the key for which this was loaded; the page may have scrolled a little by that one. */
export function moveFocusByArrowKeys(first: KeyboardEvent): void {
  document.addEventListener("keydown", moveFocus);
  moveFocus(first);
}

function moveFocus(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!isDirection(event.key)) return;
  const next = nextStop(event.key);
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  boxed(next).scrollIntoView({ block: "nearest", inline: "nearest" });
}

function isDirection(key: string): key is Direction {
  return key === "ArrowUp" || key === "ArrowDown" || key === "ArrowLeft" || key === "ArrowRight";
}

function nextStop(direction: Direction): HTMLElement | undefined {
  const from = document.activeElement;
  if (!(from instanceof HTMLElement) || !from.matches(controls)) return hasNoFocus(from) ? firstStop(direction) : undefined;
  if (from.closest(keepTheirKeys) !== null || holdsText(from)) return undefined;
  const others = stops().filter((stop) => boxed(stop) !== boxed(from));
  for (const region of regionsAlong(regionOf(from), direction)) {
    const next = nearest(from, others.filter((stop) => regionOf(stop) === region), direction);
    if (next !== undefined) return next;
  }
  return undefined;
}

/** The header is always on the screen, and may hide the row above: it is a way out, not a neighbour. */
function regionsAlong(start: string, direction: Direction): string[] {
  if (!isVertical(direction)) return [start];
  const order = direction === "ArrowDown" ? regions : [...regions].reverse();
  return order.slice(order.indexOf(start));
}

function hasNoFocus(element: Element | null): boolean {
  return element === null || element === document.body || element.matches("main");
}

function firstStop(direction: Direction): HTMLElement | undefined {
  if (direction !== "ArrowDown" || matchMedia("(any-hover: hover)").matches) return undefined;
  if (document.querySelector("video-player, video") !== null) return undefined;
  const main = stops().filter((stop) => stop.closest("main") !== null && boxOf(stop).top >= 0);
  return main.find((stop) => stop.matches(titles)) ?? main[0];
}

/** An empty field has nothing to move in, and would be a trap. */
function holdsText(element: HTMLElement): boolean {
  if (element.isContentEditable) return true;
  return element instanceof HTMLInputElement && element.type !== "checkbox" && element.type !== "file" && element.value !== "";
}

function stops(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(controls)].filter((element) => {
    if (element.matches(":disabled, .skip-link") || element.closest("video-player") !== null) return false;
    if (element.closest(cards) !== null && !element.matches(titles)) return false;
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
  });
}

function nearest(from: HTMLElement, candidates: HTMLElement[], direction: Direction): HTMLElement | undefined {
  const start = boxOf(from);
  let best: HTMLElement | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const distance = distanceTo(start, boxOf(candidate), direction);
    if (distance >= least) continue;
    best = candidate;
    least = distance;
  }
  return best;
}

/** Infinite where it does not lie there. What is straight ahead is nearer than what is as far but aside. */
function distanceTo(from: DOMRect, to: DOMRect, direction: Direction): number {
  const ahead = {
    ArrowUp: from.top - to.bottom,
    ArrowDown: to.top - from.bottom,
    ArrowLeft: from.left - to.right,
    ArrowRight: to.left - from.right,
  }[direction];
  if (ahead < -tolerance) return Infinity;
  if (isVertical(direction)) {
    return Math.max(ahead, 0) + 2 * gap(from.left, from.right, to.left, to.right) + Math.abs(from.left - to.left) / 4;
  }
  const aside = gap(from.top, from.bottom, to.top, to.bottom);
  return aside > 0 ? Infinity : Math.max(ahead, 0) + Math.abs(from.top - to.top) / 4;
}

function gap(start: number, end: number, otherStart: number, otherEnd: number): number {
  return Math.max(0, otherStart - end, start - otherEnd);
}

function isVertical(direction: Direction): boolean {
  return direction === "ArrowUp" || direction === "ArrowDown";
}

function boxOf(element: HTMLElement): DOMRect {
  return boxed(element).getBoundingClientRect();
}

/** A card is one target as a whole. */
function boxed(element: HTMLElement): HTMLElement {
  return element.closest<HTMLElement>(cards) ?? element;
}

function regionOf(element: HTMLElement): string {
  return element.closest(regions.join())?.localName ?? "main";
}
