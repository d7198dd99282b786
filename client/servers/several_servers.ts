/**
 * Several servers in one run: one that fails costs its own tools, not the question.
 *
 * @module
 */
import { explainError } from "../../cli/explain_error.ts";
import { UserError } from "../../cli/errors.ts";
import { EXIT } from "../../cli/exit_status.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import { oneLine } from "../../cli/printable.ts";
import type { Show } from "../run_event.ts";
import type { ConnectedServer } from "./connect_server.ts";

/** A server that connects. */
export interface Connecting {
  /** As in {@linkcode ConnectedServer}. */
  readonly name: string;
  /** Rejects if it cannot connect. */
  readonly server: Promise<ConnectedServer>;
}

/** The output for notes about omitted servers. */
export interface LeftOutNotes {
  /** The texts of the notes. */
  readonly messages: Messages;
  /** Shows the notes. */
  readonly show: Show;
  /** Ends the run: its reason is thrown. */
  readonly signal: AbortSignal;
}

/**
 * The servers that could be connected to, each of which may fail later without ending the run.
 *
 * @param opened closes the connections when it is disposed
 * @throws the first error if no server can be connected to, an error that is not a server's, or one of a server
 * that exceeds a limit
 */
export async function connectSeveral(
  connecting: readonly Connecting[],
  { messages, show, signal }: LeftOutNotes,
  opened: AsyncDisposableStack,
): Promise<ConnectedServer[]> {
  const settled = await Promise.allSettled(connecting.map(({ server }) => server));
  const servers = settled.flatMap((each) => each.status === "fulfilled" ? [each.value] : []);
  for (const { session } of servers) opened.defer(() => session.close());
  signal.throwIfAborted();
  const leftOut = new Set<string>();
  const leaveOut = (name: string, error: unknown) => {
    if (!mayBeLeftOut(error)) throw error;
    if (!leftOut.has(name)) {
      const { title } = explainError(error, messages);
      show({ type: "note", code: "serverLeftOut", text: messages.notes.serverLeftOut(oneLine(name), title) });
    }
    leftOut.add(name);
    if (leftOut.size === connecting.length) throw error;
  };
  const failed = settled.map((each) => each.status === "rejected" ? each.reason : undefined);
  const first = failed.find((each) => each !== undefined);
  if (servers.length === 0 || !failed.every((each) => each === undefined || mayBeLeftOut(each))) throw first;
  failed.forEach((error, index) => error !== undefined && leaveOut(connecting[index]!.name, error));
  return servers.map((server) => ({ ...server, session: withoutFailure(server) }));

  /** Without tools as long as they cannot be listed. */
  function withoutFailure({ name, session }: ConnectedServer): ConnectedServer["session"] {
    const listTools = async () => {
      try {
        const tools = await session.listTools();
        leftOut.delete(name);
        return tools;
      } catch (error) {
        signal.throwIfAborted();
        leaveOut(name, error);
        return [];
      }
    };
    return { ...session, listTools };
  }
}

function mayBeLeftOut(error: unknown): error is UserError {
  return error instanceof UserError && ![EXIT.limit, EXIT.interrupted].includes(error.exitStatus as 10);
}
