// What the form says of its files, and what the server found wrong with it, beside the fields as the server would have put it.
const names = ["title", "description", "tags", "privacy", "channel"];

/** What goes with one file. Of several files each has its own name as its title. */
export function metadataOf(form: HTMLFormElement, file: File, title: string): Record<string, string> {
  const typed = new FormData(form);
  const said = names.map((name) => [name, String(typed.get(name) ?? "")]);
  return { ...Object.fromEntries(said.filter(([, value]) => value !== "")), title, filename: file.name };
}

/** "holiday_2026-clip.mp4" suggests "holiday 2026 clip". */
export function titleOf(file: File, maxLength: number): string {
  const title = file.name.replace(/\.[^.]+$/, "").replaceAll(/[_\-.]+/g, " ").trim();
  return (title === "" ? file.name : title).slice(0, maxLength);
}

export function clearErrors(form: HTMLFormElement): void {
  for (const message of form.querySelectorAll(".field__error")) message.remove();
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

/** Answers whether each has its place; the first gets the focus. */
export function showErrors(form: HTMLFormElement, fields: Record<string, string>): boolean {
  const placed = Object.entries(fields).map(([name, sentence]) => show(form, name, sentence));
  placed.find((control) => control !== null)?.focus();
  return placed.length > 0 && placed.every((control) => control !== null);
}

function show(form: HTMLFormElement, name: string, sentence: string): HTMLElement | null {
  const control = form.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`);
  const place = control?.closest("fieldset, .field, .file-drop");
  if (control === null || place === null || place === undefined) return null;
  const message = document.createElement("span");
  message.className = "field__error";
  message.id = `${name}-error`;
  message.textContent = sentence;
  place.append(message);
  control.setAttribute("aria-invalid", "true");
  const described = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== "" && id !== message.id);
  control.setAttribute("aria-describedby", [message.id, ...described].join(" "));
  return control;
}
