// Where the visitor stopped, kept in their own browser for the last two hundred videos.
const key = "kinora:positions";
const most = 200;
const margin = 10;

export function rememberedPosition(id: string): number | undefined {
  return read().find(([video]) => video === id)?.[1];
}

// The first and last seconds are not worth coming back to.
export function rememberPosition(id: string, seconds: number, duration: number): void {
  if (Number.isNaN(duration)) return;
  const positions = read().filter(([video]) => video !== id);
  if (seconds > margin && seconds < duration - margin) positions.unshift([id, Math.floor(seconds)]);
  write(positions.slice(0, most));
}

// Of one video, or of all.
export function forgetPositions(id?: string): void {
  write(id === undefined ? [] : read().filter(([video]) => video !== id));
}

type Position = [video: string, seconds: number];

function read(): Position[] {
  if (isEmbedded()) return [];
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isPosition) : [];
  } catch {
    // Storage may be forbidden or hold something else: then nothing is remembered.
    return [];
  }
}

function write(positions: Position[]): void {
  if (isEmbedded()) return;
  try {
    localStorage.setItem(key, JSON.stringify(positions));
  } catch {
    // Storage may be forbidden or full: the video plays all the same.
  }
}

// Within another site's page nothing is kept, so that the page cannot learn of it.
function isEmbedded(): boolean {
  return document.querySelector("embed-player") !== null;
}

function isPosition(entry: unknown): entry is Position {
  return Array.isArray(entry) && typeof entry[0] === "string" && typeof entry[1] === "number";
}
