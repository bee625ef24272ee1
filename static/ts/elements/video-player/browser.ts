// What some browsers have and the standard library of types does not know.
export interface AppleVideo extends HTMLVideoElement {
  webkitEnterFullscreen?(): void;
}

/** Whether the visitor asked their browser to load little. */
export function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}
