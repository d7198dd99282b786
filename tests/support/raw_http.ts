/** Handwritten HTTP, for what `fetch` does not send. */
import type { TestServer } from "./start_server.ts";

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Sends bytes unchanged and reads the answer until the connection closes.
 *
 * @param later sent once the server answers `100 Continue`
 */
export async function rawRequest(
  { url }: TestServer,
  request: string | Uint8Array,
  later?: string,
): Promise<RawAnswer> {
  using connection = await Deno.connect({ hostname: url.hostname, port: Number(url.port) });
  const bytes = typeof request === "string" ? new TextEncoder().encode(request) : request;
  // The server may answer and close before it has read everything.
  const sent = connection.write(bytes).catch(() => {});
  // Content-Length counts bytes, and so does the text of a one-byte encoding.
  const decoder = new TextDecoder("latin1");
  const buffer = new Uint8Array(64 * 1024);
  let text = "";
  while (!isWhole(text)) {
    const read = await connection.read(buffer).catch(() => null);
    if (read === null) break;
    text += decoder.decode(buffer.subarray(0, read), { stream: true });
    if (later !== undefined && text === CONTINUE) {
      text = "";
      await connection.write(new TextEncoder().encode(later));
    }
  }
  await sent;
  const [head = "", body = ""] = text.split("\r\n\r\n", 2);
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { status: Number(statusLine.split(" ")[1]), headers: new Headers(headers), body };
}

const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

function isWhole(text: string): boolean {
  const length = text.match(/^content-length: (\d+)/im)?.[1];
  const start = text.indexOf("\r\n\r\n");
  return start >= 0 && length !== undefined && text.length - start - 4 >= Number(length);
}
