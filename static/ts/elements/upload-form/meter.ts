// The progress of an upload: percent, bytes, rate and time left. Screen readers hear every quarter.
import { bytes, timeLeft } from "../../words.ts";

export class Meter {
  private readonly started = performance.now();
  private heard = 0;

  constructor(private readonly element: HTMLElement) {}

  start(): void {
    this.swap(true);
    this.show(0, 0);
  }

  hide(): void {
    this.swap(false);
  }

  show(loaded: number, total: number): void {
    const percent = total === 0 ? 0 : Math.floor((100 * loaded) / total);
    const bar = this.element.querySelector("progress");
    if (bar !== null) bar.value = percent;
    this.write("[data-percent]", loaded > 0 && loaded === total ? "Received, checking" : `${percent} %`);
    this.write("[data-detail]", this.detail(loaded, total));
    if (percent >= this.heard + 25) {
      this.heard = percent - (percent % 25);
      this.write("[data-status]", `${this.heard} percent uploaded`);
    }
  }

  private detail(loaded: number, total: number): string {
    const seconds = (performance.now() - this.started) / 1000;
    if (loaded === 0 || seconds < 1) return total === 0 ? "" : `${bytes(loaded)} of ${bytes(total)}`;
    const rate = loaded / seconds;
    const left = loaded === total ? "" : ` · ${timeLeft((total - loaded) / rate)}`;
    return `${bytes(loaded)} of ${bytes(total)} · ${bytes(rate)} a second${left}`;
  }

  private swap(working: boolean): void {
    this.element.querySelector("[data-progress]")?.toggleAttribute("hidden", !working);
    this.element.querySelector("[data-submit]")?.toggleAttribute("hidden", working);
  }

  private write(selector: string, text: string): void {
    const target = this.element.querySelector(selector);
    if (target !== null) target.textContent = text;
  }
}
