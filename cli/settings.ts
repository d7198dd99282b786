/**
 * Every setting, once: its flag, its variables, its default, how its text is read.
 * `--help`, the resolved values and their types come from these tables; `messages/` says what a setting means.
 *
 * @module
 */
import { UserError } from "./errors.ts";
import { LAB_NAMES } from "./lab_names.ts";
import { QUIRK_NAMES } from "./quirk_names.ts";
import type { FilePermission } from "./permissions.ts";
import {
  apiKey,
  atMostOne,
  duration,
  type FlagValue,
  host,
  limit,
  many,
  number,
  one,
  oneOf,
  origin,
  redisUrl,
  secret,
  someOf,
  type Table,
  text,
  toggle,
  url,
  type Values,
} from "./setting.ts";

/** The process's environment with what `.env` adds to it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What `--era` accepts: the eras, and `auto`, which finds the era of the server. */
export const ERAS = ["auto", "2024", "2025", "2026"] as const;
/** One of {@linkcode ERAS}. */
export type EraChoice = typeof ERAS[number];

/** `ask` alone can try one question in every era. */
export const ASK_ERAS = [...ERAS, "all"] as const;

/** What `trace --as` accepts. */
export const TRACE_VIEWS = ["text", "wire", "har", "mmd", "sh", "html"] as const;

/** What `--lang` accepts. */
export const LANGUAGES = ["en", "fr"] as const;

/** What `--log-format` accepts. */
export const LOG_FORMATS = ["text", "json"] as const;
/** One of {@linkcode LOG_FORMATS}. */
export type LogFormat = typeof LOG_FORMATS[number];

const MAX_SECONDS = 86_400;

/** What every command takes. */
export const COMMON_SETTINGS = {
  // `main.ts` reads it before the rest of the command line, whose errors are in that language.
  language: one(oneOf(LANGUAGES), undefined, { flag: "--lang <language>", choices: LANGUAGES }),
} satisfies Table;

/** The settings of `serve`. */
export const SERVE_SETTINGS = {
  host: one(host, undefined, {
    flag: "--host <address>",
    variables: ["MCP_HOST"],
    shownDefault: "0.0.0.0 / 127.0.0.1",
  }),
  port: one(number(0, 65_535), 8000, { flag: "--port <number>", variables: ["MCP_PORT"] }),
  authKeys: many(secret, { flag: "--auth-key <key>", variables: ["MCP_SERVER_AUTH_KEY"] }),
  authKeyFile: one(text, undefined, {
    flag: "--auth-key-file <file>",
    variables: ["MCP_SERVER_AUTH_KEY_FILE"],
    file: "read",
  }),
  keysFile: one(text, undefined, {
    flag: "--keys-file <file>",
    variables: ["MCP_KEYS_FILE"],
    file: "read",
  }),
  audit: one(text, undefined, { flag: "--audit <file>", variables: ["MCP_AUDIT_FILE"], file: "write" }),
  auth: toggle(true, { flag: "--no-auth" }),
  tlsCert: one(text, undefined, {
    flag: "--tls-cert <file>",
    variables: ["MCP_TLS_CERT"],
    file: "read",
  }),
  tlsKey: one(text, undefined, { flag: "--tls-key <file>", variables: ["MCP_TLS_KEY"], file: "read" }),
  allowOrigins: many(origin, {
    flag: "--allow-origin <origin>",
    variables: ["MCP_ALLOW_ORIGINS"],
    isList: true,
  }),
  allowHosts: many(text, { flag: "--allow-host <name>", variables: ["MCP_ALLOW_HOSTS"], isList: true }),
  timeZone: one(text, undefined, { flag: "--timezone <zone>" }),
  stateKey: one(text, undefined, { variables: ["MCP_STATE_KEY"] }),
  wireKeys: many(secret, { flag: "--wire-key <key>", variables: ["MCP_WIRE_KEY"] }),
  wireSize: one(number(0, 100_000), 1_000, { flag: "--wire-size <number>", variables: ["MCP_WIRE_SIZE"] }),
  limits: many(limit, { flag: "--limit <limit>", variables: ["MCP_LIMITS"], isList: true }),
  logFormat: one(oneOf(LOG_FORMATS), undefined, {
    flag: "--log-format <format>",
    variables: ["MCP_LOG_FORMAT"],
    choices: LOG_FORMATS,
  }),
  labs: many(text, { flag: "--lab <name>", choices: ["list", ...LAB_NAMES] }),
  yes: toggle(false, { flag: "--yes" }),
  metrics: toggle(false, { flag: "--metrics" }),
  workers: one(number(1, 64), 1, { flag: "--workers <number>", variables: ["MCP_WORKERS"] }),
  redis: one(redisUrl, undefined, { flag: "--redis <url>", variables: ["MCP_REDIS_URL"] }),
  redisPrefix: one(text, "mcpdemo", { flag: "--redis-prefix <name>", variables: ["MCP_REDIS_PREFIX"] }),
  drain: one(number(0, 600, "seconds"), 0, { flag: "--drain <seconds>", variables: ["MCP_DRAIN"] }),
  debug: toggle(false, { flag: "--debug" }),
  debugWire: toggle(false, { flag: "--debug=wire" }),
  ...COMMON_SETTINGS,
} satisfies Table;

