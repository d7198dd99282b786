/** One setting: its flag, its variables, and how its text is read. */
import { UserError } from "./errors.ts";
import type { FilePermission } from "./permissions.ts";

/** What a flag was given: texts in order, or a switch, or nothing. */
export type FlagValue = readonly string[] | boolean | undefined;

export interface Setting<T> {
  /** As in `--port <number>`; absent where only a variable sets it (a key in argv is seen by all). */
  readonly flag?: string;
  /** The positive or negative twin of a switch. */
  readonly negation?: string;
  /** Variables that set it, the first one that is set wins. */
  readonly variables?: readonly string[];
  /** A flag that says the same more closely: where it is given, the variables do not count. */
  readonly ignoredWith?: string;
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

type Options = Omit<Setting<unknown>, "read">;
/** Reads a text; `takes` says what it reads, where a few words can. */
interface Parse<T> {
  (text: string): T | undefined;
  readonly takes?: string;
  readonly unit?: "seconds";
}

export function one<T>(parse: Parse<T>, fallback: T, options: Options): Setting<T>;
export function one<T>(parse: Parse<T>, fallback: undefined, options: Options): Setting<T | undefined>;
export function one<T>(parse: Parse<T>, fallback: T | undefined, options: Options): Setting<T | undefined> {
  return {
    ...(fallback === undefined ? {} : { shownDefault: String(fallback) }),
    ...options,
    read: (given, name) => Array.isArray(given) ? parsed(parse, given.at(-1)!, name) : fallback,
  };
}

export function many<T>(parse: Parse<T>, options: Options): Setting<readonly T[]> {
  return {
    ...options,
    read: (given, name) => Array.isArray(given) ? given.map((each) => parsed(parse, each, name)) : [],
  };
}

/** One key for all servers: of several, the last one would go to servers that it is not for. */
export function atMostOne(parse: Parse<string>, options: Options): Setting<string | undefined> {
  const setting = one(parse, undefined, options);
  return {
    ...setting,
    read(given, name) {
      if (Array.isArray(given) && given.length > 1) throw new UserError("multiple_keys");
      return setting.read(given, name);
    },
  };
}

export function toggle(fallback: boolean, options: Options): Setting<boolean> {
  return { ...options, read: (given) => typeof given === "boolean" ? given : fallback };
}

function parsed<T>(parse: Parse<T>, given: string, name: string): T {
  const value = parse(given);
  if (value === undefined) {
    // A refused URL may hold a password.
    throw new UserError((parse as Parse<unknown>) === url ? "bad_url" : "bad_value", {
      name,
      value: given.replace(/\/\/.*@/s, "//***@"),
      ...(parse.takes === undefined ? {} : { takes: parse.takes }),
      ...(parse.unit === undefined ? {} : { unit: parse.unit }),
    });
  }
  return value;
}

export function text(given: string): string {
  return given;
}

/** A flag in the place of a key is a key that was left out: `--auth-key $UNSET --debug`. */
export function secret(given: string): string {
  if (given.startsWith("--")) throw new UserError("key_is_flag");
  return given;
}

export function number(min: number, max: number, unit?: "seconds"): Parse<number> {
  const parse = (given: string) => {
    const value = /^\d+$/.test(given) ? Number(given) : NaN;
    return value >= min && value <= max ? value : undefined;
  };
  return Object.assign(parse, { takes: `${min} … ${max}`, ...(unit === undefined ? {} : { unit }) });
}

export function url(given: string): URL | undefined {
  const value = URL.parse(given);
  return value && /^https?:$/.test(value.protocol) && !value.username && !value.password ? value : undefined;
}

/** An origin in its serialized form (RFC 6454 §6.2): scheme, host, port, nothing else. */
export function origin(given: string): string | undefined {
  const value = url(given);
  return value && value.origin === given.replace(/\/$/, "") ? value.origin : undefined;
}

export function oneOf<const T extends readonly string[]>(choices: T): Parse<T[number]> {
  return Object.assign((given: string) => choices.find((choice) => choice === given), {
    takes: choices.join(" | "),
  });
}
