// Times as people write them in links: 90, 90s, 1m30s, 1h2m3s, 1:30, 1:02:03.
export function secondsOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  const clock = /^(?:(\d+):)?(\d{1,3}):(\d{2})$/.exec(text);
  if (clock !== null) return sum(clock[1], clock[2], clock[3]);
  const spoken = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text);
  if (spoken === null || text === "") return undefined;
  return sum(spoken[1], spoken[2], spoken[3]);
}

/** "3:07", "1:02:03" */
export function clock(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (count: number): string => String(count).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function sum(hours = "0", minutes = "0", seconds = "0"): number {
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
