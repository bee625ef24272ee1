// The line of one file: title, progress, rate and time left, what went wrong, the link to its page. Screen readers hear every quarter.
import { bytes, timeLeft } from "../../words.ts";

export class Line {
  readonly element: HTMLElement;
  private began = performance.now();
  private beganAt = 0;
  private heard = 0;

  constructor(
    template: HTMLTemplateElement,
    private readonly title: string,
    private readonly total: number,
    private readonly announce: (sentence: string) => void,
  ) {
    this.element = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
    for (const named of this.element.querySelectorAll("[data-title]")) named.textContent = title;
    this.bar?.setAttribute("aria-label", `Upload of ${title}`);
    this.write("[data-detail]", bytes(total));
  }

  on(name: "pause" | "resume" | "cancel", act: () => void): void {
    this.find(`[data-${name}]`)?.addEventListener("click", act);
  }

  /** Sending begins, or begins again. */
  goesOnFrom(offset: number): void {
    this.began = performance.now();
    this.beganAt = offset;
    this.heard = this.quarter(offset);
    this.problem("");
    this.offer("pause");
    this.show(offset);
  }

  /** Sending begins, of a kind that can only be cancelled. */
  beginsWithoutPause(): void {
    this.goesOnFrom(0);
    this.find("[data-pause]")?.toggleAttribute("hidden", true);
  }

  show(sent: number): void {
    const percent = Math.floor((100 * sent) / this.total);
    if (this.bar !== null) this.bar.value = percent;
    this.write("[data-percent]", `${percent} %`);
    this.write("[data-detail]", this.detail(sent));
    if (this.quarter(sent) > this.heard) {
      this.heard = this.quarter(sent);
      this.announce(`${this.title}: ${this.heard} percent uploaded`);
    }
  }

  paused(): void {
    this.write("[data-detail]", "Paused.");
    this.offer("resume");
    this.find("[data-resume]")?.focus();
  }

  waits(seconds: number): void {
    this.problem(`The connection was lost. It goes on by itself; the next try is in ${Math.max(1, Math.round(seconds))} s.`);
  }

  finished(page: string): void {
    this.show(this.total);
    this.write("[data-percent]", "Received");
    this.offer("page");
    this.find("[data-page]")?.setAttribute("href", page);
    this.announce(`${this.title}: received`);
  }

  refused(sentence: string): void {
    this.offer(undefined);
    this.write("[data-detail]", "Not uploaded.");
    this.problem(sentence);
    this.announce(`${this.title}: ${sentence}`);
  }

  private get bar(): HTMLProgressElement | null {
    return this.element.querySelector("progress");
  }

  private quarter(sent: number): number {
    return Math.floor((4 * sent) / this.total) * 25;
  }

  private detail(sent: number): string {
    const far = `${bytes(sent)} of ${bytes(this.total)}`;
    const seconds = (performance.now() - this.began) / 1000;
    if (sent <= this.beganAt || seconds < 1) return far;
    const rate = (sent - this.beganAt) / seconds;
    const left = sent >= this.total ? "" : ` · ${timeLeft((this.total - sent) / rate)}`;
    return `${far} · ${bytes(rate)} a second${left}`;
  }

  private problem(sentence: string): void {
    this.write("[data-problem]", sentence);
    this.find("[data-problem]")?.toggleAttribute("hidden", sentence === "");
  }

  /** Shows the one of these that can be done now; what is over can no longer be cancelled. */
  private offer(wanted: "pause" | "resume" | "page" | undefined): void {
    for (const name of ["pause", "resume", "page"]) this.find(`[data-${name}]`)?.toggleAttribute("hidden", name !== wanted);
    const isUnderWay = wanted === "pause" || wanted === "resume";
    this.find("[data-cancel]")?.toggleAttribute("hidden", !isUnderWay);
  }

  private write(selector: string, text: string): void {
    const target = this.find(selector);
    if (target !== null) target.textContent = text;
  }

  private find(selector: string): HTMLElement | null {
    return this.element.querySelector<HTMLElement>(selector);
  }
}
