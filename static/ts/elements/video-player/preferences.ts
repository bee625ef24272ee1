// How somebody likes to watch, kept in their own browser.
const key = "kinora:player";

const defaults = {
  volume: 1,
  muted: false,
  speed: 1,
  /** A language, or nothing for no captions. */
  captions: "",
  size: "medium",
  colour: "white",
  ground: "shade",
  /** The short side of the picture, or nothing for whatever the connection carries. */
  quality: "",
  theatre: false,
  autoplay: true,
  /** Whether the keys work when the focus is somewhere else on the page. */
  everywhere: true,
};

export type Preferences = typeof defaults;

export const preferences: Preferences = read();

export function prefer(changed: Partial<Preferences>): void {
  Object.assign(preferences, changed);
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // Storage may be forbidden or full: it holds until the page is left.
  }
}

function read(): Preferences {
  let stored: unknown;
  try {
    stored = JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    // Storage may be forbidden or hold something else: then everything is as usual.
  }
  const kept = typeof stored === "object" && stored !== null ? Object.entries(stored) : [];
  const known = kept.filter(([name, value]) => typeof value === typeof defaults[name as keyof Preferences]);
  return { ...defaults, ...Object.fromEntries(known) };
}
