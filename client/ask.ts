/** The command `ask`. */
import { type CallToolResult, ProtocolError } from "@modelcontextprotocol/client";
import { keyProblem } from "../auth/keys.ts";
import { type Fetch, withKey } from "../auth/with_key.ts";
import { UserError } from "../cli/errors.ts";
import { errorText } from "../cli/error_text.ts";
import { EXIT, type ExitStatus } from "../cli/exit_status.ts";
import type { Messages } from "../cli/messages/en.ts";
import type { AskSettings } from "../cli/settings.ts";
import { oneLine, type Output, printable } from "../cli/terminal.ts";
import { createDebugText, type DebugText } from "../trace/debug_text.ts";
import { createRecorder } from "../trace/record_fetch.ts";
import { createRedactor } from "../trace/redact.ts";
import { connect, type Connection } from "./connect.ts";
import { runLoop } from "./loop.ts";
import type { Model, ModelCall } from "./model/model.ts";
import { OFFLINE_MODEL, OFFLINE_URL, offlineFetch } from "./model/offline_fetch.ts";
import { createOpenAiModel } from "./model/openai.ts";
import { convertTools } from "./model/schema.ts";
import { resultText } from "./tool_result.ts";

export interface AskContext {
  readonly version: string;
  readonly messages: Messages;
  readonly output: Output;
  /** The whole of stdin, or `undefined` where it is a terminal. */
  readonly readStdin: () => Promise<string | undefined>;
  /** Starts the server for `ask` alone; `main.ts` hands it in, since a client imports no server. */
  readonly startEmbedded: (key: string) => Promise<{ readonly url: URL; stop(): Promise<void> }>;
  /** Aborted by Ctrl-C, with the error to show as its reason. */
  readonly interrupted: AbortSignal;
  readonly fetch: Fetch;
  /** Milliseconds from any fixed moment on. */
  readonly now: () => number;
}

const DEFAULT_SERVER = new URL("http://localhost:8000");
const DEFAULT_API_URL = "https://api.ai.cloud-temple.com/v1";

/** A handshake does no work: a server that has not answered by then will not. */
const HANDSHAKE_MS = 20_000;

/** An unknown program on the default port gets this long to show that it speaks MCP. */
const DEFAULT_SERVER_MS = 2_000;

export async function ask(words: string, settings: AskSettings, context: AskContext): Promise<ExitStatus> {
  const { messages, output, now } = context;
  const problem = settings.authKey === undefined ? undefined : keyProblem(settings.authKey);
  if (problem) throw new UserError(problem === "empty" ? "key_empty" : "key_unsendable");
  const question = await readQuestion(words, context);

  const started = now();
  await using deadline = startDeadline(settings.timeout, context.interrupted);
  const wires = openWires(settings, context);
  await using server = await reachServer(settings, context, wires, deadline.signal);
  const { connection } = server;
  const { tools } = await connection.client.listTools(undefined, { signal: deadline.signal });
  const converted = convertTools(tools);
  const renamed = [...converted.names].filter(([from, to]) => from !== to);
  for (const [to, from] of renamed) output.note(messages.ask.toolRenamed(printable(from), to));
  const model = chooseModel(settings, context, wires.model);

  const { steps } = await runLoop({
    model,
    tools: converted.tools,
    callTool: (call, args) => {
      const name = converted.names.get(call.name) ?? call.name;
      output.note(output.style("dim", messages.ask.toolCall(oneLine(name), oneLine(JSON.stringify(args)))));
      return callTool(connection, name, args, deadline.signal);
    },
    question,
    maxSteps: settings.maxSteps,
    onText: (text) => output.answer(printable(text)),
    signal: deadline.signal,
  });
  output.answer("\n");
  wires.debug?.step(messages.debug.finalAnswer(steps, Math.round(now() - started)));
  return EXIT.answered;
}

async function readQuestion(words: string, { messages, output, readStdin }: AskContext): Promise<string> {
  const given = words.trim() || (await readStdin())?.trim();
  if (given) return given;
  output.note(messages.ask.asksDefault(messages.ask.defaultQuestion));
  return messages.ask.defaultQuestion;
}

/** Aborts with the error to show, by the clock or by Ctrl-C. */
function startDeadline(seconds: number, interrupted: AbortSignal): AsyncDisposable & { signal: AbortSignal } {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new UserError("timeout", { seconds: String(seconds) })),
    seconds * 1000,
  );
  const signal = AbortSignal.any([controller.signal, interrupted]);
  return { signal, [Symbol.asyncDispose]: () => Promise.resolve(clearTimeout(timer)) };
}

