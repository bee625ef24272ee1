// <upload-form> around the plain multipart form: sends its files in pieces, several at once, each with a line of its own that can be
// paused and goes on after a cut or a reload. A single file leads to its page; several stay in the list.
import { say } from "../say.ts";
import { DirectUpload, Refused as DirectRefused } from "./upload-form/direct.ts";
import { acceptDrops } from "./upload-form/drop.ts";
import { clearErrors, metadataOf, showErrors, titleOf } from "./upload-form/fields.ts";
import { Line } from "./upload-form/line.ts";
import { Transfer } from "./upload-form/transfer.ts";
import type { Refused } from "./upload-form/tus.ts";

class UploadForm extends HTMLElement {
  private readonly underWay = new Set<Transfer | DirectUpload>();

  connectedCallback(): void {
    const form = this.querySelector("form");
    const file = this.querySelector<HTMLInputElement>('input[type="file"]');
    if (form === null || file === null) return;
    const maxBytes = Number(this.dataset.maxBytes ?? "Infinity");

    file.multiple = true;
    const look = (): void => {
      const chosen = [...(file.files ?? [])];
      const tooLarge = chosen.find((one) => one.size > maxBytes);
      file.setCustomValidity(tooLarge === undefined ? "" : `${tooLarge.name} is larger than the site accepts.`);
      file.reportValidity();
      this.suggestTitle(form, chosen);
    };
    file.addEventListener("change", look);
    // Somebody was quicker than this script, or the browser brought their choice back.
    if (file.files !== null && file.files.length > 0) look();
    acceptDrops(this.querySelector(".file-drop"), file);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.underWay.size === 0) this.send(form, [...(file.files ?? [])]);
    });
    addEventListener("beforeunload", (event) => {
      if (this.underWay.size > 0) event.preventDefault();
    });
  }

  private send(form: HTMLFormElement, files: File[]): void {
    const template = this.querySelector<HTMLTemplateElement>("template[data-line]");
    const list = this.querySelector<HTMLElement>("[data-uploads]");
    const title = form.querySelector<HTMLInputElement>('input[name="title"]');
    if (template === null || list === null || title === null) return;
    clearErrors(form);
    list.replaceChildren();
    for (const file of files) {
      const own = files.length === 1 ? title.value : titleOf(file, title.maxLength);
      const line = new Line(template, own, file.size, (sentence) => this.announce(sentence));
      list.append(line.element);
      const direct = files.length === 1 ? form.dataset.directUpload : undefined;
      if (direct !== undefined) void this.sendDirectly(form, file, line, direct);
      else this.transfer(form, file, own, line, files.length === 1);
    }
    this.swap();
    list.scrollIntoView({ block: "nearest" });
  }

  // Where the site keeps its files in a bucket, a single file goes there without a detour.
  private async sendDirectly(form: HTMLFormElement, file: File, line: Line, address: string): Promise<void> {
    const upload = new DirectUpload(address, (sent) => line.show(sent));
    this.underWay.add(upload);
    line.on("cancel", () => upload.abort());
    line.beginsWithoutPause();
    try {
      const page = await upload.send(form, file);
      line.finished(page);
      this.over(upload);
      location.assign(page);
    } catch (error) {
      this.over(upload);
      line.element.remove();
      if (error instanceof DirectRefused) error.show(form);
      else say(error instanceof Error ? error.message : "The upload was cancelled.", "problem");
    }
  }

  private transfer(form: HTMLFormElement, file: File, title: string, line: Line, isOnly: boolean): void {
    const transfer: Transfer = new Transfer(file, metadataOf(form, file, title), {
      began: (offset) => line.goesOnFrom(offset),
      progressed: (sent) => line.show(sent),
      waits: (seconds) => line.waits(seconds),
      finished: (page) => {
        line.finished(page);
        this.over(transfer);
        if (isOnly) location.assign(page);
      },
      refused: (refusal) => {
        this.over(transfer);
        this.refused(form, line, refusal, isOnly);
      },
    });
    line.on("pause", () => {
      transfer.pause();
      line.paused();
    });
    line.on("resume", () => transfer.start());
    line.on("cancel", () => {
      void transfer.cancel();
      this.over(transfer);
      line.element.remove();
      say(`The upload of ${title} was cancelled.`);
      form.querySelector<HTMLElement>('input[type="file"]')?.focus();
    });
    this.underWay.add(transfer);
    transfer.start();
  }

  private refused(form: HTMLFormElement, line: Line, refusal: Refused, isOnly: boolean): void {
    if (isOnly && showErrors(form, refusal.fields)) line.element.remove();
    else line.refused(refusal.message);
    if (isOnly) say(refusal.message, "problem");
  }

  private over(transfer: Transfer | DirectUpload): void {
    this.underWay.delete(transfer);
    this.swap();
  }

  /** The button is there as long as there is nothing to wait for. */
  private swap(): void {
    this.querySelector("[data-uploads]")?.removeAttribute("hidden");
    this.querySelector("[data-submit]")?.toggleAttribute("hidden", this.underWay.size > 0);
  }

  private announce(sentence: string): void {
    const status = this.querySelector("[data-status]");
    if (status !== null) status.textContent = sentence;
  }

  /** As long as nobody typed one. Of several files each has its own, so that the field is not asked for. */
  private suggestTitle(form: HTMLFormElement, files: File[]): void {
    const title = form.querySelector<HTMLInputElement>('input[name="title"]');
    const only = files[0];
    if (title === null || only === undefined) return;
    title.disabled = files.length > 1;
    this.querySelector("[data-titles]")?.toggleAttribute("hidden", files.length === 1);
    if (files.length === 1 && title.value === "") title.value = titleOf(only, title.maxLength);
  }
}

customElements.define("upload-form", UploadForm);
