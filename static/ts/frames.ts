// What Turbo's frames leave to us: where the focus goes after a swap, and what to say when an answer is no frame.
import { say } from "./say.ts";

// A swapped frame loses the focused button. Elements that stay themselves across a swap share a data-focus name.
export function keepFocusInFrames(): void {
  let wanted: string | undefined;

  document.addEventListener("turbo:submit-start", ({ detail }) => {
    wanted = focusName(detail.formSubmission.submitter ?? null);
  });
  document.addEventListener("turbo:before-frame-render", () => {
    wanted ??= focusName(document.activeElement);
  });
  document.addEventListener("turbo:frame-render", ({ target }) => {
    const name = wanted;
    wanted = undefined;
    if (name === undefined || !(target instanceof Element)) return;
    const again = target.querySelector<HTMLElement>(`[data-focus="${CSS.escape(name)}"]`);
    again?.focus({ preventScroll: true });
  });
}

export function reportFrameTroubles(): void {
  // An error page is not a frame: say its sentence and leave the page as it is, with what was typed.
  document.addEventListener("turbo:before-fetch-response", (event) => {
    const { fetchResponse } = event.detail;
    const { status } = fetchResponse.response;
    if (status < 400 || status === 422) return;
    event.preventDefault();
    void fetchResponse.responseText.then((html) => say(errorSentence(html), "problem"));
  });
  document.addEventListener("turbo:fetch-request-error", () => {
    say("The connection was lost. Please try again.", "problem");
  });
  // An answer without the frame, such as a page that moved: go there.
  document.addEventListener("turbo:frame-missing", (event) => {
    event.preventDefault();
    location.assign(event.detail.response.url);
  });
  // A form may say what it did, for those who do not see the swap: <form data-done="Comment posted">.
  document.addEventListener("turbo:submit-end", ({ detail, target }) => {
    if (!detail.success || !(target instanceof HTMLFormElement)) return;
    if (target.dataset.done !== undefined) say(target.dataset.done);
  });
}

// The sentence of one of our error pages.
export function errorSentence(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  const sentence = page.querySelector(".mishap__text")?.textContent?.trim();
  return sentence === undefined || sentence === "" ? "Something went wrong. Please try again." : sentence;
}

function focusName(element: Element | null): string | undefined {
  return element instanceof HTMLElement ? element.dataset.focus : undefined;
}
