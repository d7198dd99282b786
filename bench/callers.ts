/** Clients that only call, one for each era. */
import type { Caller, OpenCaller } from "./caller.ts";
import { openSession } from "./session_2025.ts";
import { openStreamCaller } from "./stream_2024.ts";
import { callTool } from "./tool_call.ts";

/** How a client of each era begins. That of 2026 has nothing to open. */
export const OPEN_CALLER = {
  "2024-11-05": openStreamCaller,
  "2025-11-25": openSession,
  "2026-07-28": (server: string, signal: AbortSignal): Promise<Caller> =>
    Promise.resolve({
      call: async (id) => void await callTool(server, id, signal),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
} as const satisfies Record<string, OpenCaller>;

export type Era = keyof typeof OPEN_CALLER;

export const ERAS: readonly Era[] = ["2024-11-05", "2025-11-25", "2026-07-28"];