/** How a client reaches MCP servers. */
export const REACH_SETTINGS = {
  servers: many(url, {
    flag: "--server <url>",
    variables: ["MCP_SERVER_URL"],
    ignoredWith: "config",
    shownDefault: "http://localhost:8000",
  }),
  config: one(text, undefined, { flag: "--config <file>", file: "read" }),
  authKey: atMostOne(secret, { flag: "--auth-key <key>", variables: ["MCP_SERVER_AUTH_KEY"] }),
  era: one(oneOf(ERAS), "auto", { flag: "--era <era>", choices: ERAS }),
} satisfies Table;

/** How a client reaches the model endpoint. */
export const MODEL_SETTINGS = {
  apiUrl: one(url, undefined, {
    flag: "--api-url <url>",
    variables: ["API_URL", "OPENAI_BASE_URL"],
    shownDefault: "https://api.ai.cloud-temple.com/v1",
  }),
  apiKey: one(apiKey, undefined, { variables: ["API_KEY", "OPENAI_API_KEY"] }),
  model: one(text, "qwen3-next:80b", { flag: "--model <name>", variables: ["DEFAULT_MODEL"] }),
} satisfies Table;

/** What every command that is a client takes. */
export const CLIENT_SETTINGS = {
  timeout: one(number(1, MAX_SECONDS, "seconds"), 120, { flag: "--timeout <seconds>" }),
  caFile: one(text, undefined, { flag: "--ca-file <file>", file: "read" }),
  json: toggle(false, { flag: "--json" }),
  debug: toggle(false, { flag: "--debug" }),
  debugWire: toggle(false, { flag: "--debug=wire" }),
  ...COMMON_SETTINGS,
} satisfies Table;

/** The settings of `ask`. */
export const ASK_SETTINGS = {
  ...REACH_SETTINGS,
  era: one(oneOf(ASK_ERAS), "auto", { flag: "--era <era>", choices: ASK_ERAS }),
  ...MODEL_SETTINGS,
  interactive: toggle(false, { flag: "-i, --interactive" }),
  stream: toggle(true, { flag: "--stream", negation: "--no-stream" }),
  reasoning: toggle(false, { flag: "--reasoning" }),
  usage: toggle(false, { flag: "--usage" }),
  maxSteps: one(number(1, 1000), 10, { flag: "--max-steps <number>" }),
  yes: toggle(false, { flag: "-y, --yes" }),
  allowTools: many(text, { flag: "--allow-tool <name>" }),
  jsonStream: toggle(false, { flag: "--json-stream" }),
  trace: one(text, undefined, { flag: "--trace <file>", file: "write" }),
  ...CLIENT_SETTINGS,
} satisfies Table;

/** The settings of `tools`. */
export const TOOLS_SETTINGS = {
  ...REACH_SETTINGS,
  schema: one(text, undefined, { flag: "--schema <name>" }),
  ...CLIENT_SETTINGS,
} satisfies Table;

/** The settings of `call`. */
export const CALL_SETTINGS = {
  ...REACH_SETTINGS,
  input: one(text, undefined, { flag: "--input <json>" }),
  ...CLIENT_SETTINGS,
} satisfies Table;

/** The settings of `models`. */
export const MODELS_SETTINGS: typeof MODEL_SETTINGS & typeof CLIENT_SETTINGS = {
  ...MODEL_SETTINGS,
  ...CLIENT_SETTINGS,
};

/** The settings of `health`. */
export const HEALTH_SETTINGS = {
  server: one(url, new URL("http://localhost:8000"), {
    flag: "--server <url>",
    variables: ["MCP_SERVER_URL"],
  }),
  authKey: REACH_SETTINGS.authKey,
  era: REACH_SETTINGS.era,
  timeout: one(number(1, MAX_SECONDS, "seconds"), 5, { flag: "--timeout <seconds>" }),
  caFile: CLIENT_SETTINGS.caFile,
  json: CLIENT_SETTINGS.json,
  ...COMMON_SETTINGS,
} satisfies Table;

/** The settings of `doctor`. */
export const DOCTOR_SETTINGS = {
  ...REACH_SETTINGS,
  ...MODEL_SETTINGS,
  strict: toggle(false, { flag: "--strict" }),
  caFile: CLIENT_SETTINGS.caFile,
  json: CLIENT_SETTINGS.json,
  ...COMMON_SETTINGS,
} satisfies Table;

/** The settings of `trace`. */
export const TRACE_SETTINGS = {
  as: one(oneOf(TRACE_VIEWS), "text", { flag: "--as <view>", choices: TRACE_VIEWS }),
  ...COMMON_SETTINGS,
} satisfies Table;

