/**
 * Reads the JSON body of a POST, once and within limits.
 *
 * @module
 */
import { Buffer, isUtf8 } from "node:buffer";
import { isJsonContentType } from "@modelcontextprotocol/server";
import { readAtMost } from "../lib/bytes.ts";
import { isDeeperThan } from "../lib/json.ts";
import { memoized } from "../lib/memoized.ts";
import { createSharedLimit, type SharedLimit } from "../lib/shared_limit.ts";
import {
  answerableId,
  INVALID_REQUEST,
  isId,
  PARSE_ERROR,
  REFUSED,
  rpcError,
  type RpcErrorOptions,
} from "./json_rpc.ts";
import type { Head } from "../lib/head.ts";
import type { Limits } from "./limits.ts";

/** A request body. */
export interface JsonBody {
  /** The text; empty if it was not read. Invalid UTF-8 is replaced by U+FFFD. */
  readonly text: string;
  /** The size of the body as it was sent. */
  readonly size: number;
  /** What the text says; `undefined` if it is not JSON. */
  readonly value: unknown;
}

/** The body, with the refusal if it is invalid: then the body is only for the record. */
export type ReadBody = JsonBody & { readonly refusal?: Response };

const isJson = memoized(isJsonContentType);
const lenientUtf8 = new TextDecoder();

/** Reads the bodies of requests. */
export interface JsonReader {
  /**
   * Reads the body of a request.
   *
   * @returns with a `refusal` for another media type (415), too many bytes (413), a body that does not arrive
   * in time (408), broken framing, text that is not JSON in UTF-8, nesting that is too deep and an id that is
   * neither a string nor an integer (400)
   */
  read(request: Request, head?: Head): Promise<ReadBody>;
  /** Called at the end; bodies that are being read are read to their end. */
  close(): void;
}

/** Makes a reader that keeps to the limits. */
export function createJsonReader(limits: Limits): JsonReader {
  const limit = createSharedLimit(limits.bodyMs);
  return { read: (request, head = request) => readJson(request, head, limits, limit), close: limit.close };
}

async function readJson(
  request: Request,
  head: Head,
  limits: Limits,
  limit: SharedLimit,
): Promise<ReadBody> {
  const refuse = (status: number, code: number, message: string, options?: RpcErrorOptions) =>
    rpcError(status, code, message, { ...answerableId(head), ...options });
  if (!isJson(head.headers.get("content-type") ?? "")) {
    return unread(refuse(415, REFUSED, "The Content-Type must be application/json."));
  }
  const bytes = await readBytes(request, head.headers.get("content-length"), limits.bodyBytes, limit);
  switch (bytes) {
    case "too_large": {
      const message = `The body is larger than ${limits.bodyBytes} bytes.`;
      return unread(refuse(413, REFUSED, message, CLOSE));
    }
    case "too_slow":
      return unread(refuse(408, REFUSED, "The body did not arrive in time.", CLOSE));
    case "broken":
      return unread(refuse(400, PARSE_ERROR, "The body could not be read: its framing is broken."));
  }
  const size = bytes.length;
  let text: string | undefined;
  let value: unknown;
  try {
    // Request.json() would silently repair invalid UTF-8.
    text = decode(bytes);
    value = JSON.parse(text);
  } catch {
    const refusal = refuse(400, PARSE_ERROR, "The body is not valid JSON in UTF-8.");
    return { text: text ?? lenientUtf8.decode(bytes), size, value: undefined, refusal };
  }
  if (isDeeperThan(value, limits.jsonDepth)) {
    const message = `The body is nested deeper than ${limits.jsonDepth} levels.`;
    return { text, size, value, refusal: refuse(400, PARSE_ERROR, message) };
  }
  if (typeof value === "object" && value !== null && "id" in value && !isId(value.id)) {
    const message = "The id must be a string or an integer.";
    return {
      text,
      size,
      value,
      refusal: refuse(400, INVALID_REQUEST, message, answerableId(head, value)),
    };
  }
  return { text, size, value };
}

const CLOSE = { headers: { Connection: "close" } };

function unread(refusal: Response): ReadBody {
  return { text: "", size: 0, value: undefined, refusal };
}

/** As a fatal `TextDecoder`, in a fraction of its time. */
function decode(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new TypeError("The bytes are not UTF-8.");
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

const BYTE_ORDER_MARK = 0xfeff;

async function readBytes(
  request: Request,
  stated: string | null,
  most: number,
  limit: SharedLimit,
): Promise<Uint8Array | "too_large" | "too_slow" | "broken"> {
  if (Number(stated) > most) return "too_large";
  const tooSlow = new AbortController();
  try {
    // The runtime reads no more than what is stated.
    const bytes = await limit.within(
      stated === null
        ? readAtMost(request.body, most, tooSlow.signal).then((bytes) => bytes ?? "too_large")
        : request.bytes(),
    );
    if (bytes === undefined) tooSlow.abort();
    return bytes ?? "too_slow";
  } catch {
    return "broken";
  }
}
