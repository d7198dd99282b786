/** Makes the SDK's server from the features: a server for one session, or in 2026 for one request. */
import { McpServer, type RequestStateCodec } from "@modelcontextprotocol/server";
import type { Prompt } from "../features/prompts/prompt.ts";
import type { Resource } from "../features/resources/resource.ts";
import type { Tool } from "../features/tools/tool.ts";
import type { Calls } from "./calls.ts";
import type { MinuteTicker } from "./minute_ticker.ts";
import { registerPrompt } from "./register_prompt.ts";
import { type FindResource, registerResource, serveSubscriptions } from "./register_resource.ts";
import { registerTool } from "./register_tool.ts";
import { LEGACY_REVISIONS, MODERN_REVISIONS } from "./revisions.ts";

export interface McpServerOptions {
  readonly version: string;
  readonly tools: readonly Tool[];
  readonly resources: readonly Resource[];
  readonly prompts: readonly Prompt[];
  /** What tools take for "now" and "here". */
  readonly now: () => Temporal.Instant;
  readonly timeZone: string;
  /** Waits milliseconds; rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly calls: Calls;
  /** Tells of each full minute, with which some resources change. */
  readonly ticker: MinuteTicker;
  readonly findResource: FindResource;
  /** Seals the state that a tool keeps with a form; the client carries it. */
  readonly stateCodec: RequestStateCodec<ToolState>;
  /** Told of what a feature throws: a bug of ours, which the client need not see. */
  readonly onBug: (error: unknown) => void;
}

/** What a form's state is bound to. */
export interface ToolState {
  readonly tool: string;
  /** A hash of the call's arguments. */
  readonly args: string;
  readonly state: unknown;
}

/** The lists never change while the server runs. */
const LIST_HINT = { ttlMs: 3_600_000, cacheScope: "public" } as const;

export function createMcpServer(options: McpServerOptions): McpServer {
  const server = new McpServer(
    { name: "mcpdemo", title: "mcpdemo", version: options.version },
    {
      supportedProtocolVersions: [...LEGACY_REVISIONS, ...MODERN_REVISIONS],
      capabilities: {
        tools: { listChanged: false },
        prompts: { listChanged: false },
        resources: { listChanged: false, subscribe: true },
      },
      requestState: { verify: options.stateCodec.verify },
      cacheHints: {
        "tools/list": LIST_HINT,
        "prompts/list": LIST_HINT,
        "resources/list": LIST_HINT,
        "resources/templates/list": LIST_HINT,
        "server/discover": LIST_HINT,
      },
    },
  );
  for (const tool of options.tools) registerTool(server, tool, options);
  for (const resource of options.resources) registerResource(server, resource, options);
  for (const prompt of options.prompts) registerPrompt(server, prompt);
  serveSubscriptions(server, options.ticker, options.findResource);
  return server;
}