/** The settings of `help`. */
export const HELP_SETTINGS: typeof COMMON_SETTINGS = COMMON_SETTINGS;

/** The settings of `model`. */
export const MODEL_SERVER_SETTINGS = {
  port: one(number(0, 65_535), 8090, { flag: "--port <number>" }),
  quirks: many(text, { flag: "--quirk <name>", choices: ["list", ...QUIRK_NAMES] }),
  ...COMMON_SETTINGS,
} satisfies Table;

/** What a key of a keys file may do. */
export const SCOPES = ["tools:read", "tools:call"] as const;

/** The settings of `keys`. */
export const KEYS_SETTINGS = {
  keysFile: one(text, "keys.json", { flag: "--keys-file <file>", variables: ["MCP_KEYS_FILE"] }),
  name: one(text, undefined, { flag: "--name <name>" }),
  scopes: many(someOf(SCOPES), { flag: "--scope <scope>", choices: SCOPES }),
  tools: many(text, { flag: "--tool <name>" }),
  expires: one(duration, undefined, { flag: "--expires <time>" }),
  overlap: one(duration, 86_400_000, { flag: "--overlap <time>", shownDefault: "24h" }),
  authKey: one(secret, undefined, { variables: ["MCP_SERVER_AUTH_KEY"] }),
  json: toggle(false, { flag: "--json" }),
  ...COMMON_SETTINGS,
} satisfies Table;

/** The settings of `completions`. */
export const COMPLETIONS_SETTINGS: typeof COMMON_SETTINGS = COMMON_SETTINGS;

/** The values of the settings of `serve`. */
export type ServeSettings = Values<typeof SERVE_SETTINGS>;
/** The values of the settings of `ask`. */
export type AskSettings = Values<typeof ASK_SETTINGS>;
/** The settings of a run in one era, found or given. */
export type OneEraSettings = Omit<AskSettings, "era"> & { readonly era: EraChoice };
/** The values of the settings of `tools`. */
export type ToolsSettings = Values<typeof TOOLS_SETTINGS>;
/** The values of the settings of `call`. */
export type CallSettings = Values<typeof CALL_SETTINGS>;
/** The values of the settings of `health`. */
export type HealthSettings = Values<typeof HEALTH_SETTINGS>;
/** The values of the settings of `doctor`. */
export type DoctorSettings = Values<typeof DOCTOR_SETTINGS>;
/** The values of the settings of `trace`. */
export type TraceSettings = Values<typeof TRACE_SETTINGS>;
/** The values of the settings of `model`. */
export type ModelServerSettings = Values<typeof MODEL_SERVER_SETTINGS>;
/** The values of the settings of `keys`. */
export type KeysSettings = Values<typeof KEYS_SETTINGS>;
/** The values of the settings of `models`. */
export type ModelsSettings = Values<typeof MODELS_SETTINGS>;
/** What a client needs to find and reach the MCP servers. */
export type ServerSettings = Values<typeof REACH_SETTINGS & typeof CLIENT_SETTINGS>;
/** What a client needs to reach the model endpoint. */
export type ModelSettings = Values<typeof MODEL_SETTINGS & typeof CLIENT_SETTINGS>;

/**
 * Reads the settings of a table: a flag wins over a variable, and a variable over the default.
 *
 * Throws a `UserError` for a value that a setting does not accept.
 */
export function resolveSettings<T extends Table>(
  table: T,
  flags: Readonly<Record<string, FlagValue>>,
  environment: Environment,
): Values<T> {
  const entries = Object.entries(table).map(([key, setting]) => {
    const flag = flags[key];
    if (flag !== undefined) return [key, setting.read(flag, setting.flag?.split(" ")[0] ?? key)];
    const variable = setting.variables?.find((name) => environment[name] !== undefined);
    if (!variable || setting.ignoredWith && flags[setting.ignoredWith] !== undefined) {
      return [key, setting.read(undefined, key)];
    }
    const value = environment[variable]!;
    const values = setting.isList ? value.split(/[\s,]+/).filter((each) => each !== "") : [value];
    return [key, setting.read(values, variable)];
  });
  return Object.fromEntries(entries);
}

/**
 * The same, for a command that explains what is wrong: a setting that cannot be read has its default, and its
 * error is returned.
 */
export function resolveLeniently<T extends Table>(
  table: T,
  flags: Readonly<Record<string, FlagValue>>,
  environment: Environment,
): { readonly settings: Values<T>; readonly problems: readonly UserError[] } {
  const problems: UserError[] = [];
  const entries = Object.entries(table).map(([key, setting]) => {
    try {
      return Object.entries(resolveSettings({ [key]: setting }, flags, environment))[0]!;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error);
      return [key, setting.read(undefined, key)];
    }
  });
  return { settings: Object.fromEntries(entries), problems };
}

/** What the files that these settings name are used for. */
export function filesNamed(table: Table, values: Readonly<Record<string, unknown>>): FilePermission[] {
  return Object.entries(table).flatMap(([key, { file }]) => file && values[key] !== undefined ? [file] : []);
}
