// The choice of a quality: a form that shows the page with another file, until there is a stream whose quality changes
// while it plays. The list is then the stream's own.
export class QualityChoice {
  private readonly select: HTMLSelectElement | null;
  private readonly button: HTMLButtonElement | null;
  private following = new AbortController();

  constructor(private readonly form: HTMLFormElement) {
    this.select = form.querySelector("select");
    this.button = form.querySelector("button");
  }

  /** What can be chosen from now on; what was chosen on the page is chosen at once. */
  offer(qualities: number[], choose: (quality: number | undefined) => void): void {
    const { select } = this;
    if (select === null) return;
    this.following.abort();
    this.following = new AbortController();
    const options = [...new Set(qualities)].sort((one, other) => other - one).map((quality) => option(quality, select.value));
    select.replaceChildren(new Option("Auto", "", select.value === "", select.value === ""), ...options);
    select.addEventListener("change", () => choose(chosen(select)), { signal: this.following.signal });
    this.form.hidden = false;
    if (this.button !== null) this.button.hidden = true;
    if (chosen(select) !== undefined) choose(chosen(select));
  }

  /** Which quality is on the screen. */
  tell(quality: number): void {
    const auto = this.select?.options[0];
    if (auto !== undefined) auto.text = `Auto (${quality}p)`;
  }

  /** The stream is gone, and the form does again what it does without one. */
  withdraw(): void {
    this.following.abort();
    if (this.button === null) this.form.hidden = true;
    else this.button.hidden = false;
    const auto = this.select?.options[0];
    if (auto !== undefined) auto.text = "Auto";
  }
}

function option(quality: number, before: string): HTMLOptionElement {
  const value = String(quality);
  return new Option(`${value}p`, value, value === before, value === before);
}

function chosen(select: HTMLSelectElement): number | undefined {
  return select.value === "" ? undefined : Number(select.value);
}