interface Wires {
  readonly mcp: Fetch;
  readonly model: Fetch;
  readonly debug?: DebugText;
}

/** The two wires, recorded where `--debug` wants to show them. */
function openWires(settings: AskSettings, { fetch, output, messages, now }: AskContext): Wires {
  const offline: Fetch = (input, init) => offlineFetch(new Request(input, init));
  const model = isOffline(settings) ? offline : fetch;
  if (!settings.debug) return { mcp: fetch, model };
  const debug = createDebugText(output, messages.debug);
  const redactor = createRedactor([settings.authKey, settings.apiKey]);
  const record = createRecorder({ sink: debug.sink, redactor, now });
  return { mcp: record(fetch, "mcp_server"), model: record(model, "model"), debug };
}

interface ReachedServer extends AsyncDisposable {
  readonly connection: Connection;
}

/** The server asked for, or the one on the default port, or an embedded one. */
async function reachServer(
  settings: AskSettings,
  context: AskContext,
  { mcp, debug }: Wires,
  signal: AbortSignal,
): Promise<ReachedServer> {
  const { messages, output, version } = context;
  const reach = async (server: URL, key: string | undefined, reachSignal: AbortSignal) => {
    debug?.step(messages.debug.connect(server.href, settings.era));
    return await connect({
      server,
      era: settings.era,
      fetch: withKey(mcp, key, server.origin),
      clientInfo: { name: "mcpdemo", version },
      signal: reachSignal,
      handshakeMs: Math.min(HANDSHAKE_MS, settings.timeout * 1000),
    });
  };
  const asReached = (connection: Connection): ReachedServer => {
    const { name, version } = connection.client.getServerVersion() ?? { name: "?", version: "" };
    output.note(
      messages.ask.connected(
        oneLine(`${name} ${version}`),
        connection.url.href,
        connection.era,
        oneLine(connection.revision),
      ),
    );
    return { connection, [Symbol.asyncDispose]: () => connection.close() };
  };
  if (settings.server) return asReached(await reach(settings.server, settings.authKey, signal));

  const patience = new AbortController();
  const timer = setTimeout(
    () => patience.abort(new UserError("mcp_silent", { url: DEFAULT_SERVER.href })),
    DEFAULT_SERVER_MS,
  );
  try {
    return asReached(
      await reach(DEFAULT_SERVER, settings.authKey, AbortSignal.any([signal, patience.signal])),
    );
  } catch (error) {
    signal.throwIfAborted();
    // A server that asks for a bearer key is there: to answer from another one would hide it.
    if (!(error instanceof UserError) || error.data.scheme === "bearer") throw error;
  } finally {
    clearTimeout(timer);
  }
  const key = crypto.randomUUID();
  const embedded = await context.startEmbedded(key);
  const connection = await reach(embedded.url, key, signal);
  output.note(messages.ask.embedded(connection.url.href));
  return {
    connection,
    async [Symbol.asyncDispose]() {
      await connection.close();
      await embedded.stop();
    },
  };
}

function isOffline({ apiKey, apiUrl }: AskSettings): boolean {
  return apiKey === undefined && apiUrl === undefined;
}

function chooseModel(settings: AskSettings, { messages, output }: AskContext, fetch: Fetch): Model {
  const offline = isOffline(settings);
  const apiUrl = offline ? OFFLINE_URL : settings.apiUrl?.href ?? DEFAULT_API_URL;
  if (offline) {
    output.note(messages.ask.offlineModel);
    output.note(output.style("dim", messages.ask.useRealModel));
  } else {
    output.note(messages.ask.realModel(oneLine(settings.model), apiUrl));
  }
  return createOpenAiModel({
    apiUrl,
    apiKey: settings.apiKey,
    model: offline ? OFFLINE_MODEL : settings.model,
    fetch,
    stream: settings.stream,
    randomId: () => crypto.randomUUID().replaceAll("-", "").slice(0, 9),
  });
}

/** The run's own deadline ends a call: the SDK's must not come first. */
const CALL_MS = 24 * 3600 * 1000;

/** A JSON-RPC error is the model's to read: it may have named a tool or an argument wrongly. */
async function callTool(
  { client, url }: Connection,
  name: string,
  args: ModelCall["arguments"] extends infer A ? Extract<A, { ok: unknown }>["ok"] : never,
  signal: AbortSignal,
): Promise<string> {
  try {
    const result = await client.callTool({ name, arguments: args }, { signal, timeout: CALL_MS });
    return resultText(result as CallToolResult);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProtocolError) return `Error: ${error.message}`;
    const detail = oneLine(errorText(error));
    throw new UserError("mcp_error", { url: url.href, detail }, { cause: error });
  }
}
