// A file may be dropped on the field instead of being chosen.
export function acceptDrops(area: HTMLElement | null, file: HTMLInputElement): void {
  if (area === null) return;
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.dataset.over = "";
    });
  }
  area.addEventListener("dragleave", () => delete area.dataset.over);
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    delete area.dataset.over;
    const files = event.dataTransfer?.files;
    if (files === undefined || files.length === 0) return;
    file.files = files;
    file.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
