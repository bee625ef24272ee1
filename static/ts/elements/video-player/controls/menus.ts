// Menus above the bar: one at a time, closed by Escape, by a click elsewhere and by their own button. A menu may have pages,
// of which a row opens another.
interface Menu {
  button: HTMLElement;
  panel: HTMLElement;
}

export class Menus {
  private readonly menus: Menu[] = [];

  constructor(
    private readonly player: HTMLElement,
    private readonly signal: AbortSignal,
  ) {
    document.addEventListener(
      "pointerdown",
      ({ target }) => {
        const { open } = this;
        if (open === undefined || !(target instanceof Node)) return;
        if (!open.panel.contains(target) && !open.button.contains(target)) this.close();
      },
      { signal },
    );
  }

  get open(): Menu | undefined {
    return this.menus.find(({ panel }) => !panel.hidden);
  }

  add(button: HTMLElement, panel: HTMLElement): void {
    const menu = { button, panel };
    const { signal } = this;
    this.menus.push(menu);
    button.addEventListener("click", () => (panel.hidden ? this.show(menu) : this.close()), { signal });
    panel.addEventListener("keydown", (event) => this.follow(event, menu), { signal });
    panel.addEventListener("click", ({ target }) => {
      const page = target instanceof Element ? target.closest<HTMLElement>("[data-opens]")?.dataset.opens : undefined;
      if (page !== undefined) showPage(panel, page);
    }, { signal });
  }

  close(): void {
    const { open } = this;
    if (open === undefined) return;
    const hadFocus = open.panel.contains(document.activeElement);
    open.panel.hidden = true;
    open.button.setAttribute("aria-expanded", "false");
    this.player.removeAttribute("data-menu");
    if (hadFocus) open.button.focus();
  }

  private show(menu: Menu): void {
    this.close();
    menu.panel.hidden = false;
    menu.button.setAttribute("aria-expanded", "true");
    this.player.toggleAttribute("data-menu", true);
    showPage(menu.panel, "main");
  }

  private follow(event: KeyboardEvent, { panel }: Menu): void {
    const rows = [...panel.querySelectorAll<HTMLElement>("button, a, input")].filter((row) => row.offsetParent !== null);
    const focused = rows.findIndex((row) => row === document.activeElement);
    // The arrows choose within a group of radio buttons, as everywhere.
    const step = rows[focused]?.matches("[type=radio]") === true ? 0 : { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (event.key === "Escape") this.close();
    else if (step !== 0) rows.at((focused + step) % rows.length)?.focus();
    else return;
    event.preventDefault();
  }
}

function showPage(panel: HTMLElement, name: string): void {
  const before = panel.querySelector<HTMLElement>("[data-page]:not([hidden])")?.dataset.page;
  for (const page of panel.querySelectorAll<HTMLElement>("[data-page]")) page.hidden = page.dataset.page !== name;
  const shown = panel.querySelector<HTMLElement>("[data-page]:not([hidden])") ?? panel;
  const opener = name === "main" && before !== "main" ? shown.querySelector<HTMLElement>(`[data-opens="${before}"]`) : null;
  const current = shown.querySelector<HTMLElement>("input[type=radio]:checked, [aria-current]");
  (opener ?? current ?? shown.querySelector<HTMLElement>("button, input, a"))?.focus();
}
