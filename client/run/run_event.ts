/**
 * What happens in a run, as it happens. A sink shows it: to a person, or as JSON to a program.
 *
 * These are the lines of `--json-stream`, so every one of them is JSON, and free of keys.
 */
import type { ErrorCode } from "../../cli/errors.ts";
import type { ExitStatus } from "../../cli/exit_status.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import type { Era } from "../connection/handshake.ts";
import type { Usage } from "../model/model.ts";

export type RunEvent =
  /** A server is reached. `server` is the name that the run knows it by. */
  | {
    readonly type: "server";
    readonly server: string;
    /** What the server calls itself, with its version. */
    readonly title: string;
    readonly url: string;
    readonly era: Era;
    readonly revision: string;
    /** Started for this run alone, since none was named and none was found. */
    readonly isEmbedded: boolean;
  }
  | { readonly type: "model"; readonly model: string; readonly url: string; readonly isOffline: boolean }
  | { readonly type: "question"; readonly text: string }
  /** A piece of what the model says. */
  | { readonly type: "text"; readonly text: string }
  /** A piece of what it thinks, where the endpoint tells. */
  | { readonly type: "reasoning"; readonly text: string }
  | {
    readonly type: "toolCall";
    readonly id: string;
    /** Absent where no server has such a tool. */
    readonly server?: string;
    readonly tool: string;
    readonly arguments: Readonly<Record<string, unknown>>;
  }
  | {
    readonly type: "progress";
    readonly id: string;
    readonly tool: string;
    readonly progress: number;
    readonly total?: number | undefined;
    readonly message?: string | undefined;
  }
  | {
    readonly type: "toolResult";
    readonly id: string;
    readonly server?: string;
    readonly tool: string;
    /** As the model reads it. */
    readonly text: string;
    readonly isError: boolean;
    /** The person, or the rule, did not allow the call. */
    readonly isRefused: boolean;
    readonly structuredContent?: unknown;
    readonly ms: number;
  }
  /** Something that a person wants to know, in their language. */
  | { readonly type: "note"; readonly code: NoteCode; readonly text: string }
  | {
    readonly type: "answer";
    readonly text: string;
    /** The answer ended at the model's length limit. */
    readonly isCut: boolean;
    /** How often the model was asked. */
    readonly rounds: number;
    readonly ms: number;
    readonly exitStatus: ExitStatus;
    /** Of all rounds together, where the endpoint tells. */
    readonly usage?: Usage;
    /** What the endpoint says about itself. */
    readonly backend?: unknown;
  }
  | {
    readonly type: "error";
    readonly code: ErrorCode;
    readonly title: string;
    readonly fix: string;
    readonly exitStatus: ExitStatus;
  };

export type NoteCode = keyof Messages["notes"];

/** Shows a run. It must not throw. */
export type Show = (event: RunEvent) => void;
