// The requests of the protocol tus 1.0, each as an offset, an address or the reason why not.
export const version = "1.0.0";

/** The connection broke, or the server was busy: worth another try. */
export class Interrupted extends Error {}

/** The server said no. `fields` names what was wrong with the form. */
export class Refused extends Error {
  constructor(
    sentence: string,
    readonly fields: Record<string, string> = {},
    readonly isGone = false,
  ) {
    super(sentence);
  }
}

export async function create(file: File, metadata: Record<string, string>): Promise<string> {
  const answer = await ask("POST", "/uploads/tus", {
    "Upload-Length": String(file.size),
    "Upload-Metadata": Object.entries(metadata).map(([name, value]) => `${name} ${base64(value)}`).join(","),
  });
  const address = answer.headers.get("Location");
  if (answer.status !== 201 || address === null) throw refusal(answer.status, await answer.text(), answer.redirected);
  return address;
}

/** How much of the file the server has. */
export async function offsetOf(address: string): Promise<number> {
  const answer = await ask("HEAD", address, {});
  const offset = Number(answer.headers.get("Upload-Offset") ?? Number.NaN);
  if (answer.status !== 200 || !Number.isInteger(offset)) throw refusal(answer.status, "", answer.redirected);
  return offset;
}

export async function remove(address: string): Promise<void> {
  const answer = await ask("DELETE", address, {});
  if (answer.status !== 204) throw refusal(answer.status, await answer.text(), answer.redirected);
}

/** Sends a piece; answers the offset after it. Only this kind of request tells how much has left. */
export function sendPiece(
  request: XMLHttpRequest,
  address: string,
  offset: number,
  piece: Blob,
  progress: (sent: number) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", ({ loaded }) => progress(Math.min(loaded, piece.size)));
    request.addEventListener("load", () => {
      const next = Number(request.getResponseHeader("Upload-Offset") ?? Number.NaN);
      if (request.status === 204 && Number.isInteger(next)) resolve(next);
      else reject(refusal(request.status, request.responseText, isSignIn(request.responseURL)));
    });
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => reject(new Interrupted()));
    request.open("PATCH", address);
    request.setRequestHeader("Tus-Resumable", version);
    request.setRequestHeader("Upload-Offset", String(offset));
    request.setRequestHeader("Content-Type", "application/offset+octet-stream");
    request.send(piece);
  });
}

async function ask(method: string, address: string, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(address, { method, headers: { "Tus-Resumable": version, ...headers } });
  } catch {
    throw new Interrupted();
  }
}

function refusal(status: number, body: string, wasRedirected: boolean): Error {
  if (wasRedirected) return new Refused("You have been signed out. Sign in again and choose the same file to go on.");
  // Somebody else is writing, the offset is another one, or the server is busy.
  if ([0, 408, 409, 423].includes(status) || (status >= 500 && status !== 507)) return new Interrupted();
  const isGone = status === 404 || status === 410;
  const { message, fields } = read(body);
  if (isGone) return new Refused("This upload is no longer there. Choose the file again to begin anew.", {}, true);
  return new Refused(message ?? "The upload was refused. Please reload the page and try again.", fields);
}

function read(body: string): { message?: string; fields?: Record<string, string> } {
  try {
    return JSON.parse(body) as { message?: string; fields?: Record<string, string> };
  } catch {
    return {};
  }
}

function isSignIn(address: string): boolean {
  return address !== "" && new URL(address).pathname === "/sign-in";
}

function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
