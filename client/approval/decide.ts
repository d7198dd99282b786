/**
 * Whether a tool call may run. Pure.
 *
 * Annotations are hints by a party that nobody has checked (MCP 2026-07-28, `server/tools`): they can make
 * this ask less, never more safe.
 */
import type { Tool } from "@modelcontextprotocol/client";

export interface Circumstances {
  readonly annotations: Tool["annotations"];
  /** Of the tool as the server defines it now. */
  readonly hash: string;
  /** What was kept when a call of this tool last ran. */
  readonly pin: { readonly hash: string; readonly isAlways: boolean } | undefined;
  /** `--yes`, or `--allow-tool` with this tool. */
  readonly isAllowed: boolean;
  /** There is a person at a terminal. */
  readonly canAsk: boolean;
}

export type Reason = "changed" | "destructive" | "unmarked";
export type Decision =
  | { readonly kind: "run" }
  | { readonly kind: "ask"; readonly reason: Reason }
  | { readonly kind: "refuse"; readonly reason: Reason };

const RUN = { kind: "run" } as const;

export function decide({ annotations, hash, pin, isAllowed, canAsk }: Circumstances): Decision {
  if (isAllowed) return RUN;
  const isDestructive = annotations?.destructiveHint === true;
  if (pin && pin.hash !== hash) return { kind: canAsk ? "ask" : "refuse", reason: "changed" };
  if (pin?.isAlways) return RUN;
  if (isDestructive) return { kind: canAsk ? "ask" : "refuse", reason: "destructive" };
  // Without a terminal it runs: the user chose the server.
  return !canAsk || annotations?.readOnlyHint === true ? RUN : { kind: "ask", reason: "unmarked" };
}
