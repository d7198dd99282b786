/**
 * The form of all messages, which `en.ts` and `fr.ts` fill in.
 *
 * @module
 */
import type { CommandName, COMMANDS } from "../commands.ts";
import type { FindingCode, FindingData, Level, RuleName, SuiteName } from "../finding_codes.ts";
import type { LabName } from "../lab_names.ts";
import type { QuirkName } from "../quirk_names.ts";
import type { ServeLimitName } from "../serve_limits.ts";
import type { ErrorCode, ErrorData, Reason } from "../errors.ts";

/** The table of commands. */
export type Commands = typeof COMMANDS;

/** The names of all members of a union's types, not only of those that they share. */
export type KeyOfAny<T> = T extends unknown ? keyof T & string : never;

/** `name` of `<name>`, `[name]` and `[name...]`. */
export type NameOf<T> = T extends `<${infer Name}>` | `[${infer Name}...]` ? Name
  : T extends `[${infer Name}]` ? Name
  : never;

/** The names of what the commands take besides flags. */
export type ArgumentName = NameOf<
  Extract<Commands[CommandName], { readonly arguments: unknown }>["arguments"][number]
>;

/** What every setting of the command `serve` is called in its table. */
export type ServeSettingName = keyof Commands["serve"]["settings"];

/** What the settings of all other commands are called in their tables. */
export type ClientSettingName = KeyOfAny<
  Commands[Exclude<CommandName, "serve" | "keys" | "model">]["settings"]
>;

/** What every setting of the command `model` is called in its table. */
export type ModelServerSettingName = keyof Commands["model"]["settings"];

/** What every setting of the command `keys` is called in its table. */
export type KeysSettingName = keyof Commands["keys"]["settings"];

/** How an error reads. */
export interface ErrorText {
  /** One plain sentence. */
  readonly title: string;
  /** What to do. */
  readonly fix: string;
}

/** How a finding of `doctor` reads. */
export interface FindingText {
  /** What was seen, and what it means. */
  readonly seen: string;
  /** What to do, if there is something to do. */
  readonly fix?: string;
}

/** Where the value of a setting came from. */
export type OriginKind = "flag" | "variable" | "envFile" | "default";

/** How a tool's schema is changed for the model's endpoint. */
export type Rewrite = "no$schema" | "properties" | "items" | "type" | "noRemote$ref";

