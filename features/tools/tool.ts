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
  /** The present moment, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** IANA name of the zone that "here" means, for instance `Europe/Paris`. */
  readonly timeZone: string;
  /** Aborted when the caller cancels or goes away. */
  readonly signal: AbortSignal;
  /** Waits that many milliseconds; rejects as soon as `signal` is aborted. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Tells a caller who asked for it how far the work is (MCP `basic/patterns/progress`). */
  readonly progress: (done: number, total: number, message: string) => Promise<void>;
  /** What the user answered to the form that this tool asked for last, if it asked for one. */
  readonly answer: FormAnswer | undefined;
  /** What this tool kept with that form; the client carried it, and it was checked to be unchanged. */
  readonly state: unknown;
}

/** A form for the user: flat, of plain fields (MCP `client/elicitation`, form mode). */
export interface Form {
  /** The question, in a sentence. */
  readonly message: string;
  /** JSON Schema of each field, by name. */
  readonly fields: Readonly<Record<string, FormField>>;
  /** Names of the fields that must be filled. */
  readonly required: readonly string[];
}

/** A field of a {@linkcode Form}. */
export type FormField =
  | { readonly type: "string"; readonly title: string; readonly format?: "date"; readonly default?: string }
  | {
    readonly type: "integer";
    readonly title: string;
    readonly minimum: number;
    readonly maximum: number;
    readonly default?: number;
  }
  | { readonly type: "boolean"; readonly title: string; readonly default?: boolean };

/** What the user did with a form. `content` comes from outside and is not checked. */
export type FormAnswer =
  | { readonly action: "accept"; readonly content: Readonly<Record<string, unknown>> }
  | { readonly action: "decline" | "cancel" };

/**
 * What a tool answers: a sentence for people and models and the same as data for programs, or an error
 * with its remedy, or a form that the user must fill first. After a form the tool is run again from the
 * start, with the same arguments, the answer and the state: between the two, no server keeps anything.
 */
export type ToolOutput<Output> = ToolAnswer<Output> | { readonly ask: Form; readonly state: unknown };

/** What a tool answers that asks for nothing. */
export type ToolAnswer<Output> =
  | { readonly text: string; readonly structured: Output }
  | { readonly error: string };

/** What a tool may use that answers at once. */
export type ClockContext = Pick<ToolContext, "now" | "timeZone">;

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
  /**
   * The same work of a tool that waits for nothing and asks for nothing: such calls have a shorter way through
   * the server. `run` calls it.
   */
  readonly runAtOnce?: RunAtOnce<Input, Output>;
}

type RunAtOnce<Input, Output> = (args: Input, context: ClockContext) => ToolAnswer<Output>;

/** A tool as it is written: with `run`, or with `runAtOnce` if it needs no more. */
type Definition<Input, Output> =
  & Omit<Tool<Input, Output>, "run" | "runAtOnce">
  & (Pick<Tool<Input, Output>, "run"> | { readonly runAtOnce: RunAtOnce<Input, Output> });

/**
 * Checks a definition against the contract, its types taken from its schemas, and then forgets them: a
 * list holds tools of all types, and each is called with what its own schema has let pass.
 */
export function defineTool<Input, Output>(tool: Definition<Input, Output>): Tool {
  const inputSchema = withKeptJsonSchema(tool.inputSchema);
  const outputSchema = withKeptJsonSchema(tool.outputSchema);
  const run = "run" in tool ? tool.run : tool.runAtOnce;
  return { ...tool, run, inputSchema, outputSchema } as unknown as Tool;
}
