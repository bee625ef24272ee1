// The pieces of the player that the server has written, by their names: <button data-part="mute">. Their labels and order
// are the template's; the scripts only make them work.
export class Parts {
  constructor(readonly host: HTMLElement) {}

  find(name: string): HTMLElement | undefined {
    return this.host.querySelector<HTMLElement>(`[data-part="${name}"]`) ?? undefined;
  }

  box(name: string): HTMLElement {
    return this.needed(name, this.find(name));
  }

  input(name: string): HTMLInputElement {
    return this.needed(name, this.findInput(name));
  }

  findInput(name: string): HTMLInputElement | undefined {
    const found = this.find(name);
    return found instanceof HTMLInputElement ? found : undefined;
  }

  private needed<E>(name: string, found: E | undefined): E {
    if (found === undefined) throw new Error(`The player has no part "${name}".`);
    return found;
  }
}

/** A button with two pictures and two names: what it does now, and what it does when it is on. */
export function turn(button: HTMLElement, isOn: boolean): void {
  const { otherLabel } = button.dataset;
  if (button.hasAttribute("data-on") === isOn) return;
  button.toggleAttribute("data-on", isOn);
  if (otherLabel === undefined) return;
  button.dataset.otherLabel = button.getAttribute("aria-label") ?? "";
  button.setAttribute("aria-label", otherLabel);
}