/** Everything that the program says to a user, in one language. */
export interface Messages {
  /** The language, as in `--lang`. */
  readonly language: "en" | "fr";
  /** Of `--help` and `--version`. */
  readonly help: {
    readonly program: string;
    readonly commands: Readonly<Record<CommandName, string>>;
    /** By their names in the table of commands. */
    readonly arguments: Readonly<Record<ArgumentName, string>>;
    /** What `--help` writes for a value, by the word of the tables: `nombre` for `number`. Others stay. */
    readonly placeholders: Readonly<Record<string, string>>;
    readonly showHelp: string;
    readonly showVersion: string;
    readonly versionFacts: Readonly<Record<"commit" | "built" | "runtime" | "system", string>>;
    readonly defaultIs: (value: string) => string;
    readonly variable: (names: string) => string;
    readonly variableMeaning: (names: string, meaning: string) => string;
    readonly variableOnly: string;
    readonly listSeparator: string;
    /** The titles of `--help`, by what commander calls them. Others stay. */
    readonly titles: Readonly<Record<string, string>>;
    /** The title of the list of limits. */
    readonly limits: string;
    readonly after: string;
  };
  /** What each setting means, by its name in its table. */
  readonly settings: {
    readonly serve: Readonly<Record<ServeSettingName, string>>;
    /** Of all commands that are clients. */
    readonly client: Readonly<Record<ClientSettingName, string>>;
    readonly keys: Readonly<Record<KeysSettingName, string>>;
    readonly model: Readonly<Record<ModelServerSettingName, string>>;
    /** What `--limit` can set, by name. */
    readonly limits: Readonly<Record<ServeLimitName, string>>;
  };
  /** The sentence and the fix of each error, by its code. */
  readonly errors: Readonly<Record<ErrorCode, (data: ErrorData) => ErrorText>>;
  /** What becomes the `detail` of an error, by its reason. */
  readonly reasons: Readonly<Record<Reason, (data: ErrorData) => string>>;
  /** What to do about a connection that failed for a reason of the network; absent if the usual fix helps. */
  readonly networkFixes: Readonly<Partial<Record<Reason, string>>>;
  /** What to do about an HTTP status, by its number. */
  readonly statusFixes: Readonly<Record<string, string>>;
  /** The first line of an error. */
  readonly errorLine: (code: string, status: number, title: string) => string;
  /** Notes that were dropped since their reader did not read them, as lines. */
  readonly linesDropped: (count: number) => string;
  /** The second line of an error. */
  readonly fixLine: (fix: string) => string;
  /** Of the command `serve`. */
  readonly serve: {
    readonly ready: (version: string, address: string) => string;
    readonly eras: readonly [string, string, string];
    readonly authOn: (count: number) => string;
    readonly authOff: string;
    readonly authOffPublic: string;
    readonly randomStateKey: string;
    /** `TZ` does not name a zone, and `zone` counts instead. */
    readonly timeZoneUnknown: (value: string, zone: string) => string;
    /** The keys of `--keys-file`, in addition to others. */
    readonly keysFile: (count: number, path: string) => string;
    readonly keysChanged: (count: number, path: string) => string;
    /** The changed file cannot be used: `problem` is the sentence of the error. */
    readonly keysKept: (problem: string) => string;
    readonly keyEnded: (name: string) => string;
    /** Before the list of the faults that are staged. */
    readonly labs: string;
    readonly tlsRenewed: string;
    readonly tlsKept: (problem: string) => string;
    readonly auditFailing: (path: string, reason: string) => string;
    /** `--redis`: where the sessions are. */
    readonly replicas: (address: string) => string;
    /** Redis stopped answering; it answers again. */
    readonly redisAway: (reason: string) => string;
    readonly redisBack: string;
    readonly redisRefuses: (words: string) => string;
    /** `--drain`: the server is going to stop. */
    readonly draining: (seconds: number) => string;
    /** `--workers`: what works differently then. */
    readonly workers: (count: number) => string;
    /** `hasOwnKey`: with `--wire-key`. */
    readonly wireView: (url: string, hasOwnKey: boolean) => string;
    readonly otherTerminal: string;
    readonly exampleQuestion: string;
    readonly stop: string;
    readonly stopping: string;
    readonly stopped: string;
    readonly listeningAgain: (reason: string) => string;
  };
  /** Of the command `health`. */
  /** Of the command `model`. */
  readonly model: {
    readonly ready: (url: string) => string;
    readonly stop: string;
  };
  /** What each fault of `serve --lab` does. */
  readonly labs: Readonly<Record<LabName, string>>;
  /** What each quirk of `model` does. */
  readonly quirks: Readonly<Record<QuirkName, string>>;
  readonly keys: {
    readonly made: (name: string, id: string, path: string, expires: string | undefined) => string;
    readonly serveWith: (command: string) => string;
    readonly overlap: (name: string, until: string) => string;
    readonly revoked: (name: string, id: string) => string;
    readonly valid: (
      key: {
        readonly name: string;
        readonly id: string;
        readonly expires?: string | undefined;
        readonly scopes?: readonly string[] | undefined;
        readonly tools?: readonly string[] | undefined;
      },
    ) => string;
    readonly none: (path: string) => string;
    /** Of the seven columns of the list. */
    readonly heads: readonly string[];
    readonly states: Readonly<Record<"valid" | "expired" | "revoked", string>>;
    readonly everything: string;
  };
  /** Of the command `doctor`. */
  readonly doctor: {
    readonly suites: Readonly<Record<SuiteName, string>>;
    readonly findings: Readonly<Record<FindingCode, (data: FindingData) => FindingText>>;
    /** What a server did not do, as a clause: `seen` says what it did. */
    readonly rules: Readonly<Record<RuleName, (seen: string) => string>>;
    readonly origins: Readonly<Record<OriginKind, (name: string, line: string) => string>>;
    readonly question: string;
    /** Under the name of a server, if there are several. */
    readonly about: (server: string) => string;
    readonly running: (suites: string, seconds: number) => string;
    /** How many findings there are of each level; `0` is left out. */
    readonly counts: Readonly<Record<Level, (count: number) => string>>;
    readonly summary: (counts: string, seconds: string) => string;
    readonly first: (code: string, what: string) => string;
    readonly allWell: string;
    /** How to see what ask does about a failure that nobody can explain here. */
    readonly nothingToDo: string;
  };
  readonly health: {
    readonly up: (
      report: {
        readonly url: string;
        readonly title?: string;
        readonly era?: string;
        readonly revision?: string;
        readonly milliseconds: number;
      },
    ) => string;
  };
  /** Of the command `ask`. */
  readonly ask: {
    readonly defaultQuestion: string;
    readonly inEra: (era: string) => string;
    /** The answer or the error of a run. */
    readonly eraSays: (era: string, text: string) => string;
    readonly stepsWithDebug: string;
    readonly embedded: (url: string, era: string, revision: string) => string;
    readonly connected: (server: string, url: string, era: string, revision: string) => string;
    readonly offlineModel: string;
    readonly useRealModel: string;
    readonly realModel: (model: string, url: string) => string;
    readonly toolCall: (name: string, args: string, server: string | undefined) => string;
    readonly toolFailed: (name: string, text: string) => string;
    /** On one line of a terminal, which may be cut at its end; `tokens` have come that are not shown. */
    readonly waiting: (model: string, url: string, seconds: number, tokens: number) => string;
    readonly answerCut: string;
    readonly answerInterrupted: (
      interruption: { readonly why: "brokeOff" | "filtered" | "refused" | "repeats"; readonly words: string },
    ) => string;
  };
  /** What is said while a run goes on; `--json-stream` prints it too, with these names. */
  readonly notes: {
    readonly modelWaits: (
      seconds: number,
      isAsked: boolean,
      failure: { readonly isAnswer: boolean; readonly detail: string },
    ) => string;
    readonly modelRefuses: (
      part: "stream_options" | "max_tokens" | "tool_choice" | "stream" | "ids" | "content",
    ) => string;
    readonly promptTruncated: (promptTokens: number) => string;
    readonly toolsDropped: (promptTokens: number) => string;
    readonly schemaRewritten: (tools: string, what: string) => string;
    readonly localEndpoint: (program: string, command: string) => string;
    readonly asksDefault: (question: string) => string;
    readonly toolRenamed: (from: string, to: string) => string;
    readonly looksForServer: (url: string) => string;
    readonly startsEmbedded: (url: string) => string;
    readonly sessionLost: (url: string) => string;
    readonly sessionRenewed: (url: string) => string;
    readonly toolsChanged: (url: string) => string;
    readonly callsSkipped: (most: number) => string;
    readonly callCancelled: (name: string) => string;
    readonly callRepeated: (name: string) => string;
    readonly serverSkipped: (name: string) => string;
    /** `what` is one of `deviations`. */
    readonly serverDeviates: (server: string, what: string) => string;
    /** A server of several; `why` is the title of its error. */
    readonly serverLeftOut: (server: string, why: string) => string;
    readonly argumentAbsent: (name: string) => string;
    readonly traceWritten: (path: string, exchanges: number) => string;
    readonly traceFailed: (path: string, detail: string) => string;
    readonly traceLinesSkipped: (path: string, lines: string) => string;
    readonly traceDropped: (count: number) => string;
    readonly callRefused: (name: string) => string;
    readonly callRefusedByRule: (name: string, why: string) => string;
    readonly approvalNotKept: (name: string) => string;
    readonly definitionChanged: (name: string) => string;
    readonly argumentUnknown: (name: string, near: string) => string;
    readonly answerStopped: string;
    readonly forgotten: string;
  };
  /** What a server does differently from the specification, each as a clause. `name` is its own word. */
  readonly deviations: Readonly<
    Record<
      | "toolSkipped"
      | "toolSimplified"
      | "schemaAbsent"
      | "toolsAbsent"
      | "listRepeats"
      | "toolRepeated"
      | "resultEmpty"
      | "resultTypeAbsent"
      | "structuredContentForm"
      | "blockForm"
      | "eventsTyped"
      | "jsonTyped",
      (name: string) => string
    >
  >;
  /** Of `ask --interactive`. */
  readonly conversation: {
    readonly prompt: string;
    readonly welcome: string;
    readonly howToLeave: string;
    readonly help: string;
    readonly usage: (questions: number, rounds: number, tokens: number | undefined) => string;
    readonly unknownCommand: (text: string) => string;
  };
  /** Before a tool call that the user has to allow. */
  readonly approval: {
    readonly asks: (tool: string, server: string) => string;
    readonly reasons: Readonly<Record<"changed" | "destructive" | "unmarked", string>>;
    readonly choices: string;
    /** What may be typed, in lower case. */
    readonly yes: readonly string[];
    readonly always: readonly string[];
    readonly no: readonly string[];
    readonly more: (characters: number) => string;
    readonly moreLines: (lines: number) => string;
  };
  /** What was changed in a tool's schema. */
  readonly rewrites: Readonly<Record<Rewrite, string>>;
  /** Of `--usage`: all but the last are joined to one line. Times are in milliseconds. */
  readonly usage: {
    readonly tokens: (read: number, written: number) => string;
    readonly noTokens: string;
    readonly times: (rounds: number, ms: number, toolMs: number) => string;
    readonly firstWord: (ms: number) => string;
    readonly backend: (said: string) => string;
  };
  /** Of the command `tools`. */
  readonly tools: { readonly none: string };
  /** Of the command `models`. */
  readonly models: { readonly marked: string; readonly absent: (model: string) => string };
  /** Of a form that an MCP server asks the user to fill in. */
  readonly form: {
    readonly asks: (server: string, message: string) => string;
    readonly hint: string;
    readonly field: (label: string, format: string, isRequired: boolean, fallback?: string) => string;
    readonly kinds: Readonly<
      Record<"string" | "number" | "integer" | "boolean" | "choice" | "choices", string>
    >;
    readonly problems: Readonly<
      Record<
        "required" | "number" | "integer" | "boolean" | "choice" | "format" | "tooSmall" | "tooLarge",
        (limit: string) => string
      >
    >;
    readonly review: string;
    readonly declinedNoTerminal: string;
    readonly declinedUrl: string;
  };
}
