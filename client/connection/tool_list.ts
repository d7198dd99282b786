/**
 * The tools of a server, listed again when they have changed.
 *
 * @module
 */
import type { Tool } from "@modelcontextprotocol/client";
import { integers } from "../repair/integers.ts";
import type { Connection } from "./connection.ts";

/** The list of a server's tools, kept as long as the server does not report a change. */
export interface ToolList {
  /** The tools as they were last listed, unless they have changed since; `undefined` before the first time. */
  current(): readonly Tool[] | undefined;
  /** A tool as it was last listed, even if the list has changed since. */
  find(name: string): Tool | undefined;
  /**
   * Lists the tools of a server, and listens for changes from then on.
   *
   * @throws what the SDK throws
   */
  refresh(from: Connection): Promise<readonly Tool[]>;
}

/**
 * A list that has not been read yet.
 *
 * @param signal ends the requests
 * @param onChanged called once for each list that has become out of date
 */
export function createToolList(signal: AbortSignal, onChanged: (url: URL) => void): ToolList {
  let tools: readonly Tool[] | undefined;
  let isStale = false;
  const watched = new WeakSet<Connection>();

  function watch(connection: Connection): void {
    if (watched.has(connection)) return;
    watched.add(connection);
    watchTools(connection, signal, {
      onChanged() {
        // Once, even if the server reports several changes before the next list.
        if (!isStale) onChanged(connection.url);
        isStale = true;
      },
      onStreamEnd() {
        // Changes may have been missed.
        isStale = true;
        watched.delete(connection);
      },
    });
  }

  return {
    current: () => isStale ? undefined : tools,
    find: (name) => tools?.find((tool) => tool.name === name),
    async refresh(from) {
      watch(from);
      isStale = false;
      try {
        return tools = await fetchTools(from, signal);
      } catch (error) {
        isStale = true;
        throw error;
      }
    },
  };
}

async function fetchTools({ client }: Connection, signal: AbortSignal): Promise<readonly Tool[]> {
  // The SDK would write to the console, which is not its own.
  if (!client.getServerCapabilities()?.tools) return [];
  // The SDK's cache does not learn of a change while it is not listening.
  const { tools } = await client.listTools(undefined, { signal, cacheMode: "refresh" });
  return integers.restore(tools) as Tool[];
}

interface ToolsWatcher {
  onChanged(): void;
  /** The stream of the 2026 era has ended: no change will be reported any more. */
  onStreamEnd(): void;
}

/** Until 2025 a server sends the notification unasked; in 2026 on a stream that the client asks for. */
function watchTools({ client, era }: Connection, signal: AbortSignal, watcher: ToolsWatcher): void {
  if (!client.getServerCapabilities()?.tools?.listChanged) return;
  client.setNotificationHandler("notifications/tools/list_changed", () => watcher.onChanged());
  if (era !== "2026") return;
  const listening = client.listen({ toolsListChanged: true }, { signal });
  listening.then(({ closed }) => closed).then(() => watcher.onStreamEnd(), () => {
    // The server refused: the tools are taken to stay as they were listed.
  });
}
