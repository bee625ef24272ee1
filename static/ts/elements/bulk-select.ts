// <bulk-select> around a form whose table has a checkbox in each row: one box ticks them all, the bar says how many are
// ticked, and its buttons wait until one is.
class BulkSelect extends HTMLElement {
  connectedCallback(): void {
    const label = this.querySelector<HTMLElement>("[data-check-all]");
    if (label !== null) label.hidden = false;
    this.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && label?.contains(target)) this.tickAll(target.checked);
      this.update();
    });
    this.update();
  }

  private get boxes(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>('input[name="ids"]')];
  }

  private tickAll(checked: boolean): void {
    for (const box of this.boxes) box.checked = checked;
  }

  private update(): void {
    const ticked = this.boxes.filter((box) => box.checked).length;
    const all = this.querySelector<HTMLInputElement>("[data-check-all] input");
    if (all !== null) {
      all.checked = ticked > 0 && ticked === this.boxes.length;
      all.indeterminate = ticked > 0 && ticked < this.boxes.length;
    }
    const count = this.querySelector("[data-count]");
    if (count !== null) count.textContent = ticked === 0 ? "Tick the rows to act on." : `${ticked} selected`;
    for (const button of this.querySelectorAll<HTMLButtonElement>('button[name="action"]')) {
      button.disabled = ticked === 0;
    }
  }
}

customElements.define("bulk-select", BulkSelect);
export {};
