// <auto-refresh data-seconds="3"> around a frame: asks for the frame again as long as it shows a progress bar, so a page
// about work in progress ends by itself with the result. Rests while the page is hidden.
import type { FrameElement } from "@hotwired/turbo";

class AutoRefresh extends HTMLElement {
  private timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    if (!this.isWorking) return;
    const seconds = Number(this.dataset.seconds ?? "3");
    this.timer = setInterval(() => this.refresh(), seconds * 1000);
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  private get isWorking(): boolean {
    // Another element inside it looks after its own.
    const isOurs = (progress: Element): boolean => progress.closest("auto-refresh, upload-form") === this;
    return [...this.querySelectorAll("progress")].some(isOurs);
  }

  private refresh(): void {
    if (!this.isWorking) {
      clearInterval(this.timer);
      return;
    }
    const frame = this.querySelector<FrameElement>("turbo-frame");
    if (document.hidden || frame === null) return;
    if (frame.src === null || frame.src === undefined) frame.src = location.href;
    else void frame.reload();
  }
}

customElements.define("auto-refresh", AutoRefresh);
