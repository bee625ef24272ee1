// Puts a file straight into the site's bucket: asks the site for addresses, puts the parts there, says when all are there.
// A part that is lost is put again, at a new address.
const PARTS_A_REQUEST = 20;
const ATTEMPTS = 4;
const LOST = "The connection was lost. Nothing was uploaded; please try again.";
const CANCELLED = "The upload was cancelled.";

interface Begun {
  uuid: string;
  part_bytes: number;
  parts: number;
}

// What is wrong with the fields, in the site's words.
export class Refused extends Error {
  constructor(private readonly fields: Record<string, string>) {
    super("refused");
  }

  // At the field, where the browser shows it; it is gone as soon as something is changed.
  show(form: HTMLFormElement): void {
    for (const [name, message] of Object.entries(this.fields)) {
      const found = form.elements.namedItem(name === "" ? "file" : name);
      const field = found instanceof RadioNodeList ? found[0] : found;
      if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)) continue;
      field.setCustomValidity(message);
      form.addEventListener("input", () => field.setCustomValidity(""), { once: true });
      form.addEventListener("change", () => field.setCustomValidity(""), { once: true });
    }
    form.reportValidity();
  }
}

export class DirectUpload {
  private readonly stop = new AbortController();

  constructor(
    private readonly address: string,
    private readonly progress: (sent: number) => void,
  ) {}

  abort(): void {
    this.stop.abort();
  }

  // The address of the page that shows how the video is prepared.
  async send(form: HTMLFormElement, file: File): Promise<string> {
    const begun = await this.ask<Begun>(this.address, described(form, file));
    const own = `${this.address}/${begun.uuid}`;
    try {
      const etags: string[] = [];
      for (let number = 1; number <= begun.parts; number++) etags.push(await this.part(own, begun, number, file));
      return (await this.ask<{ url: string }>(own, { etags })).url;
    } catch (error) {
      // If this is lost too, the site gives the upload up after a day.
      void fetch(`${own}/delete`, { method: "POST", keepalive: true }).catch(() => undefined);
      throw error;
    }
  }

  private waiting: string[] = [];

  private async part(own: string, { part_bytes, parts }: Begun, number: number, file: File): Promise<string> {
    const from = (number - 1) * part_bytes;
    const part = file.slice(from, from + part_bytes);
    for (let attempt = 1; ; attempt++) {
      // Addresses end after a while, so that a second attempt asks for new ones.
      if (this.waiting.length === 0 || attempt > 1) {
        const which = { first: number, count: Math.min(PARTS_A_REQUEST, parts - number + 1) };
        this.waiting = (await this.ask<{ urls: string[] }>(`${own}/parts`, which)).urls;
      }
      const tag = await this.put(this.waiting.shift() ?? "", part, from);
      if (tag !== undefined) return tag;
      if (attempt === ATTEMPTS) throw new Error(LOST);
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
    }
  }

  // Undefined where it did not arrive.
  private put(url: string, part: Blob, before: number): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const cancel = (): void => request.abort();
      this.stop.signal.addEventListener("abort", cancel, { once: true });
      request.upload.addEventListener("progress", ({ loaded }) => this.progress(before + loaded));
      request.addEventListener("load", () => resolve(request.status === 200 ? (request.getResponseHeader("ETag") ?? undefined) : undefined));
      request.addEventListener("error", () => resolve(undefined));
      request.addEventListener("abort", () => reject(new Error(CANCELLED)));
      request.addEventListener("loadend", () => this.stop.signal.removeEventListener("abort", cancel));
      request.open("PUT", url);
      request.send(part);
    });
  }

  private async ask<T>(url: string, body: unknown): Promise<T> {
    let answer: Response;
    try {
      const headers = { "Content-Type": "application/json" };
      answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal: this.stop.signal });
    } catch {
      throw new Error(this.stop.signal.aborted ? CANCELLED : LOST);
    }
    if (answer.status === 422) throw new Refused(((await answer.json()) as { errors: Record<string, string> }).errors);
    if (!answer.ok || answer.redirected) throw new Error("The site could not take the file. Please reload the page and try again.");
    return (await answer.json()) as T;
  }
}

function described(form: HTMLFormElement, file: File): Record<string, string | number> {
  const data = new FormData(form);
  const text = (name: string): string => {
    const value = data.get(name);
    return typeof value === "string" ? value : "";
  };
  const fields = Object.fromEntries(["title", "description", "tags", "privacy", "channel"].map((name) => [name, text(name)]));
  return { ...fields, size: file.size, file_name: file.name };
}
