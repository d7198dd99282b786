/**
 * The tools of all servers of a run, as offered to the model, and the routing of a call to its
 * server.
 *
 * @module
 */
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

/** What a toolbox is made of. */
export interface ToolboxOptions {
  /** The connected servers. */
  readonly servers: readonly ConnectedServer[];
  /** The texts of the notes. */
  readonly messages: Messages;
  /** Shows the calls, their progress and their results. */
  readonly show: Show;
  /** Decides whether a call may run. */
  readonly approve: Approve;
  /** Runs what the first Ctrl-C ends. */
  readonly cancellable: Interrupts["cancellable"];
  /** A clock: milliseconds since any fixed time. */
  readonly now: () => number;
  /** Whether notes say what is changed for the model. */
  readonly debug: boolean;
}

/** The tools of a run. */
export interface Toolbox {
  /** The tools as the servers last listed them, in a form that model endpoints accept. */
  list(): Promise<readonly ModelTool[]>;
  /**
   * Runs a call. Resolves to the text for the model; an expected failure is a text too.
   *
   * @param signal ends the run; its reason is thrown
   */
  call(call: ModelCall, signal: AbortSignal): Promise<string>;
  /** How many calls were allowed, and how many were not. */
  counts(): { readonly answered: number; readonly refused: number };
}

/** The toolbox of a run. */
export function createToolbox(
  { servers, messages, show, approve, cancellable, now, debug }: ToolboxOptions,
): Toolbox {
  let catalog: ReadonlyMap<string, CatalogTool> = new Map();
  const counts = { answered: 0, refused: 0 };
  const changes = createChangeNotes(servers.length > 1, messages, show);

  /** Returns `undefined` if the call was not allowed. */
  async function run(
    { id, arguments: read }: ModelCall,
    known: CatalogTool | undefined,
    name: string,
    signal: AbortSignal,
  ): Promise<CallToolResult | undefined> {
    if (!known) return errorResult(`there is no tool "${name}"`);
    if (!("ok" in read)) return errorResult(`${read.problem}. The tool was not run.`);
    const { server, tool } = known;
    return await cancellable(async (byUser) => {
      const cancelled = AbortSignal.any([byUser, signal]);
      const isAllowed = await approve(known, read.ok, cancelled);
      signal.throwIfAborted();
      // No call was running yet: a user who presses Ctrl-C at the question wants to leave.
      if (!isAllowed && byUser.aborted) throw new UserError("interrupted");
      if (!isAllowed) return undefined;
      counts.answered++;
      const result = await server.session.callTool(tool.name, read.ok, {
        cancelled,
        onProgress: (progress) => show({ type: "progress", id, tool: tool.name, ...progress }),
      });
      signal.throwIfAborted();
      if (byUser.aborted) {
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
        for (const entry of catalog) changes.renamed(...entry);
        changes.rewritten(converted.rewrites);
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

/** Notes about tools that the model sees in another form than their servers define, each only once. */
function createChangeNotes(areSeveral: boolean, { notes, rewrites, help }: Messages, show: Show) {
  const shown = new Set<string>();
  const note = (code: "toolRenamed" | "schemaRewritten", text: string) => {
    if (shown.has(text)) return;
    shown.add(text);
    show({ type: "note", code, text });
  };
  return {
    renamed(modelName: string, { server, tool: { name } }: CatalogTool): void {
      if (modelName === name) return;
      const from = areSeveral ? `${server.name}: ${name}` : name;
      note("toolRenamed", notes.toolRenamed(oneLine(from), modelName));
    },
    /** Tools that are changed in the same way share a note. */
    rewritten(all: ConvertedTools["rewrites"]): void {
      const byChange = Map.groupBy(
        all,
        ({ what }) => what.map((each) => rewrites[each]).join(help.listSeparator),
      );
      for (const [what, changed] of byChange) {
        const tools = changed.map(({ tool }) => oneLine(tool)).join(", ");
        note("schemaRewritten", notes.schemaRewritten(tools, what));
      }
    },
  };
}
