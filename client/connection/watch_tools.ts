/** Hears of changes of the tools: unasked until 2025, on a stream of its own in 2026. */
import type { Connection } from "./connection.ts";

export interface ToolsWatcher {
  onChanged(): void;
  /** The stream of 2026 has ended. */
  onDeaf(): void;
}

/** Nothing happens where the server does not tell. */
export function watchTools(connection: Connection, signal: AbortSignal, watcher: ToolsWatcher): void {
  const { client, era } = connection;
  if (!client.getServerCapabilities()?.tools?.listChanged) return;
  client.setNotificationHandler("notifications/tools/list_changed", () => watcher.onChanged());
  if (era !== "2026") return;
  const listening = client.listen({ toolsListChanged: true }, { signal });
  listening.then(({ closed }) => closed).then(() => watcher.onDeaf(), () => {
    // Refused: the tools stay as they were listed.
  });
}
