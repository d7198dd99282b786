/**
 * How the answers of a model endpoint differ from those of OpenAI's API, where `ask` makes up for it. Pure.
 *
 * @module
 */
import { createParser } from "eventsource-parser";
import { essenceOf } from "../../lib/media_type.ts";
import { asObject, parsed } from "../../lib/json.ts";
import type { QuirkName } from "../../cli/quirk_names.ts";
import { looksLikeEvents } from "./request.ts";
import type { Seen } from "./wire.ts";

/** An answer to `POST /chat/completions`. */
export type CompletionSeen = Pick<Seen, "sent" | "headers" | "body" | "isWhole">;

/** The accents in an answer, by the names of the quirks that `model --quirk` stages. */
export function accentsIn({ sent, headers, body, isWhole }: CompletionSeen): readonly QuirkName[] {
  const accents = new Set<QuirkName>();
  if (essenceOf(headers.get("content-type")) === "") accents.add("no-content-type");
  const isEvents = looksLikeEvents(body);
  const isStreamAsked = asObject(parsed(sent)).stream === true;
  if (isStreamAsked && !isEvents) accents.add("never-streamed");
  const { chunks, hasComment, isDone } = isEvents
    ? eventsIn(body)
    : { chunks: [parsed(body)], hasComment: false, isDone: true };
  if (hasComment) accents.add("comments");
  const reply = readReply(chunks, isEvents, accents);
  // What was not read to its end was read up to an end mark.
  if (isEvents && isWhole && !isDone) accents.add("no-done");
  if (isWhole && !reply.isFinished) accents.add("no-finish");
  if (reply.hasCalls && reply.finish === "stop") accents.add("stop-with-calls");
  if (/<think(ing)?>/i.test(reply.text)) accents.add("thinking-in-text");
  for (const written of reply.written) {
    if (typeof parsed(written) === "string") accents.add("double-arguments");
  }
  return [...accents];
}

function eventsIn(body: string) {
  const chunks: unknown[] = [];
  let [hasComment, isDone] = [false, false];
  const parser = createParser({
    onEvent({ data }) {
      if (data.trim() === "[DONE]") isDone = true;
      else chunks.push(parsed(data));
    },
    onComment: () => void (hasComment = true),
  });
  parser.feed(body);
  return { chunks, hasComment, isDone };
}

function readReply(chunks: readonly unknown[], isEvents: boolean, accents: Set<QuirkName>) {
  const written = new Map<unknown, string>();
  let [text, finish, hasCalls] = ["", "", false];
  for (const chunk of chunks) {
    const { choices } = asObject(chunk);
    const choice = asObject(Array.isArray(choices) ? choices[0] : undefined);
    if (typeof choice.finish_reason === "string") finish = choice.finish_reason;
    const { content, tool_calls } = asObject(choice.delta ?? choice.message);
    if (Array.isArray(content)) accents.add("content-in-parts");
    if (typeof content === "string") text += content;
    for (const [at, call] of (Array.isArray(tool_calls) ? tool_calls : []).entries()) {
      hasCalls = true;
      const { index, id, function: called } = asObject(call);
      const { name, arguments: args } = asObject(called);
      if (isEvents && typeof index !== "number") accents.add("no-index");
      if (name && !id) accents.add("no-ids");
      if (args === null) accents.add("no-arguments");
      else if (typeof args === "object") accents.add("object-arguments");
      const key = isEvents ? index ?? id : at;
      if (typeof args === "string") written.set(key, (written.get(key) ?? "") + args);
    }
  }
  return { text, finish, hasCalls, isFinished: finish !== "", written: [...written.values()] };
}
