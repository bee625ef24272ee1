// A group of radio buttons in the settings, and what the row that leads there says of it.
import type { Parts } from "../parts.ts";

export class Radios {
  constructor(
    private readonly parts: Parts,
    private readonly name: string,
    choose: (value: string) => void,
    signal: AbortSignal,
  ) {
    parts.host.addEventListener(
      "change",
      ({ target }) => {
        if (!(target instanceof HTMLInputElement) || target.name !== this.group) return;
        choose(target.value);
        this.tell();
      },
      { signal },
    );
  }

  get value(): string {
    return this.all.find(({ checked }) => checked)?.value ?? "";
  }

  get values(): string[] {
    return this.all.map(({ value }) => value);
  }

  check(value: string): void {
    for (const input of this.all) input.checked = input.value === value;
    this.tell();
  }

  add(group: HTMLElement, value: string, label: string): void {
    const [choice, input] = [document.createElement("label"), document.createElement("input")];
    Object.assign(input, { type: "radio", name: this.group, value, autocomplete: "off" });
    choice.className = "player-menu__choice";
    choice.append(input, label);
    group.append(choice);
  }

  label(value: string): string {
    return this.all.find((input) => input.value === value)?.parentElement?.textContent?.trim() ?? value;
  }

  /** Where there is nothing to choose there is no row. */
  offer(isOffered: boolean): void {
    this.parts.host.querySelector<HTMLElement>(`[data-opens="${this.name}"]`)?.toggleAttribute("hidden", !isOffered);
  }

  tell(words = this.label(this.value)): void {
    const value = this.parts.host.querySelector(`[data-value="${this.name}"]`);
    if (value !== null) value.textContent = words;
  }

  private get group(): string {
    return `player-${this.name}`;
  }

  private get all(): HTMLInputElement[] {
    return [...this.parts.host.querySelectorAll<HTMLInputElement>(`input[name="${this.group}"]`)];
  }
}
