/**
 * What an endpoint has answered, read by what it is: content types are often missing or wrong.
 *
 * @module
 */
import { essenceOf, isEventStream } from "../../../lib/media_type.ts";
import { parseJson } from "../stream/parse_json.ts";
import { EndpointError } from "./failure_kind.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** An answer that is JSON or a stream of events. */
export interface Answer {
  /** Whether it is a stream of events. */
  readonly isEvents: boolean;
  /** Its body, without blank pieces at the beginning. */
  readonly body: ReadableStream<Bytes>;
  /**
   * The body as JSON; `undefined` if it is a text that does not look like it.
   *
   * @throws an {@linkcode EndpointError} for malformed JSON
   */
  json(): Promise<unknown>;
}

/**
 * Reads a body up to its first character that is not blank, which says what it is.
 *
 * @throws an {@linkcode EndpointError} for a web page and for an empty body, or what reading it throws
 */
export async function openAnswer({ headers, body }: Response): Promise<Answer> {
  const reader = body?.getReader();
  const first = await firstPiece(reader);
  if (!reader || !first) throw EndpointError.because(isEventStream(headers) ? "empty_answer" : "no_content");
  const { character, piece } = first;
  if (character === "<") {
    await reader.cancel();
    throw EndpointError.because("web_page");
  }
  const isJson = /[[{]/.test(character) || essenceOf(headers.get("content-type")) === "application/json";
  const stream = restored(piece, reader);
  return {
    // The fields of an event begin with `data`, `event`, `id` and `retry`; a comment with a colon.
    isEvents: !/[[{]/.test(character) && (isEventStream(headers) || /[deir:]/.test(character)),
    body: stream,
    async json() {
      const text = await new Response(stream).text();
      return isJson ? parseJson(text) : undefined;
    },
  };
}

/** The first piece that is not blank, and its first character; `undefined` if there is none. */
async function firstPiece(reader: ReadableStreamDefaultReader<Bytes> | undefined) {
  while (reader) {
    const { done, value } = await reader.read();
    if (done) return undefined;
    // Blanks, and a byte order mark.
    const byte = value.find((each) => each > 0x20 && ![0xef, 0xbb, 0xbf].includes(each));
    if (byte !== undefined) return { character: String.fromCharCode(byte), piece: value };
  }
}

/** The stream that begins with a piece that has been read. */
function restored(first: Bytes, reader: ReadableStreamDefaultReader<Bytes>): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>({
    start: (controller) => controller.enqueue(first),
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
