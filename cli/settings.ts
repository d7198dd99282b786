/**
 * Every setting, once: its flag, its variables, its default, how its text is read.
 * `--help`, the resolved values and their types come from these tables; what a setting means stands in
 * `messages/`.
 */
import { UserError } from "./errors.ts";
import type { FilePermission } from "./permissions.ts";

/** The process's environment with what `.env` adds to it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a flag was given: texts in order, or a switch, or nothing. */
export type FlagValue = readonly string[] | boolean | undefined;

export interface Setting<T> {
  /** As in `--port <number>`; absent where only a variable sets it (a key in argv is seen by all). */
  readonly flag?: string;
  /** The positive or negative twin of a switch. */
  readonly twin?: string;
  /** Variables that set it, the first one that is set wins. */
  readonly variables?: readonly string[];
  /** A flag that says the same more closely: where it is given, the variables do not count. */
  readonly unless?: string;
  /** What it can be, where that is a few words: shells complete them. */
  readonly choices?: readonly string[];
  /** As `--help` shows it. */
  readonly shownDefault?: string;
  /** What is done with the file that it names, if it names one. */
  readonly file?: FilePermission;
  /** Reads what was given. Throws a {@linkcode UserError} that names the setting. */
  read(given: FlagValue, name: string): T;
}

export type Table = Readonly<Record<string, Setting<unknown>>>;
export type Values<T extends Table> = { readonly [K in keyof T]: T[K] extends Setting<infer V> ? V : never };

export const ERAS = ["auto", "2024", "2025", "2026"] as const;
export type EraChoice = typeof ERAS[number];

/** `ask` alone can try one question in every era. */
export const ASK_ERAS = [...ERAS, "all"] as const;

/** How `mcpdemo trace` shows a record. */
export const TRACE_VIEWS = ["text", "wire", "har", "mmd", "sh", "html"] as const;

export const LANGUAGES = ["en", "fr"] as const;

const MAX_SECONDS = 86_400;

const COMMON_SETTINGS = {
  // `main.ts` looks for it before anything is said.
  language: one(oneOf(LANGUAGES), undefined, { flag: "--lang <language>", choices: LANGUAGES }),
} satisfies Table;

export const SERVE_SETTINGS = {
  host: one(text, undefined, { flag: "--host <address>", shownDefault: "0.0.0.0 / 127.0.0.1" }),
  port: one(number(0, 65_535), 8000, { flag: "--port <number>" }),
  authKeys: many(secret, { flag: "--auth-key <key>", variables: ["MCP_SERVER_AUTH_KEY"] }),
  auth: toggle(true, { flag: "--no-auth" }),
  allowOrigins: many(origin, { flag: "--allow-origin <origin>" }),
  allowHosts: many(text, { flag: "--allow-host <name>" }),
  timeZone: one(text, undefined, { flag: "--timezone <zone>" }),
  stateKey: one(text, undefined, { variables: ["MCP_STATE_KEY"] }),
  wireKeys: many(secret, { flag: "--wire-key <key>", variables: ["MCP_WIRE_KEY"] }),
  wireSize: one(number(0, 100_000), 1_000, { flag: "--wire-size <number>" }),
  debug: toggle(false, { flag: "--debug" }),
  debugWire: toggle(false, { flag: "--debug=wire" }),
  ...COMMON_SETTINGS,
} satisfies Table;

/** How a client reaches MCP servers. */
const REACH_SETTINGS = {
  servers: many(url, {
    flag: "--server <url>",
    variables: ["MCP_SERVER_URL"],
    unless: "config",
    shownDefault: "http://localhost:8000",
  }),
  config: one(text, undefined, { flag: "--config <file>", file: "read" }),
  authKey: one(secret, undefined, { flag: "--auth-key <key>", variables: ["MCP_SERVER_AUTH_KEY"] }),
  era: one(oneOf(ERAS), "auto", { flag: "--era <era>", choices: ERAS }),
} satisfies Table;

/** How a client reaches the model's endpoint. */
const MODEL_SETTINGS = {
  apiUrl: one(url, undefined, {
    flag: "--api-url <url>",
    variables: ["API_URL", "OPENAI_BASE_URL"],
    shownDefault: "https://api.ai.cloud-temple.com/v1 with API_KEY",
  }),
  apiKey: one(text, undefined, { variables: ["API_KEY", "OPENAI_API_KEY"] }),
  model: one(text, "qwen3-next:80b", { flag: "--model <name>", variables: ["DEFAULT_MODEL"] }),
} satisfies Table;

/** What every client's command takes. */
const CLIENT_SETTINGS = {
  timeout: one(number(1, MAX_SECONDS), 120, { flag: "--timeout <seconds>" }),
  caFile: one(text, undefined, { flag: "--ca-file <file>", file: "read" }),
  json: toggle(false, { flag: "--json" }),
  debug: toggle(false, { flag: "--debug" }),
  debugWire: toggle(false, { flag: "--debug=wire" }),
  ...COMMON_SETTINGS,
} satisfies Table;

export const ASK_SETTINGS = {
  ...REACH_SETTINGS,
  era: one(oneOf(ASK_ERAS), "auto", { flag: "--era <era>", choices: ASK_ERAS }),
  ...MODEL_SETTINGS,
  interactive: toggle(false, { flag: "-i, --interactive" }),
  stream: toggle(true, { flag: "--stream", twin: "--no-stream" }),
  reasoning: toggle(false, { flag: "--reasoning" }),
  usage: toggle(false, { flag: "--usage" }),
  maxSteps: one(number(1, 1000), 10, { flag: "--max-steps <number>" }),
  yes: toggle(false, { flag: "-y, --yes" }),
  allowTools: many(text, { flag: "--allow-tool <name>" }),
  jsonStream: toggle(false, { flag: "--json-stream" }),
  trace: one(text, undefined, { flag: "--trace <file>", file: "write" }),
  ...CLIENT_SETTINGS,
} satisfies Table;

