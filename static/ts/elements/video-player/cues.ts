// Reads the tracks that nobody sees as they are: chapters and the small pictures. They are fetched rather than left to the
// browser, which would not load them before the video.
export interface Cue {
  start: number;
  end: number;
  text: string;
}

/** None where it does not come: the player does without. */
export async function cuesOf(track: HTMLTrackElement | null): Promise<Cue[]> {
  if (track === null) return [];
  const answer = await fetch(track.src).catch(() => undefined);
  return answer?.ok === true ? parse(await answer.text()) : [];
}

export function cueAt(cues: Cue[], seconds: number): Cue | undefined {
  return cues.findLast((cue) => cue.start <= seconds);
}

function parse(vtt: string): Cue[] {
  return vtt.split(/\r?\n\r?\n/).flatMap((block) => {
    const lines = block.split(/\r?\n/);
    const timing = lines.findIndex((line) => line.includes("-->"));
    const [start, end] = lines[timing]?.split("-->").map(secondsOfClock) ?? [];
    if (start === undefined || end === undefined) return [];
    return [{ start, end, text: plain(lines.slice(timing + 1).join(" ").trim()) }];
  });
}

function secondsOfClock(text: string): number {
  return (text.trim().split(" ")[0] ?? "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

function plain(text: string): string {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}
