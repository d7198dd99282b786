/**
 * The options from which the SDK's server is made.
 *
 * @module
 */
import type { RequestStateCodec } from "@modelcontextprotocol/server";
import type { Prompt } from "../features/prompts/prompt.ts";
import type { Resource } from "../features/resources/resource.ts";
import type { Tool } from "../features/tools/tool.ts";
import type { Calls } from "./calls.ts";
import type { FindResource } from "./find_resource.ts";
import type { MinuteTicker } from "./minute_ticker.ts";

/** The features that a server offers, and their dependencies. */
export interface McpServerOptions {
  /** This program's version: `serverInfo.version`. */
  readonly version: string;
  /** The tools, in the order in which `tools/list` shows them. */
  readonly tools: readonly Tool[];
  /** The resources, in the order in which the lists show them. */
  readonly resources: readonly Resource[];
  /** The prompts, in the order in which `prompts/list` shows them. */
  readonly prompts: readonly Prompt[];
  /** The present moment for tools and resources, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** The local time zone for tools: an IANA name, for instance `Europe/Paris`. */
  readonly timeZone: string;
  /** Waits milliseconds; rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Counts and limits the tool calls in flight. */
  readonly calls: Calls;
  /** Announces each full minute, when some resources change. */
  readonly ticker: MinuteTicker;
  /** Finds the resources that a client wants to watch. */
  readonly findResource: FindResource;
  /** Signs the state that a tool stores with a form; the client carries it. */
  readonly stateCodec: RequestStateCodec<ToolState>;
  /** Called with errors that a feature throws: bugs, whose details the client does not need. */
  readonly onBug: (error: unknown) => void;
}

/** The state that a tool stores with a form, and the call that it belongs to. */
export interface ToolState {
  /** The name of the tool. */
  readonly tool: string;
  /** A hash of the call's arguments. */
  readonly args: string;
  /** The tool's own data. */
  readonly state: unknown;
}
