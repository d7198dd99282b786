/** What there is to say to a person: the form of `en.ts` and `fr.ts`. */
import type { CommandName, COMMANDS } from "../commands.ts";
import type { ErrorCode, ErrorData, Reason } from "../errors.ts";

type Commands = typeof COMMANDS;

/** The names of all members of a union's types, not only of those that they share. */
type KeyOfAny<T> = T extends unknown ? keyof T & string : never;

/** `name` of `<name>`, `[name]` and `[name...]`. */
type NameOf<T> = T extends `<${infer Name}>` | `[${infer Name}...]` ? Name
  : T extends `[${infer Name}]` ? Name
  : never;

/** The names of what the commands take besides flags. */
type ArgumentName = NameOf<
  Extract<Commands[CommandName], { readonly arguments: unknown }>["arguments"][number]
>;

/** What every setting of the command `serve` is called in its table. */
type ServeSettingName = keyof Commands["serve"]["settings"];

/** What the settings of all other commands are called in their tables. */
type ClientSettingName = KeyOfAny<Commands[Exclude<CommandName, "serve">]["settings"]>;

export interface ErrorText {
  /** One plain sentence. */
  readonly title: string;
  /** What to do. */
  readonly fix: string;
}

/** How a tool's schema is changed for the model's endpoint. */
export type Rewrite = "no$schema" | "properties" | "items" | "type" | "noRemote$ref";

export interface Messages {
  readonly language: "en" | "fr";
  readonly help: {
    readonly program: string;
    readonly commands: Readonly<Record<CommandName, string>>;
    /** By the name that stands in the table of commands. */
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
    readonly after: string;
  };
  readonly settings: {
    readonly serve: Readonly<Record<ServeSettingName, string>>;
    /** Of all commands that are clients. */
    readonly client: Readonly<Record<ClientSettingName, string>>;
  };
  readonly errors: Readonly<Record<ErrorCode, (data: ErrorData) => ErrorText>>;
  /** What stands in an error's sentence as its `detail`. */
  readonly reasons: Readonly<Record<Reason, (data: ErrorData) => string>>;
  readonly errorLine: (code: string, status: number, title: string) => string;
  /** Of notes on stderr, when their reader does not read. */
  readonly linesDropped: (count: number) => string;
  readonly fixLine: (fix: string) => string;
  readonly serve: {
    readonly ready: (version: string, address: string) => string;
    readonly eras: readonly [string, string, string];
    readonly authOn: (count: number) => string;
    readonly authOff: string;
    readonly authOffPublic: string;
    readonly randomStateKey: string;
    /** `TZ` does not name a zone, and `zone` counts instead. */
    readonly timeZoneUnknown: (value: string, zone: string) => string;
    /** `hasOwnKey`: with `--wire-key`. */
    readonly wireView: (url: string, hasOwnKey: boolean) => string;
    readonly otherTerminal: string;
    readonly exampleQuestion: string;
    readonly stop: string;
    readonly stopping: string;
    readonly stopped: string;
    readonly listeningAgain: (reason: string) => string;
  };
  readonly health: {
    readonly up: (url: string) => string;
  };
  readonly ask: {
    readonly defaultQuestion: string;
    readonly inEra: (era: string) => string;
    readonly embedded: (url: string) => string;
    readonly connected: (server: string, url: string, era: string, revision: string) => string;
    readonly offlineModel: string;
    readonly useRealModel: string;
    readonly realModel: (model: string, url: string) => string;
    readonly toolCall: (name: string, args: string, server: string | undefined) => string;
    readonly toolFailed: (name: string, text: string) => string;
    readonly answerCut: string;
  };
  /** What is told while a run goes on; also in `--json-stream`, by these names. */
  readonly notes: {
    readonly modelWaits: (seconds: number, isAsked: boolean) => string;
    readonly modelRefuses: (part: "stream_options" | "max_tokens" | "stream" | "ids") => string;
    readonly promptTruncated: (promptTokens: number) => string;
    readonly schemaRewritten: (tool: string, what: string) => string;
    readonly localEndpoint: (program: string, command: string) => string;
    readonly asksDefault: (question: string) => string;
    readonly toolRenamed: (from: string, to: string) => string;
    readonly looksForServer: (url: string) => string;
    readonly sessionLost: (url: string) => string;
    readonly sessionRenewed: (url: string) => string;
    readonly toolsChanged: (url: string) => string;
    readonly callCancelled: (name: string) => string;
    readonly callRepeated: (name: string) => string;
    readonly serverSkipped: (name: string) => string;
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
  /** Of `ask --interactive`. */
  readonly conversation: {
    readonly prompt: string;
    readonly welcome: string;
    readonly howToLeave: string;
    readonly help: string;
    readonly usage: (questions: number, rounds: number, tokens: number | undefined) => string;
    readonly unknownCommand: (text: string) => string;
  };
  /** Before a tool call that the person must allow. */
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
  readonly rewrites: Readonly<Record<Rewrite, string>>;
  /** Joined to one line, save the last. */
  readonly usage: {
    readonly tokens: (read: number, written: number) => string;
    readonly noTokens: string;
    readonly times: (rounds: number, ms: number, toolMs: number) => string;
    readonly firstWord: (ms: number) => string;
    readonly backend: (said: string) => string;
  };
  readonly tools: { readonly none: string };
  readonly models: { readonly marked: string; readonly absent: (model: string) => string };
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
