// One sentence to the visitor after something happened without a new page: seen in a corner, read by screen readers.
let corner: HTMLElement | undefined;
let vanishing: ReturnType<typeof setTimeout> | undefined;

export type Kind = "done" | "problem";

export function say(sentence: string, kind: Kind = "done"): void {
  corner ??= makeCorner();
  corner.replaceChildren();
  const toast = document.createElement("p");
  toast.className = kind === "problem" ? "toast toast--problem" : "toast";
  toast.textContent = sentence;
  corner.append(toast);
  clearTimeout(vanishing);
  vanishing = setTimeout(() => toast.remove(), kind === "problem" ? 10_000 : 4_000);
}

// The region is there before its first sentence: a region that arrives with its text is not announced.
function makeCorner(): HTMLElement {
  const region = document.createElement("div");
  region.className = "toasts";
  region.setAttribute("role", "status");
  document.body.append(region);
  return region;
}
