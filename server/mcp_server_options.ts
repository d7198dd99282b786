/**
 * What the SDK's server is made from.
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

/** The features that a server offers, and what they need. */
export interface McpServerOptions {
  /** Of this program: `serverInfo.version`. */
  readonly version: string;
  /** In the order in which `tools/list` shows them. */
  readonly tools: readonly Tool[];
  /** In the order in which the lists show them. */
  readonly resources: readonly Resource[];
  /** In the order in which `prompts/list` shows them. */
  readonly prompts: readonly Prompt[];
  /** What tools and resources take for "now". */
  readonly now: () => Temporal.Instant;
  /** What tools take for "here": an IANA name, for instance `Europe/Paris`. */
  readonly timeZone: string;
  /** Waits milliseconds; rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Counts and bounds the tool calls in flight. */
  readonly calls: Calls;
  /** Announces each full minute, with which some resources change. */
  readonly ticker: MinuteTicker;
  /** Finds the resources that a client wants to watch. */
  readonly findResource: FindResource;
  /** Seals the state that a tool keeps with a form; the client carries it. */
  readonly stateCodec: RequestStateCodec<ToolState>;
  /** Called with what a feature throws: a bug of ours, which the client need not see. */
  readonly onBug: (error: unknown) => void;
}

/** The state that a tool keeps with a form, and the call that it belongs to. */
export interface ToolState {
  /** The name of the tool. */
  readonly tool: string;
  /** A hash of the call's arguments. */
  readonly args: string;
  /** What the tool keeps. */
  readonly state: unknown;
}