export const TOOLS_SETTINGS = {
  ...REACH_SETTINGS,
  schema: one(text, undefined, { flag: "--schema <name>" }),
  ...CLIENT_SETTINGS,
} satisfies Table;

export const CALL_SETTINGS = {
  ...REACH_SETTINGS,
  input: one(text, undefined, { flag: "--input <json>" }),
  ...CLIENT_SETTINGS,
} satisfies Table;

export const MODELS_SETTINGS = { ...MODEL_SETTINGS, ...CLIENT_SETTINGS } satisfies Table;

export const HEALTH_SETTINGS = {
  server: one(url, new URL("http://localhost:8000"), { flag: "--server <url>" }),
  ...COMMON_SETTINGS,
} satisfies Table;

export const TRACE_SETTINGS = {
  as: one(oneOf(TRACE_VIEWS), "text", { flag: "--as <view>", choices: TRACE_VIEWS }),
  ...COMMON_SETTINGS,
} satisfies Table;

export const COMPLETIONS_SETTINGS = { ...COMMON_SETTINGS } satisfies Table;

export type ServeSettings = Values<typeof SERVE_SETTINGS>;
export type AskSettings = Values<typeof ASK_SETTINGS>;
/** Of a run in one era, found or given. */
export type OneEraSettings = Omit<AskSettings, "era"> & { readonly era: EraChoice };
export type ToolsSettings = Values<typeof TOOLS_SETTINGS>;
export type CallSettings = Values<typeof CALL_SETTINGS>;
export type HealthSettings = Values<typeof HEALTH_SETTINGS>;
export type TraceSettings = Values<typeof TRACE_SETTINGS>;
export type ModelsSettings = Values<typeof MODELS_SETTINGS>;
/** What finding and reaching the MCP servers takes. */
export type ReachSettings = Values<typeof REACH_SETTINGS & typeof CLIENT_SETTINGS>;
/** What reaching the model's endpoint takes. */
export type ModelSettings = Values<typeof MODEL_SETTINGS & typeof CLIENT_SETTINGS>;

/** Flag > environment > `.env` > default. */
export function resolveSettings<T extends Table>(
  table: T,
  flags: Readonly<Record<string, FlagValue>>,
  environment: Environment,
): Values<T> {
  const entries = Object.entries(table).map(([key, setting]) => {
    const flag = flags[key];
    if (flag !== undefined) return [key, setting.read(flag, setting.flag?.split(" ")[0] ?? key)];
    const variable = setting.variables?.find((name) => environment[name] !== undefined);
    if (!variable || setting.unless && flags[setting.unless] !== undefined) {
      return [key, setting.read(undefined, key)];
    }
    return [key, setting.read([environment[variable]!], variable)];
  });
  return Object.fromEntries(entries);
}

/** What these settings need of the file system: nothing, where they name no file. */
export function filesNamed(table: Table, values: Readonly<Record<string, unknown>>): FilePermission[] {
  return Object.entries(table).flatMap(([key, { file }]) => file && values[key] !== undefined ? [file] : []);
}

type Options = Omit<Setting<unknown>, "read">;
type Parse<T> = (text: string) => T | undefined;

function one<T>(parse: Parse<T>, fallback: T, options: Options): Setting<T>;
function one<T>(parse: Parse<T>, fallback: undefined, options: Options): Setting<T | undefined>;
function one<T>(parse: Parse<T>, fallback: T | undefined, options: Options): Setting<T | undefined> {
  return {
    ...(fallback === undefined ? {} : { shownDefault: String(fallback) }),
    ...options,
    read: (given, name) => Array.isArray(given) ? parsed(parse, given.at(-1)!, name) : fallback,
  };
}

function many<T>(parse: Parse<T>, options: Options): Setting<readonly T[]> {
  return {
    ...options,
    read: (given, name) => Array.isArray(given) ? given.map((each) => parsed(parse, each, name)) : [],
  };
}

function toggle(fallback: boolean, options: Options): Setting<boolean> {
  return { ...options, read: (given) => typeof given === "boolean" ? given : fallback };
}

function parsed<T>(parse: Parse<T>, given: string, name: string): T {
  const value = parse(given);
  if (value === undefined) {
    // A refused URL may hold a password.
    throw new UserError((parse as Parse<unknown>) === url ? "bad_url" : "bad_value", {
      name,
      value: given.replace(/\/\/.*@/s, "//***@"),
    });
  }
  return value;
}

function text(given: string): string {
  return given;
}

/** A flag in the place of a key is a key that was left out: `--auth-key $UNSET --debug`. */
function secret(given: string): string {
  if (given.startsWith("--")) throw new UserError("key_is_flag");
  return given;
}

function number(min: number, max: number): Parse<number> {
  return (given) => {
    const value = /^\d+$/.test(given) ? Number(given) : NaN;
    return value >= min && value <= max ? value : undefined;
  };
}

function url(given: string): URL | undefined {
  const value = URL.parse(given);
  return value && /^https?:$/.test(value.protocol) && !value.username && !value.password ? value : undefined;
}

/** An origin in its serialized form (RFC 6454 §6.2): scheme, host, port, nothing else. */
function origin(given: string): string | undefined {
  const value = url(given);
  return value && value.origin === given.replace(/\/$/, "") ? value.origin : undefined;
}

function oneOf<const T extends readonly string[]>(choices: T): Parse<T[number]> {
  return (given) => choices.find((choice) => choice === given);
}
