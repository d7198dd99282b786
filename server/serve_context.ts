/**
 * What `serve` gets from the process that runs it.
 *
 * @module
 */
import type { Messages } from "../cli/messages/messages.ts";
import type { Output } from "../cli/output.ts";

/** What the command needs besides its settings. */
export interface ServeContext {
  /** This program's version. */
  readonly version: string;
  /** Messages in the user's language. */
  readonly messages: Messages;
  /** Writes the banner and the notes. */
  readonly output: Output;
  /** The command that starts this program, for the line to type in the other terminal. */
  readonly program: string;
  /** Calls `act` for each SIGHUP; until then, it ends the process. */
  readonly onHangup?: (act: () => void) => void;
  /** Resolves when the user or the system asks the server to stop. */
  readonly stopAsked: Promise<unknown>;
}
