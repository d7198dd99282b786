/**
 * The short way of a request that asks for what this server has ready: in every era calls of tools that answer
 * at once, and in MCP 2026-07-28 lists, `server/discover` and resources that never change.
 *
 * It only answers what it is sure of, with the very bytes that the SDK's handler would send. Everything else it
 * leaves to the handler, which makes all errors.
 *
 * @module
 */
import type { Principal } from "../../auth/keys.ts";
import type { ClockContext, Tool, ToolAnswer } from "../../features/tools/tool.ts";
import type { Resource } from "../../features/resources/resource.ts";
import type { Audit } from "../audit.ts";
import type { Calls } from "../calls.ts";
import { brokenResult, toolResult } from "../tool_result.ts";
import { hasOnly, type PlainRequest } from "./plain_request.ts";

/** What the lane needs. */
export interface FastLaneOptions extends ClockContext {
  /** The tools; only those with `runAtOnce` are called here. */
  readonly tools: readonly Tool[];
  /** The resources; only those that never change are read here. */
  readonly resources: readonly Resource[];
  /** `serverInfo` of every answer. */
  readonly serverInfo: Readonly<Record<string, unknown>>;
  /** Bounds the calls of a key. */
  readonly calls: Calls;
  /** Receives the calls that are over. */
  readonly audit?: Audit | undefined;
  /** Called with what a tool throws. */
  readonly onBug: (error: unknown) => void;
}

/** The lane. */
export interface FastLane {
  /** The answer as JSON text; `undefined` if the SDK's handler has to give it. */
  answer(request: PlainRequest, principal: Principal): string | undefined;
  /** The answer to a call in a session as JSON text; `undefined` if the SDK's server has to give it. */
  answerCall(call: PlainRequest, principal: Principal): string | undefined;
  /** Shows the lane what the SDK's handler answered, with which later requests of the kind are answered. */
  learn(request: PlainRequest, response: Response): Promise<Response>;
}

/** Requests without parameters, whose results never change while the server runs. */
const CONSTANT = [
  "server/discover",
  "tools/list",
  "prompts/list",
  "resources/list",
  "resources/templates/list",
];

/** The members of a call's `params`. */
const CALL = ["name", "arguments", "_meta"];

/** Makes the lane. Its table of results fills with the first request of each kind. */
export function createFastLane(options: FastLaneOptions): FastLane {
  const { tools, resources, serverInfo, calls, audit, onBug } = options;
  const atOnce = new Map(tools.filter(({ runAtOnce }) => runAtOnce).map((tool) => [tool.name, tool]));
  const unchanging = new Set(
    resources.filter(({ uri, changesEachMinute }) => !changesEachMinute && !uri.includes("{"))
      .map(({ uri }) => uri),
  );
  const results = new Map<string, string>();
  /** A tool may give the same answer again, which need not be written again. */
  let latest: { readonly answer: ToolAnswer<unknown>; readonly json: string } | undefined;
  const complete = JSON.stringify({
    resultType: "complete",
    _meta: { "io.modelcontextprotocol/serverInfo": serverInfo },
  }).slice(1);

  /** Under which name the result of a request is kept, if it may be. */
  const keyOf = ({ method, params }: PlainRequest): string | undefined => {
    if (method === "resources/read") {
      const { uri } = params;
      const isKnown = typeof uri === "string" && unchanging.has(uri) && hasOnly(params, ["uri", "_meta"]);
      return isKnown ? `${method} ${uri}` : undefined;
    }
    return CONSTANT.includes(method) && hasOnly(params, ["_meta"]) ? method : undefined;
  };

  const callResult = ({ params }: PlainRequest, { keyId, access }: Principal): string | undefined => {
    // Limited rights are the SDK's server's, which is made for them.
    if (access) return undefined;
    const { name, arguments: given = {} } = params;
    const tool = typeof name === "string" ? atOnce.get(name) : undefined;
    if (!tool || !hasOnly(params, CALL) || !calls.hasRoom(keyId)) return undefined;
    const checked = tool.inputSchema["~standard"].validate(given);
    if (checked instanceof Promise || checked.issues) return undefined;
    const since = audit && performance.now();
    const result = resultOf(tool, checked.value);
    if (since !== undefined) {
      // Within a text of the JSON, the quotes would be escaped.
      const status = result.includes('"isError":true') ? "tool_error" : "ok";
      audit!.call({ keyId, tool: tool.name, args: params.arguments, status, ms: performance.now() - since });
    }
    return result;
  };

  const resultOf = (tool: Tool, args: Record<string, unknown>): string => {
    try {
      const answer = tool.runAtOnce!(args, options);
      if (answer !== latest?.answer) latest = { answer, json: JSON.stringify(toolResult(answer)) };
      return latest.json;
    } catch (error) {
      onBug(error);
      return JSON.stringify(brokenResult(tool));
    }
  };

  return {
    answer(request, principal) {
      if (request.method === "tools/call") {
        const result = callResult(request, principal);
        return result && `{"result":${result.slice(0, -1)},${complete}${endOf(request)}`;
      }
      const key = principal.access ? undefined : keyOf(request);
      const result = key && results.get(key);
      return result && `{"result":${result}${endOf(request)}`;
    },
    answerCall(call, principal) {
      const result = callResult(call, principal);
      return result && `{"result":${result}${endOf(call)}`;
    },
    async learn(request, response) {
      const key = keyOf(request);
      if (key === undefined || response.status !== 200) return response;
      const text = await response.text();
      const [start, end] = ['{"result":', endOf(request)];
      if (text.startsWith(start) && text.endsWith(end)) {
        results.set(key, text.slice(start.length, -end.length));
      }
      return new Response(text, response);
    },
  };
}

/** What stands after the result, in the order of the SDK. */
function endOf({ id }: PlainRequest): string {
  return `,"jsonrpc":"2.0","id":${JSON.stringify(id)}}`;
}
