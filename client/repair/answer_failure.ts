/**
 * An answer over HTTP that does not answer the request: a status with the words that came with it.
 *
 * @module
 */
import { STATUS_TEXT } from "./status_text.ts";
import { oneLine } from "../../cli/printable.ts";
import { isJsonObject } from "./nulls.ts";

/** What is known about the answer. */
export interface FailedAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** The body. */
  readonly body: string;
  /** The headers. */
  readonly headers: Headers;
  /** Whether the request was one of HTTP+SSE, whose address names the session. */
  readonly isHttpSse: boolean;
}

/** Thrown instead of the answer. Its message is a clause for users and models. */
export class AnswerFailure extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** The headers. */
  readonly headers: Headers;
  /** The body, whole. */
  readonly body: string;
  /** As in {@linkcode FailedAnswer}. */
  readonly isHttpSse: boolean;

  /** The failure that `answer` is. */
  constructor(answer: FailedAnswer) {
    super(describeAnswer(answer));
    this.name = "AnswerFailure";
    this.status = answer.status;
    this.headers = answer.headers;
    this.body = answer.body;
    this.isHttpSse = answer.isHttpSse;
  }
}

/** The status, the words of the server, and when a request may be sent again. */
export function describeAnswer({ status, headers, body }: Omit<FailedAnswer, "isHttpSse">): string {
  // Seconds or a date (RFC 9110 §10.2.3).
  const retryAfter = headers.get("retry-after");
  const name = STATUS_TEXT[status];
  const sent = body === "" ? "" : `: ${oneLine(body, 80)}`;
  const words = status < 300 ? `without an answer to the request${sent}` : wordsOf(body);
  const again = retryAfter === null
    ? ""
    : /^\d+$/.test(retryAfter)
    ? `; it may be tried again after ${retryAfter} s`
    : `; it may be tried again after ${oneLine(retryAfter, 60)}`;
  return `HTTP ${status}${name ? ` ${name}` : ""}${words && (status < 300 ? " " : ": ")}${words}${again}`;
}

/** The message of a JSON-RPC error or of another JSON body, the title of a page, or the text as it is. */
function wordsOf(body: string): string {
  try {
    const json: unknown = JSON.parse(body);
    const said = findWords(json);
    if (said !== undefined) return oneLine(said, 500);
  } catch {
    // The body is not JSON.
  }
  const [, title] = body.match(/<title[^>]*>([^<]*)<\/title>/i) ?? [];
  const text = title ?? body.replace(/<[^>]*>/g, " ");
  return oneLine(text.replace(/\s+/g, " ").trim(), 300);
}

function findWords(value: unknown, depth = 0): string | undefined {
  if (typeof value === "string") return value;
  if (!isJsonObject(value) || depth > 3) return undefined;
  for (const key of ["error", "message", "detail", "error_description", "title"]) {
    const words = findWords(value[key], depth + 1);
    if (words) return words;
  }
}
