/**
 * The message for people in a response body, in any format.
 *
 * @module
 */
import { oneLine } from "../cli/printable.ts";
import { asObject } from "../lib/json.ts";
import { essenceOf } from "../lib/media_type.ts";

/** Fields that servers put their words in, the most specific first; JSON-RPC, OAuth, RFC 9457, FastAPI. */
const FIELDS = [
  "error_description",
  "message",
  "detail",
  "title",
  "reason",
  "msg",
  "error",
  "errors",
] as const;

/**
 * What a body says, on one line and safe to print; empty if it says nothing. Secrets are not removed.
 *
 * @param body the beginning of the body, as text
 * @param contentType the value of `Content-Type`
 */
export function peerWords(body: string, contentType: string | null): string {
  const text = (dataOfEvent(body, contentType) ?? body).trim();
  if (text === "") return "";
  try {
    return oneLine(wordsOf(JSON.parse(text)));
  } catch {
    const isHtml = /html/.test(essenceOf(contentType)) || /^<(!doctype|html)/i.test(text);
    const [, title] = text.match(/<title[^>]*>([^<]*)</i) ?? [];
    if (isHtml) return oneLine(title ?? "", 120);
    // A stack or a page of text: its first line says most.
    return oneLine(text.replace(/<[^>]*>/g, " ").split("\n").find((line) => line.trim() !== "") ?? "", 120);
  }
}

/** The data of the first event that has some, if a body is an event stream: the lines around it say nothing. */
function dataOfEvent(body: string, contentType: string | null): string | undefined {
  return essenceOf(contentType) === "text/event-stream" ? /^data: ?(.*\S.*)$/m.exec(body)?.[1] : undefined;
}

/** The message in a parsed body, or in a JSON-RPC error, of any shape. */
export function wordsOf(value: unknown, depth = 0): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || depth > 4) return "";
  if (Array.isArray(value)) return value.map((each) => wordsOf(each, depth + 1)).filter(Boolean).join("; ");
  const object = asObject(value);
  for (const field of FIELDS) {
    const words = wordsOf(object[field], depth + 1);
    if (words !== "") return words;
  }
  return "";
}
