/** What a client's command gets from the process that runs it. */
import type { Fetch } from "../auth/with_key.ts";
import type { Environment } from "../cli/settings.ts";
import type { ReachContext } from "./reach.ts";
import type { Tracing } from "./tracing.ts";

export interface ClientContext extends ReachContext {
  readonly environment: Environment;
  /** The whole of stdin, or `undefined` where it is a terminal. */
  readonly readStdin: () => Promise<string | undefined>;
  readonly readFile: (path: string) => Promise<string>;
  /** Aborted by Ctrl-C, with the error to show as its reason. */
  readonly interrupted: AbortSignal;
  readonly fetch: Fetch;
  /** Milliseconds from `timeOrigin` on. */
  readonly now: () => number;
  /** Milliseconds since 1970 at which `now` was 0. */
  readonly timeOrigin: number;
  /** Where else the run is recorded to. */
  readonly tracing?: Tracing | undefined;
}
