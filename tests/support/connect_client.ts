/** Connects as `ask` does, to any server in any era, for tests that inspect the wire. */
import { type CallToolResult, type ElicitResult, ProtocolError } from "@modelcontextprotocol/client";
import { connect } from "../../client/connection/connect.ts";
import type { ElicitParams } from "../../client/elicitation/elicit.ts";
import { fieldsOf } from "../../client/elicitation/form.ts";
import { resultText } from "../../client/run/tool_result.ts";
import { wait } from "../../lib/time.ts";

type Connection = Awaited<ReturnType<typeof connect>>;

export interface Reached extends AsyncDisposable {
  readonly connection: Connection;
  /** The text of a result, also of a server's error. */
  call(name: string, args: Record<string, unknown>): Promise<string>;
}

/** @param patienceMs limit for everything, from the first request to the last answer */
export async function reach(server: URL, patienceMs = 30_000): Promise<Reached> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(new Error("It takes too long.")), patienceMs);
  const { signal } = patience;
  const options = {
    server,
    era: "auto",
    fetch,
    clientInfo: { name: "mcpdemo", version: "0.0.0-test" },
    signal,
    isKeySent: true,
    handshakeTimeoutMs: 10_000,
    onExceeded() {},
    wait,
    elicit: (_url: URL, params: ElicitParams) => Promise.resolve(accept(params)),
  } as const;
  const connection = await connect(options).catch((error) => {
    clearTimeout(timer);
    throw error;
  });
  return {
    connection,
    async call(name, args) {
      try {
        const result = await connection.client.callTool({ name, arguments: args }, { signal });
        return resultText(result as CallToolResult);
      } catch (error) {
        if (error instanceof ProtocolError) return `Error: ${error.message}`;
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      await connection.close();
    },
  };
}

/** A user who accepts the proposed values, and says yes to the rest. */
function accept(params: ElicitParams): ElicitResult {
  if (params.mode === "url") return { action: "decline" };
  const fields = fieldsOf(params.requestedSchema);
  return {
    action: "accept",
    content: Object.fromEntries(fields.map((field) => [field.name, field.default ?? true])),
  };
}
