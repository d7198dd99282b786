/**
 * Whether a tool call may run. Pure.
 *
 * Annotations are hints from a server that may not be trusted (MCP 2026-07-28, `server/tools`): because of them
 * the user is asked less often, and no call is safer.
 *
 * @module
 */
import type { Tool } from "@modelcontextprotocol/client";

/** What a decision depends on. */
export interface Circumstances {
  /** The hints of the server. */
  readonly annotations: Tool["annotations"];
  /** The hash of the tool as the server defines it now. */
  readonly hash: string;
  /** What was saved when a call of this tool last ran. */
  readonly pin: { readonly hash: string; readonly isAlways: boolean } | undefined;
  /** Whether `--yes`, or `--allow-tool` with this tool, was given. */
  readonly isAllowed: boolean;
  /** Whether there is a terminal. */
  readonly canAsk: boolean;
}

/**
 * Why a call is not simply run: the definition has changed since the last call, the tool says that it may be
 * destructive, or it does not say that it only reads.
 */
export type Reason = "changed" | "destructive" | "unmarked";
/** Whether to run the call, to ask the user first, or to refuse it. */
export type Decision =
  | { readonly kind: "run" }
  | { readonly kind: "ask"; readonly reason: Reason }
  | { readonly kind: "refuse"; readonly reason: Reason };

const RUN = { kind: "run" } as const;

/** The decision. A call is refused only when the user cannot be asked. */
export function decide({ annotations, hash, pin, isAllowed, canAsk }: Circumstances): Decision {
  if (isAllowed) return RUN;
  const isDestructive = annotations?.destructiveHint === true;
  if (pin && pin.hash !== hash) return { kind: canAsk ? "ask" : "refuse", reason: "changed" };
  if (pin?.isAlways) return RUN;
  if (isDestructive) return { kind: canAsk ? "ask" : "refuse", reason: "destructive" };
  // Without a terminal the call is run: the user has chosen the server.
  return !canAsk || annotations?.readOnlyHint === true ? RUN : { kind: "ask", reason: "unmarked" };
}
