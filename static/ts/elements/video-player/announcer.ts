// What just happened, in a few words: read by screen readers, and shown for a moment over the picture where it is not
// plain to see otherwise.
import type { Parts } from "./parts.ts";

const shownMs = 900;

export class Announcer {
  private readonly status: HTMLElement;
  private readonly bubble: HTMLElement;
  private hiding: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.status = parts.box("status");
    this.bubble = parts.box("bubble");
  }

  say(words: string): void {
    // The same words again are a change too, or nobody would read them.
    this.status.textContent = this.status.textContent === words ? `${words}\u00a0` : words;
  }

  show(words: string): void {
    this.say(words);
    this.bubble.textContent = words;
    this.bubble.toggleAttribute("data-shown", true);
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => this.bubble.removeAttribute("data-shown"), shownMs);
  }
}
