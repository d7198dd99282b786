/**
 * What happens in a run, as it happens. It is shown to the user, or written as JSON for a program.
 *
 * The events are the lines of `--json-stream`, so each of them is valid JSON and contains no key.
 *
 * @module
 */
import type { ErrorCode } from "../cli/errors.ts";
import type { ExitStatus } from "../cli/exit_status.ts";
import type { Messages } from "../cli/messages/messages.ts";
import type { Era } from "./connection/connection.ts";
import type { Usage } from "./model/model.ts";
import type { Interruption } from "./model/stream/ending.ts";

/** An event of a run. Times are in milliseconds. */
export type RunEvent =
  /** A server is connected. `server` is its name in this run. */
  | {
    readonly type: "server";
    readonly server: string;
    /** What the server calls itself, with its version. */
    readonly title: string;
    readonly url: string;
    readonly era: Era;
    readonly revision: string;
    /** Whether it was started for this run only, since none was named and none was found. */
    readonly isEmbedded: boolean;
  }
  | { readonly type: "model"; readonly model: string; readonly url: string; readonly isOffline: boolean }
  | { readonly type: "question"; readonly text: string }
  /** A piece of the text of the model. */
  | { readonly type: "text"; readonly text: string }
  /** A piece of its reasoning, if the endpoint sends it. */
  | { readonly type: "reasoning"; readonly text: string }
  | {
    readonly type: "toolCall";
    readonly id: string;
    /** Absent if no server has such a tool. */
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
    /** Whether the user, or the rule for runs without a terminal, did not allow the call. */
    readonly isRefused: boolean;
    readonly structuredContent?: unknown;
    readonly ms: number;
  }
  /** Something that the user should know, in their language. */
  | { readonly type: "note"; readonly code: NoteCode; readonly text: string }
  | {
    readonly type: "answer";
    readonly text: string;
    /** Whether the answer is not whole: cut at the model's length limit, or interrupted. */
    readonly isCut: boolean;
    /** What interrupted it; absent if it is whole, or cut at the length limit. */
    readonly interruption?: Interruption;
    /** The number of requests to the model. */
    readonly rounds: number;
    readonly ms: number;
    readonly exitStatus: ExitStatus;
    /** The tokens of all rounds together, if the endpoint reports them. */
    readonly usage?: Usage;
    /** What the endpoint reports about itself. */
    readonly backend?: unknown;
  }
  | {
    readonly type: "error";
    readonly code: ErrorCode;
    readonly title: string;
    readonly fix: string;
    readonly exitStatus: ExitStatus;
  };

/** The code of a note: the name of its text. */
export type NoteCode = keyof Messages["notes"];

/** Shows an event. Must not throw. */
export type Show = (event: RunEvent) => void;
