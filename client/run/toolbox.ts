/** The tools of all servers of a run, as the model knows them, and the way of a call to its server. */
import type { CallToolResult } from "@modelcontextprotocol/client";
import type { Interrupts } from "../../cli/interrupts.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import { UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import type { Approve } from "../approval/approve.ts";
import type { ModelCall, ModelTool } from "../model/model.ts";
import { type ConvertedTools, convertTools } from "../model/schema.ts";
import { type CatalogTool, listCatalog } from "../servers/tool_catalog.ts";
import type { ConnectedServer } from "../servers/connect_server.ts";
import type { Show } from "../run_event.ts";
import { errorResult } from "../connection/error_result.ts";
import { resultText } from "./tool_result.ts";

export interface ToolboxOptions {
  readonly servers: readonly ConnectedServer[];
  readonly messages: Messages;
  readonly show: Show;
  readonly approve: Approve;
  /** Runs what the first Ctrl-C ends. */
  readonly cancellable: Interrupts["cancellable"];
  /** Milliseconds from any fixed moment on. */
  readonly now: () => number;
  /** Tell what is rewritten for the model. */
  readonly debug: boolean;
}

export interface Toolbox {
  /** As the servers last told; a name that had to change is told once. */
  list(): Promise<readonly ModelTool[]>;
  /**
   * Resolves with the text for the model; an expected failure is a text too.
   *
   * @param signal ends the run: then its reason is thrown
   */
  call(call: ModelCall, signal: AbortSignal): Promise<string>;
  /** How many calls have reached a server, and how many were not allowed. */
  counts(): { readonly answered: number; readonly refused: number };
}

export function createToolbox(
  { servers, messages, show, approve, cancellable, now, debug }: ToolboxOptions,
): Toolbox {
  let catalog: ReadonlyMap<string, CatalogTool> = new Map();
  const told = new Set<string>();
  const counts = { answered: 0, refused: 0 };

  const tellRenamed = (modelName: string, { server, tool: { name } }: CatalogTool) => {
    if (modelName === name || told.has(modelName)) return;
    told.add(modelName);
    const from = servers.length > 1 ? `${server.name}: ${name}` : name;
    show({
      type: "note",
      code: "toolRenamed",
      text: messages.notes.toolRenamed(oneLine(from), modelName),
    });
  };

  const tellRewritten = ({ tool, what }: ConvertedTools["rewrites"][number]) => {
    const { rewrites, notes, help: { listSeparator } } = messages;
    const text = notes.schemaRewritten(oneLine(tool), what.map((each) => rewrites[each]).join(listSeparator));
    if (told.has(text)) return;
    told.add(text);
    show({ type: "note", code: "schemaRewritten", text });
  };

  /** `undefined` where it was not allowed. */
  async function run(
    { id, arguments: read }: ModelCall,
    known: CatalogTool | undefined,
    name: string,
    signal: AbortSignal,
  ): Promise<CallToolResult | undefined> {
    if (!known) return errorResult(`there is no tool "${name}"`);
    if (!("ok" in read)) return errorResult(`${read.problem}. The tool was not run.`);
    const { server, tool } = known;
    return await cancellable(async (byPerson) => {
      const cancelled = AbortSignal.any([byPerson, signal]);
      const isAllowed = await approve(known, read.ok, cancelled);
      signal.throwIfAborted();
      // Nothing was running yet: whoever presses Ctrl-C at a question wants to leave.
      if (!isAllowed && byPerson.aborted) throw new UserError("interrupted");
      if (!isAllowed) return undefined;
      counts.answered++;
      const result = await server.session.callTool(tool.name, read.ok, {
        cancelled,
        onProgress: (progress) => show({ type: "progress", id, tool: tool.name, ...progress }),
      });
      signal.throwIfAborted();
      if (byPerson.aborted) {
        const text = messages.notes.callCancelled(oneLine(tool.name));
        show({ type: "note", code: "callCancelled", text });
      }
      return result;
    });
  }

  return {
    async list() {
      const all = await listCatalog(servers);
      const converted = convertTools(all.map(({ name, tool }) => ({ ...tool, name })));
      catalog = new Map(converted.tools.map(({ name }, index) => [name, all[index]!]));
      if (debug) {
        for (const entry of catalog) tellRenamed(...entry);
        converted.rewrites.forEach(tellRewritten);
      }
      return converted.tools;
    },
    async call(call, signal) {
      const { id, name, arguments: read } = call;
      const known = catalog.get(name);
      const about = { id, tool: known?.tool.name ?? name, ...(known ? { server: known.server.name } : {}) };
      show({ type: "toolCall", ...about, arguments: "ok" in read ? read.ok : {} });
      const started = now();
      const result = await run(call, known, name, signal);
      if (!result) counts.refused++;
      const { isError = false, structuredContent } = result ?? NOT_ALLOWED;
      const text = resultText(result ?? NOT_ALLOWED);
      show({
        type: "toolResult",
        ...about,
        text,
        isError,
        isRefused: result === undefined,
        ...(structuredContent === undefined ? {} : { structuredContent }),
        ms: Math.round(now() - started),
      });
      return text;
    },
    counts: () => ({ ...counts }),
  };
}

const NOT_ALLOWED = errorResult("the user did not allow this call. Do not try it again.");
