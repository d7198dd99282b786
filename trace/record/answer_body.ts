/**
 * Reads the body of a response piece by piece, as text or as server-sent events.
 *
 * @module
 */
import { createParser, type EventSourceParser } from "eventsource-parser";
import { MAX_READ } from "./bounded.ts";

/** Merges the chunks of a model's stream. */
export interface CompletionFolder {
  /** Adds the data of one event. */
  add(data: string): void;
  /** The completion, as JSON, as the endpoint would have sent it without streaming. */
  completion(): string;
}

/** An event of a stream (HTML Standard, server-sent events). */
export interface ServerSentEvent {
  /** The event's `id:`, if it has one. */
  readonly id?: string | undefined;
  /** `message` if the stream does not name it. */
  readonly event: string;
  /** The event's data, not redacted yet. */
  readonly data: string;
}

/** The body of a response, as far as it has arrived. */
export interface AnswerBody {
  /** Its size so far. */
  readonly bytes: number;
  /** How many events have arrived. */
  readonly events: number;
  /** Reads the following bytes as an event stream; a folder gets the data of each event. */
  readEvents(folder?: CompletionFolder): void;
  /** Takes the next piece; `more` bytes came after it that are not kept. */
  add(piece: Uint8Array | string, more?: number): void;
  /** The text so far, bounded; of an event stream the folded completion, or `""`. */
  text(): string;
}

/** Creates an empty body that is read as text. */
export function createAnswerBody(onEvent: (event: ServerSentEvent) => void): AnswerBody {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let text = "";
  let bytes = 0;
  let events = 0;
  let parser: EventSourceParser | undefined;
  let folder: CompletionFolder | undefined;
  return {
    get bytes() {
      return bytes;
    },
    get events() {
      return events;
    },
    readEvents(given) {
      folder = given;
      parser = createParser({
        onEvent({ id, event = "message", data }) {
          folder?.add(data);
          events++;
          onEvent({ id, event, data });
        },
      });
    },
    add(piece, more = 0) {
      const isText = typeof piece === "string";
      bytes += (isText ? encoder.encode(piece) : piece).length + more;
      const chunk = isText ? piece : decoder.decode(piece, { stream: true });
      if (parser) parser.feed(chunk);
      else if (text.length < MAX_READ) text += chunk.slice(0, MAX_READ);
    },
    text: () => folder ? folder.completion() : text,
  };
}
