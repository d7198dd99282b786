/**
 * The rules that a server kept and broke, in one era.
 *
 * @module
 */
import type { RuleName } from "../../cli/finding_codes.ts";
import { oneLine } from "../../cli/printable.ts";
import { isEventStream } from "../../lib/media_type.ts";
import { described } from "../../findings/http.ts";
import { asObject } from "../../lib/json.ts";
import type { Answer } from "./request.ts";

/** A rule that was broken. */
export interface BrokenRule {
  /** Which one. */
  readonly rule: RuleName;
  /** What the server did instead, in the form of HTTP or JSON. */
  readonly seen: string;
}

/** Counts what is kept, and collects what is broken. */
export interface Rules {
  /** Notes whether a rule was kept. @param seen what the server did, if it was not kept */
  check(rule: RuleName, isKept: boolean, seen: string): void;
  /** How many were kept. */
  kept(): number;
  /** Each rule that was broken, once. */
  broken(): readonly BrokenRule[];
}

/** No rules yet. */
export function createRules(): Rules {
  const broken = new Map<RuleName, BrokenRule>();
  let kept = 0;
  return {
    check(rule, isKept, seen) {
      if (isKept) kept++;
      else if (!broken.has(rule)) broken.set(rule, { rule, seen: oneLine(seen, 120) });
    },
    kept: () => kept,
    broken: () => [...broken.values()],
  };
}

/** The rules for every answer to a request: it is JSON or a stream of events, and has the id of the request. */
export function checkAnswer(rules: Rules, answer: Answer, id: unknown): void {
  // A refusal may have a page for people.
  if (answer.status === 200) {
    const isJson = /^application\/json\b/i.test(answer.headers.get("content-type") ?? "");
    rules.check("content_type", isJson || isEventStream(answer.headers), described(answer));
  }
  if (isAnswered(answer) && answer.message.id !== null && answer.message.id !== undefined) {
    rules.check("id_echoed", answer.message.id === id, JSON.stringify(answer.message.id));
  }
}

/** A tool that no server has. */
export const UNKNOWN_TOOL = { name: "mcpdemo-doctor-no-such-tool", arguments: {} };

/** The answer to an unknown method. */
export function checkUnknownMethod(rules: Rules, answer: Answer, id: unknown): void {
  checkAnswer(rules, answer, id);
  const code = errorCodeIn(answer);
  rules.check(
    "unknown_method",
    code === -32601,
    described(answer) + (code === undefined ? "" : ` (${code})`),
  );
}

/** The answer to `tools/list`. */
export function checkList(rules: Rules, answer: Answer): void {
  rules.check("tools_array", Array.isArray(asObject(answer.message.result).tools), described(answer));
}

/** The answer to a call of {@linkcode UNKNOWN_TOOL}. */
export function checkUnknownTool(rules: Rules, { message, ...answer }: Answer): void {
  const isRefused = message.error !== undefined || asObject(message.result).isError === true;
  rules.check("unknown_tool", isRefused, described(answer));
}

/** Whether an answer holds a JSON-RPC response. */
export function isAnswered({ message }: Answer): boolean {
  return message.result !== undefined || message.error !== undefined;
}

/** The code of the JSON-RPC error in an answer. */
export function errorCodeIn({ message }: Answer): unknown {
  return asObject(message.error).code;
}
