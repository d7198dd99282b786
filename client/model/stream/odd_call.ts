/**
 * Calls in forms that cannot be run. Pure.
 *
 * @module
 */
import { asObject } from "../../../lib/json.ts";

/** A call in a form that cannot be run. */
export interface OddCall {
  /** Its form, as a `Reason` of errors. */
  readonly kind: "legacy_call" | "custom_call" | "nameless_call";
  /** What it calls, or `""`. */
  readonly name: string;
}

/** Whether an entry of `tool_calls` is a custom one: it has a text as input, no arguments (OpenAI, `type: "custom"`). */
export function isCustom(call: unknown): boolean {
  const { type, custom } = asObject(call);
  return type === "custom" || typeof custom === "object" && custom !== null;
}

/** The first call of an odd form in a delta or a message: a custom one, or the `function_call` of before 2023-11. */
export function oddCallOf(
  { function_call, tool_calls }: { readonly function_call?: unknown; readonly tool_calls?: unknown },
): OddCall | undefined {
  const custom = (Array.isArray(tool_calls) ? tool_calls : []).find(isCustom);
  if (custom !== undefined) return { kind: "custom_call", name: nameOf(asObject(custom).custom) };
  const name = nameOf(function_call);
  return name === "" ? undefined : { kind: "legacy_call", name };
}

function nameOf(call: unknown): string {
  const { name } = asObject(call);
  return typeof name === "string" ? name : "";
}
