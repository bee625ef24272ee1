// Numbers as people say them.
const units = ["bytes", "kB", "MB", "GB", "TB"];

export function bytes(count: number): string {
  let unit = 0;
  while (count >= 1000 && unit < units.length - 1) {
    count /= 1000;
    unit += 1;
  }
  const digits = unit < 2 || count >= 100 ? 0 : 1;
  return `${count.toFixed(digits)} ${units[unit] ?? ""}`;
}

export function timeLeft(seconds: number): string {
  if (seconds < 5) return "a few seconds left";
  if (seconds < 90) return `${Math.round(seconds / 5) * 5} seconds left`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes left`;
  return `${Math.round(seconds / 3600)} hours left`;
}
