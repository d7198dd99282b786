/**
 * Reads the errors of endpoints, which have many forms. Pure.
 *
 * @module
 */
import { asObject, isDeeperThan } from "../../../lib/json.ts";
import { DEPTH } from "../../limits/limits.ts";

/** An error in the only form that the client library reads: `{"error": {"message": …}}`. */
export interface ErrorBody {
  /** What the endpoint says. */
  readonly message: string;
  /** The part of the request that is wrong. */
  readonly param?: unknown;
  /** The code of the error. */
  readonly code?: unknown;
  /** The kind of the error; `web_page` if it is one. */
  readonly type?: unknown;
  /** For how many milliseconds the body asks to wait. */
  readonly pauseMs?: number;
}

/**
 * Reads OpenAI's form, a `message` at the root (vLLM, Mistral), `detail` (FastAPI), a list of `errors`, a pause
 * (Google's `RetryInfo`), a web page, or any text.
 */
export function readErrorBody(text: string): ErrorBody {
  const trimmed = text.trim();
  if (/^<(!doctype|html|head|body|\?xml)/i.test(trimmed)) {
    return { message: pageText(trimmed), type: "web_page" };
  }
  let json: unknown;
  try {
    json = JSON.parse(trimmed);
  } catch {
    return { message: trimmed };
  }
  if (isDeeperThan(json, DEPTH)) return { message: trimmed };
  const body = asObject(Array.isArray(json) ? json[0] : json);
  const error = typeof body.error === "object" && body.error !== null ? asObject(body.error) : body;
  const { param, code, type = error.status, details } = error;
  const pauseMs = pauseIn(details);
  return {
    message: wordsOf(json) || trimmed,
    param,
    code,
    type,
    ...(pauseMs === undefined ? {} : { pauseMs }),
  };
}

/** The `retryDelay` of Google's `RetryInfo`, for instance `38s`. */
function pauseIn(details: unknown): number | undefined {
  const delays = Array.isArray(details) ? details.map((each) => asObject(each).retryDelay) : [];
  const delay = delays.find((each) => typeof each === "string" && /^\d+(\.\d+)?s$/.test(each));
  return typeof delay === "string" ? parseFloat(delay) * 1000 : undefined;
}

/** The message in an error of any form, or `""`. */
export function wordsOf(value: unknown): string {
  if (typeof value === "string") return wordsWithin(value) || value;
  if (typeof value !== "object" || value === null) return "";
  if (Array.isArray(value)) return value.map(wordsOf).filter((text) => text !== "").join("; ");
  const { error, errors, message, detail, msg, text, error_description, title, loc } = asObject(value);
  const isPath = Array.isArray(loc) &&
    loc.every((each) => typeof each === "string" || typeof each === "number");
  const where = isPath ? `${loc.join(".")}: ` : "";
  for (const each of [error, errors, message, detail, msg, text, error_description, title]) {
    const words = wordsOf(each);
    if (words) return where + words;
  }
  return "";
}

/** The message of an error that stands as JSON within a text, as a proxy passes it on. */
function wordsWithin(text: string): string {
  if (!/^\s*[{[]/.test(text) || text.length > MAX_WITHIN) return "";
  try {
    const value: unknown = JSON.parse(text);
    return isDeeperThan(value, DEPTH) ? "" : wordsOf(value);
  } catch {
    return "";
  }
}

const MAX_WITHIN = 16 * 1024;

function pageText(html: string): string {
  const title = html.match(/<(title|h1)[^>]*>([^<]*)/i)?.[2]?.trim();
  return `(a web page${title ? `: "${title}"` : ""})`;
}
