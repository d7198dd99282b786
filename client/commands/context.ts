/** What a client's command gets from the process that runs it. */
import type { Fetch } from "../../lib/fetch.ts";
import type { Lines } from "../../cli/lines.ts";
import type { Prompt } from "../../cli/prompt.ts";
import type { Environment } from "../../cli/settings.ts";
import type { PinStore } from "../approval/pins.ts";
import type { ConnectServersContext } from "../servers/connect_servers.ts";
import type { TraceRecording } from "../recording/trace_file.ts";

export interface ClientContext extends ConnectServersContext {
  readonly environment: Environment;
  /** The whole of stdin, or `undefined` where it is a terminal. */
  readonly readStdin: () => Promise<string | undefined>;
  /** The lines of stdin where it is no terminal. */
  readonly pipedLines: Pick<Lines, "read">;
  /** Questions with line editing and a history, only where there is a terminal. */
  readonly openPrompt: ((completions: readonly string[]) => Promise<Prompt>) | undefined;
  /** What is kept of the tools that were allowed; nowhere where the system has no place for it. */
  readonly pinStore: PinStore | undefined;
  /** The next Ctrl-C is a first one again. */
  readonly rearm: () => void;
  /** Tells the person of a failure after which the command goes on. */
  readonly report: (error: unknown) => Promise<unknown>;
  readonly readFile: (path: string) => Promise<string>;
  /** Aborted by Ctrl-C, with the error to show as its reason. */
  readonly interrupted: AbortSignal;
  readonly fetch: Fetch;
  /** Milliseconds from `timeOrigin` on. */
  readonly now: () => number;
  /** Milliseconds since 1970 at which `now` was 0. */
  readonly timeOrigin: number;
  /** Where else the run is recorded to. */
  readonly tracing?: TraceRecording | undefined;
}
