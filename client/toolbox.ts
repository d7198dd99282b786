/** The tools of all servers of a run, as the model knows them, and the way of a call to its server. */
import type { CallToolResult, Tool } from "@modelcontextprotocol/client";
import type { Interrupts } from "../cli/interrupts.ts";
import type { Messages } from "../cli/messages/en.ts";
import { oneLine } from "../cli/terminal.ts";
import type { ModelCall, ModelTool } from "./model/model.ts";
import { convertTools } from "./model/schema.ts";
import type { ReachedServer } from "./reach.ts";
import type { Show } from "./run_event.ts";
import { errorResult, resultText } from "./tool_result.ts";

export interface ToolboxOptions {
  readonly servers: readonly ReachedServer[];
  readonly messages: Messages;
  readonly show: Show;
  /** Runs what the first Ctrl-C ends. */
  readonly cancellable: Interrupts["cancellable"];
  /** Milliseconds from any fixed moment on. */
  readonly now: () => number;
}

export interface Toolbox {
  /** As the servers last told; a name that had to change is told once. */
  list(): Promise<readonly ModelTool[]>;
  /** Resolves with the text for the model; an expected failure is a text too. */
  call(call: ModelCall): Promise<string>;
}

/** A tool, and the server that has it. */
interface Offered {
  readonly server: ReachedServer;
  readonly tool: Tool;
}

export function createToolbox({ servers, messages, show, cancellable, now }: ToolboxOptions): Toolbox {
  let offered: ReadonlyMap<string, Offered> = new Map();
  const told = new Set<string>();

  const tellRenamed = (modelName: string, { server, tool: { name } }: Offered) => {
    if (modelName === name || told.has(modelName)) return;
    told.add(modelName);
    const from = servers.length > 1 ? `${server.name}: ${name}` : name;
    show({
      type: "note",
      code: "toolRenamed",
      text: messages.notes.toolRenamed(oneLine(from), modelName),
    });
  };

  async function run({ id, arguments: read }: ModelCall, { server, tool }: Offered): Promise<CallToolResult> {
    if (!("ok" in read)) return errorResult(`${read.problem}. The tool was not run.`);
    return await cancellable(async (cancelled) => {
      const result = await server.session.callTool(tool.name, read.ok, {
        cancelled,
        onProgress: (progress) => show({ type: "progress", id, tool: tool.name, ...progress }),
      });
      if (cancelled.aborted) {
        const text = messages.notes.callCancelled(oneLine(tool.name));
        show({ type: "note", code: "callCancelled", text });
      }
      return result;
    });
  }

  return {
    async list() {
      const lists = await Promise.all(servers.map(async (server) => {
        const tools = await server.session.listTools();
        return tools.map((tool): Offered => ({ server, tool }));
      }));
      const all = lists.flat();
      const converted = convertTools(namesApart(all));
      offered = new Map(converted.tools.map(({ name }, index) => [name, all[index]!]));
      for (const entry of offered) tellRenamed(...entry);
      return converted.tools;
    },
    async call(call) {
      const { id, name, arguments: read } = call;
      const known = offered.get(name);
      const about = { id, tool: known?.tool.name ?? name, ...(known ? { server: known.server.name } : {}) };
      show({ type: "toolCall", ...about, arguments: "ok" in read ? read.ok : {} });
      const started = now();
      const result = known ? await run(call, known) : errorResult(`there is no tool "${name}"`);
      const text = resultText(result);
      const { isError = false, structuredContent } = result;
      show({
        type: "toolResult",
        ...about,
        text,
        isError,
        isRefused: false,
        ...(structuredContent === undefined ? {} : { structuredContent }),
        ms: Math.round(now() - started),
      });
      return text;
    },
  };
}

/** The tools with names of their own: where several servers have the same one, each gets its server's. */
function namesApart(all: readonly Offered[]): Tool[] {
  const counts = Map.groupBy(all, ({ tool }) => tool.name);
  return all.map(({ server, tool }) =>
    counts.get(tool.name)!.length > 1 ? { ...tool, name: `${server.name}_${tool.name}` } : tool
  );
}
