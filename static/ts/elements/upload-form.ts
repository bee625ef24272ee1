// <upload-form> around the plain multipart form: sends it in the background and shows how far it is. The answer is the
// one the form would have had: a finished upload leads to its page, a refused form is shown with what was typed.
import { errorSentence } from "../frames.ts";
import { say } from "../say.ts";
import { DirectUpload, Refused } from "./upload-form/direct.ts";
import { acceptDrops } from "./upload-form/drop.ts";
import { Meter } from "./upload-form/meter.ts";

class UploadForm extends HTMLElement {
  private request: { abort: () => void } | undefined;

  connectedCallback(): void {
    const form = this.querySelector("form");
    const file = this.querySelector<HTMLInputElement>('input[type="file"]');
    if (form === null || file === null) return;
    const maxBytes = Number(this.dataset.maxBytes ?? "Infinity");

    file.addEventListener("change", () => {
      file.setCustomValidity(tooLarge(file, maxBytes) ? "This file is larger than the site accepts." : "");
      file.reportValidity();
      suggestTitle(form, file);
    });
    acceptDrops(this.querySelector(".file-drop"), file);
    this.querySelector("[data-cancel]")?.addEventListener("click", () => this.request?.abort());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.request !== undefined) return;
      if (form.dataset.directUpload === undefined) this.send(form);
      else void this.sendDirectly(form, file, form.dataset.directUpload);
    });
    addEventListener("beforeunload", (event) => {
      if (this.request !== undefined) event.preventDefault();
    });
  }

  private send(form: HTMLFormElement): void {
    const request = new XMLHttpRequest();
    const meter = new Meter(this);
    const stop = (sentence: string): void => {
      this.request = undefined;
      meter.hide();
      say(sentence, "problem");
    };
    this.request = request;
    request.upload.addEventListener("progress", ({ loaded, total }) => meter.show(loaded, total));
    request.addEventListener("load", () => {
      this.request = undefined;
      if (request.status < 300) location.assign(request.responseURL);
      else if (request.status === 422) showRefused(request.responseText);
      else stop(errorSentence(request.responseText));
    });
    request.addEventListener("error", () => stop("The connection was lost. Nothing was uploaded; please try again."));
    request.addEventListener("abort", () => stop("The upload was cancelled."));
    request.open("POST", form.action);
    request.send(new FormData(form));
    meter.start();
  }

  // Where the site keeps its files in a bucket, they go there without a detour.
  private async sendDirectly(form: HTMLFormElement, input: HTMLInputElement, address: string): Promise<void> {
    const file = input.files?.[0];
    if (file === undefined) return;
    const meter = new Meter(this);
    const upload = new DirectUpload(address, (sent) => meter.show(sent, file.size));
    this.request = upload;
    meter.start();
    try {
      const page = await upload.send(form, file);
      this.request = undefined;
      location.assign(page);
    } catch (error) {
      this.request = undefined;
      meter.hide();
      if (error instanceof Refused) error.show(form);
      else say(error instanceof Error ? error.message : "The upload was cancelled.", "problem");
    }
  }
}

function tooLarge(file: HTMLInputElement, maxBytes: number): boolean {
  return (file.files?.[0]?.size ?? 0) > maxBytes;
}

// A file called "holiday_2026-clip.mp4" suggests the title "holiday 2026 clip", as long as nobody typed one.
function suggestTitle(form: HTMLFormElement, file: HTMLInputElement): void {
  const title = form.querySelector<HTMLInputElement>('input[name="title"]');
  const name = file.files?.[0]?.name;
  if (title === null || name === undefined || title.value !== "") return;
  title.value = name.replace(/\.[^.]+$/, "").replaceAll(/[_\-.]+/g, " ").trim().slice(0, title.maxLength);
}

// The refused page takes the place of this one; the chosen file goes with it, as only the browser can know it.
function showRefused(html: string): void {
  const page = new DOMParser().parseFromString(html, "text/html");
  const [old, refused] = [document.querySelector("main"), page.querySelector("main")];
  if (old === null || refused === null) return;
  const [chosen, empty] = [old.querySelector('input[type="file"]'), refused.querySelector('input[type="file"]')];
  const fileIsWrong = empty?.getAttribute("aria-invalid") === "true";
  const adopted = document.adoptNode(refused);
  if (chosen !== null && !fileIsWrong) adopted.querySelector('input[type="file"]')?.replaceWith(chosen);
  old.replaceWith(adopted);
  document.title = page.title;
  scrollTo({ top: 0 });
  adopted.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

customElements.define("upload-form", UploadForm);
