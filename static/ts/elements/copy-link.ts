// <copy-link data-done> around a read-only field and a hidden button: the button copies the field and says so in those words.
// Without JavaScript the field is still there to be selected.
import { say } from "../say.ts";

class CopyLink extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector("input");
    const button = this.querySelector("button");
    if (field === null || button === null) return;
    button.hidden = false;
    button.addEventListener("click", () => void copy(field, this.dataset.done ?? "Link copied."));
    field.addEventListener("focus", () => field.select());
  }
}

async function copy(field: HTMLInputElement, done: string): Promise<void> {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    say(done);
  } catch {
    // Plain HTTP has no clipboard; the text is selected, so the keyboard finishes the job.
    say("Press Ctrl and C to copy.");
  }
}

customElements.define("copy-link", CopyLink);
