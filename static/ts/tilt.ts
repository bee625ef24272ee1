// The sliders over the list beside a video bring that list anew in its place, so that the film goes on. Without a script the form loads the
// page. No frame: a page that is left by a link in one is not kept for the way back.
import { errorSentence } from "./frames.ts";
import { say } from "./say.ts";

const frame = "up-next";

export function tiltInPlace(aside: HTMLElement, form: HTMLFormElement): void {
  const sliders = [...form.querySelectorAll<HTMLInputElement>("input[type=range]")];
  const usual = form.querySelector<HTMLAnchorElement>("a");
  const status = form.appendChild(document.createElement("p"));
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  let latest: AbortController | undefined;

  const bring = async (): Promise<void> => {
    latest?.abort();
    latest = new AbortController();
    const { signal } = latest;
    const address = addressOf(form, sliders);
    try {
      const answer = await fetch(address, { headers: { "Turbo-Frame": frame }, signal });
      const html = await answer.text();
      if (!answer.ok) {
        say(errorSentence(html), "problem");
        return;
      }
      const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".video-list");
      if (fresh === null) return;
      aside.querySelector(".video-list")?.replaceWith(fresh);
      if (usual !== null) usual.hidden = sliders.every(isUsual);
      status.textContent = `Up next: ${fresh.querySelector(".video-card__title")?.textContent ?? ""}`;
      leadTo(fresh);
      // So that loading the page again, or coming back to it, finds the same list.
      history.replaceState(history.state, "", address);
    } catch {
      if (!signal.aborted) say("The connection was lost. Please try again.", "problem");
    }
  };

  form.addEventListener("change", () => void bring());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void bring();
  });
  usual?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const slider of sliders) slider.value = "0";
    sliders[0]?.focus();
    void bring();
  });
}

function addressOf(form: HTMLFormElement, sliders: HTMLInputElement[]): string {
  const { pathname } = new URL(form.action);
  const said = new URLSearchParams();
  for (const { name, value } of form.querySelectorAll<HTMLInputElement>("input[type=hidden]")) said.set(name, value);
  for (const slider of sliders) if (!isUsual(slider)) said.set(slider.name, slider.value);
  return said.size === 0 ? pathname : `${pathname}?${said}`;
}

function isUsual({ value }: HTMLInputElement): boolean {
  return value === "0";
}

/** What the player leads to, and shows at its end, is the first of the list. */
function leadTo(list: Element): void {
  const card = list.querySelector("article");
  const link = card?.querySelector<HTMLAnchorElement>(".video-card__title a");
  if (!card || !link) return;
  const title = link.textContent ?? "";
  for (const next of document.querySelectorAll<HTMLAnchorElement>("video-player a[rel=next], video-player a.player__button")) {
    next.href = link.href;
    if (next.hasAttribute("aria-label")) next.setAttribute("aria-label", `Next: ${title}`);
  }
  const panel = document.querySelector('[data-part="next-panel"]');
  const [name, reason, picture] = [".player__panel-title", '[data-part="next-reason"]', "img"].map((part) => panel?.querySelector(part));
  if (name) name.textContent = title;
  if (reason) reason.textContent = card.querySelector(".video-card__reason")?.textContent?.replace("Why this? ", "") ?? "";
  const source = card.querySelector("img")?.src;
  if (picture instanceof HTMLImageElement && source !== undefined) picture.src = source;
}
