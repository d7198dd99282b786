/**
 * Registers a tool with the SDK: the only place that knows both.
 *
 * @module
 */
import { createHash } from "node:crypto";
import {
  type CallToolResult,
  type ClientCapabilities,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { ToolAccess } from "../auth/keys.ts";
import type { Form, FormAnswer, Tool, ToolContext } from "../features/tools/tool.ts";
import type { McpServerOptions, ToolState } from "./mcp_server_options.ts";
import { brokenResult, failedResult, toolResult } from "./tool_result.ts";

/** The form's name among the input requests of a result: a tool sends one form at a time. */
const FORM = "form";

/**
 * Registers a tool.
 *
 * @param access what the client may do with tools, if that is not everything
 */
export function registerTool(
  server: McpServer,
  tool: Tool,
  options: McpServerOptions,
  access?: ToolAccess,
): void {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  server.registerTool(
    name,
    { title, description, inputSchema, outputSchema, annotations },
    async (args, context) => {
      if (access && !access.mayCall) return failedResult("This key may list tools, but not call them.");
      const client = server.server.getClientCapabilities();
      const keyId = context.http?.authInfo?.clientId ?? "";
      const result = await options.calls.run(keyId, () => runTool(tool, args, context, options, client));
      return result ??
        failedResult("Too many calls are running with this key. Try again when one has ended.");
    },
  );
}

async function runTool(
  tool: Tool,
  args: Record<string, unknown>,
  context: ServerContext,
  options: McpServerOptions,
  client: ClientCapabilities | undefined,
): Promise<CallToolResult | InputRequiredResult> {
  try {
    const output = await tool.run(args, toolContext(tool, args, context, options));
    if ("ask" in output) {
      const missing = output.ask.required.join(", ");
      if (!canAsk(context, client)) {
        return failedResult(`Say ${missing}: there is nobody here who could be asked.`);
      }
      const state = await options.stateCodec.mint(
        { tool: tool.name, args: hashOf(args), state: output.state },
        context,
      );
      return inputRequired({ inputRequests: { [FORM]: elicitation(output.ask) }, requestState: state });
    }
    return toolResult(output);
  } catch (error) {
    // A cancelled call is not a bug, and its client ignores the answer.
    if (!context.mcpReq.signal.aborted) options.onBug(error);
    return brokenResult(tool);
  }
}

function toolContext(
  tool: Tool,
  args: Record<string, unknown>,
  { mcpReq }: ServerContext,
  { now, timeZone, sleep }: McpServerOptions,
): ToolContext {
  const kept = mcpReq.requestState<ToolState>();
  const progressToken = mcpReq._meta?.progressToken;
  return {
    now,
    timeZone,
    signal: mcpReq.signal,
    sleep: (ms) => sleep(ms, mcpReq.signal),
    async progress(progress, total, message) {
      if (progressToken === undefined) return;
      await mcpReq.notify({
        method: "notifications/progress",
        params: { progressToken, progress, total, message },
      });
    },
    answer: answerOf(mcpReq.inputResponses),
    // State stored with another call does not belong to this one.
    state: kept?.tool === tool.name && kept.args === hashOf(args) ? kept.state : undefined,
  };
}

/** The arguments are in the order of their schema, so that the same call has the same hash. */
function hashOf(args: Record<string, unknown>): string {
  return createHash("sha256").update(JSON.stringify(args)).digest("base64url");
}

/** In 2026 the SDK itself refuses with −32021, as it must; the older eras have no such error. */
function canAsk({ mcpReq }: ServerContext, client: ClientCapabilities | undefined): boolean {
  const { elicitation } = client ?? {};
  const isForm = elicitation !== undefined && ("form" in elicitation || !("url" in elicitation));
  return mcpReq.envelope !== undefined || isForm;
}

function answerOf(responses: Record<string, unknown> | undefined): FormAnswer | undefined {
  const view = inputResponse(responses, FORM);
  if (view.kind !== "elicit") return undefined;
  return view.action === "accept"
    ? { action: "accept", content: view.content ?? {} }
    : { action: view.action };
}

function elicitation({ message, fields, required }: Form) {
  const requestedSchema = { type: "object" as const, properties: { ...fields }, required: [...required] };
  return inputRequired.elicit({ message, requestedSchema });
}
