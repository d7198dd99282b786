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
  /** The kind of the error. */
  readonly type?: unknown;
}

/** Reads OpenAI's form, a `message` at the root (vLLM, Mistral), `detail` (FastAPI), a web page, or any text. */
export function readErrorBody(text: string): ErrorBody {
  const trimmed = text.trim();
  if (/^<(!doctype|html|head|body|\?xml)/i.test(trimmed)) return { message: pageText(trimmed) };
  let json: unknown;
  try {
    json = JSON.parse(trimmed);
  } catch {
    return { message: trimmed };
  }
  if (isDeeperThan(json, DEPTH)) return { message: trimmed };
  const body = asObject(json);
  const error = typeof body.error === "object" && body.error !== null ? asObject(body.error) : body;
  const { param, code, type } = error;
  return { message: wordsOf(json) || trimmed, param, code, type };
}

/** The message in an error of any form, or `""`. */
export function wordsOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  if (Array.isArray(value)) return value.map(wordsOf).filter((text) => text !== "").join("; ");
  const { error, message, detail, msg, loc } = asObject(value);
  const isPath = Array.isArray(loc) &&
    loc.every((each) => typeof each === "string" || typeof each === "number");
  const where = isPath ? `${loc.join(".")}: ` : "";
  for (const each of [error, message, detail, msg]) {
    const words = wordsOf(each);
    if (words) return where + words;
  }
  return "";
}

function pageText(html: string): string {
  const title = html.match(/<(title|h1)[^>]*>([^<]*)/i)?.[2]?.trim();
  return `it answers with a web page${title ? `, "${title}"` : ""}`;
}
