/**
 * The contract of a tool, free of any SDK: what it is called, what it takes, what it does.
 *
 * `server/mcp_server.ts` makes the SDK's registration from it, in one place.
 *
 * @module
 */
import { type Schema, withKeptJsonSchema } from "./schema.ts";

/** Hints for hosts (MCP 2026-07-28, `server/tools`, ToolAnnotations). Hints: no host must trust them. */
export interface ToolAnnotations {
  /** The tool changes nothing. */
  readonly readOnlyHint?: boolean;
  /** The tool may destroy something. */
  readonly destructiveHint?: boolean;
  /** Calling it twice with the same arguments does no more than calling it once. */
  readonly idempotentHint?: boolean;
  /** The tool reaches beyond this server. */
  readonly openWorldHint?: boolean;
}

/** What a tool may use. Time comes in here, so that a test can hold the clock. */
export interface ToolContext {
  /** The present moment. */
  readonly now: () => Temporal.Instant;
  /** IANA name of the zone that "here" means, for instance `Europe/Paris`. */
  readonly timeZone: string;
  /** Aborted when the caller cancels or goes away. */
  readonly signal: AbortSignal;
}

/** What a tool answers: a sentence for people and models, the same as data for programs. */
export type ToolOutput<Output> =
  | { readonly text: string; readonly structured: Output }
  | { readonly error: string };

/** A tool. `Input` and `Output` are the types of its arguments and of its data. */
export interface Tool<Input = Record<string, unknown>, Output = Record<string, unknown>> {
  /** Unique on the server; `[A-Za-z0-9_-]{1,64}` suits every model endpoint. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** For the model: when to use it, and what it answers. */
  readonly description: string;
  /** The arguments: an object. */
  readonly inputSchema: Schema<Input>;
  /** The shape of `structured`: an object. */
  readonly outputSchema: Schema<Output>;
  /** Hints for hosts. */
  readonly annotations: ToolAnnotations;
  /** Does the work. An expected failure is an `error` with its remedy; anything thrown is a bug. */
  run(args: Input, context: ToolContext): ToolOutput<Output> | Promise<ToolOutput<Output>>;
}

/**
 * Checks a definition against the contract, its types taken from its schemas, and then forgets them: a
 * list holds tools of all types, and each is called with what its own schema has let pass.
 */
export function defineTool<Input, Output>(tool: Tool<Input, Output>): Tool {
  const inputSchema = withKeptJsonSchema(tool.inputSchema);
  const outputSchema = withKeptJsonSchema(tool.outputSchema);
  return { ...tool, inputSchema, outputSchema } as unknown as Tool;
}
