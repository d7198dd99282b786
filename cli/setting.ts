/**
 * One setting: its flag, its variables, and how its text is read.
 *
 * @module
 */
import { UserError } from "./errors.ts";
import type { FilePermission } from "./permissions.ts";
import { SERVE_LIMIT_NAMES, SERVE_LIMITS, type ServeLimitName } from "./serve_limits.ts";

/** The value of a flag: texts in order, a switch, or `undefined` if it was not given. */
export type FlagValue = readonly string[] | boolean | undefined;

/** One setting. */
export interface Setting<T> {
  /** As in `--port <number>`; absent if only a variable sets it, as a key that other users must not see in argv. */
  readonly flag?: string;
  /** The flag that turns a switch off: `--no-stream` for `--stream`. */
  readonly negation?: string;
  /** Environment variables that set it; the first one that is set wins. */
  readonly variables?: readonly string[];
  /** Whether a variable holds several values, with commas or blanks between them. */
  readonly isList?: boolean;
  /** The setting that replaces the variables: if its flag is given, they do not count. */
  readonly ignoredWith?: string;
  /** All that it can be, if that is a few words; shells complete them. */
  readonly choices?: readonly string[];
  /** The default as `--help` shows it. */
  readonly shownDefault?: string;
  /** What is done with the file that it names, if it names a file. */
  readonly file?: FilePermission;
  /** Converts what was given. Throws a {@linkcode UserError} with `name`, the flag or the variable. */
  read(given: FlagValue, name: string): T;
}

/** Settings by name. */
export type Table = Readonly<Record<string, Setting<unknown>>>;
/** The values of the settings of a table. */
export type Values<T extends Table> = { readonly [K in keyof T]: T[K] extends Setting<infer V> ? V : never };

/** What a setting is made of, besides how it is read. */
export type Options = Omit<Setting<unknown>, "read">;
/** Converts a text; gives `undefined` for what it does not accept. */
export interface Parse<T> {
  (text: string): T | undefined;
  /** What it accepts, if a few words can say it: `1 … 10`. */
  readonly takes?: string;
  /** What it counts. */
  readonly unit?: "seconds";
}

/** A setting with one value; given several times, the last one counts. */
export function one<T>(parse: Parse<T>, fallback: T, options: Options): Setting<T>;
/** A setting with one value or none. */
export function one<T>(parse: Parse<T>, fallback: undefined, options: Options): Setting<T | undefined>;
export function one<T>(parse: Parse<T>, fallback: T | undefined, options: Options): Setting<T | undefined> {
  return {
    ...(fallback === undefined ? {} : { shownDefault: String(fallback) }),
    ...options,
    read: (given, name) => Array.isArray(given) ? parsed(parse, given.at(-1)!, name) : fallback,
  };
}

/** A setting that can be given several times. */
export function many<T>(parse: Parse<T>, options: Options): Setting<readonly T[]> {
  return {
    ...options,
    read: (given, name) => Array.isArray(given) ? given.map((each) => parsed(parse, each, name)) : [],
  };
}

/** A setting that must not be given twice: of several keys, one would go to servers that it is not for. */
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

/** A switch. */
export function toggle(fallback: boolean, options: Options): Setting<boolean> {
  return { ...options, read: (given) => typeof given === "boolean" ? given : fallback };
}

function parsed<T>(parse: Parse<T>, given: string, name: string): T {
  const value = parse(given);
  if (value === undefined) {
    // A refused URL may hold a password.
    if ((parse as Parse<unknown>) === host) throw new UserError("bad_host", { name, value: given });
    throw new UserError((parse as Parse<unknown>) === url ? "bad_url" : "bad_value", {
      name,
      value: given.replace(/\/\/.*@/s, "//***@"),
      ...(parse.takes === undefined ? {} : { takes: parse.takes }),
      ...(parse.unit === undefined ? {} : { unit: parse.unit }),
    });
  }
  return value;
}

/** Accepts any text. */
export function text(given: string): string {
  return given;
}

/** Accepts a key, but not a flag: the key was left out, as in `--auth-key $UNSET --debug`. */
export function secret(given: string): string {
  if (given.startsWith("--")) throw new UserError("key_is_flag");
  return given;
}

/** Accepts a key that an HTTP header can carry; blanks around it, as files end with, are removed. */
export function apiKey(given: string): string {
  const key = given.trim();
  if (!/^[\x20-\x7e]+$/.test(key)) throw new UserError("model_key_unsendable");
  return key;
}

/** Accepts a length of time, and gives it in milliseconds. */
export const duration: Parse<number> = Object.assign((given: string) => {
  const [, count, unit] = /^(\d{1,5})([smhd])$/.exec(given) ?? [];
  return unit === undefined ? undefined : Number(count) * { s: 1, m: 60, h: 3600, d: 86_400 }[unit]! * 1000;
}, { takes: "90d, 12h, 30m" });

/** Accepts several of `choices`, with commas between them. */
export function someOf<const T extends readonly string[]>(choices: T): Parse<readonly T[number][]> {
  const parse = (given: string) => {
    const values = given.split(",").map((each) => each.trim());
    return values.every((each) => choices.includes(each)) ? values : undefined;
  };
  return Object.assign(parse, { takes: choices.join(" | ") });
}

/** Accepts `name=number`, the name of a limit of `serve` and its value. */
export const limit: Parse<readonly [ServeLimitName, number]> = Object.assign((given: string) => {
  const [, name, digits] = /^([a-z-]+)=(\d{1,12})$/.exec(given) ?? [];
  const known = SERVE_LIMIT_NAMES.find((each) => each === name);
  if (!known) return undefined;
  const { min, max } = SERVE_LIMITS[known];
  const value = Number(digits);
  return value >= min && value <= max ? [known, value] as const : undefined;
}, {
  takes: SERVE_LIMIT_NAMES.map((name) => `${name}=${SERVE_LIMITS[name].min}…${SERVE_LIMITS[name].max}`).join(
    " ",
  ),
});

/** Accepts whole numbers from `min` to `max`. */
export function number(min: number, max: number, unit?: "seconds"): Parse<number> {
  const parse = (given: string) => {
    const value = /^\d+$/.test(given) ? Number(given) : NaN;
    return value >= min && value <= max ? value : undefined;
  };
  return Object.assign(parse, { takes: `${min} … ${max}`, ...(unit === undefined ? {} : { unit }) });
}

/** Accepts an HTTP(S) URL without a user name or a password. */
export function url(given: string): URL | undefined {
  const value = URL.parse(given);
  return value && /^https?:$/.test(value.protocol) && !value.username && !value.password ? value : undefined;
}

/** Accepts the URL of a Redis, with a user name and a password if it has them. */
export const redisUrl: Parse<URL> = Object.assign((given: string) => {
  const value = URL.parse(given);
  if (!value || !/^rediss?:$/.test(value.protocol) || value.hostname === "") return undefined;
  return [value.username, value.password].every(isPercentEncoded) ? value : undefined;
}, { takes: "redis://HOST:PORT | rediss://USER:PASSWORD@HOST:PORT" });

/** Whether each % of a text begins an encoded byte of UTF-8 (RFC 3986 §2.1). */
function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Accepts an address or a name to listen on; an IPv6 address may be in brackets, as in a URL. */
export function host(given: string): string | undefined {
  const [, bracketed] = /^\[([\da-f:.]+)\]$/i.exec(given) ?? [];
  const value = bracketed ?? given;
  const isAddress6 = URL.canParse(`http://[${value.replace(/%.*/s, "")}]`);
  return isAddress6 || bracketed === undefined && /^[\w.-]+$/.test(value) ? value : undefined;
}

/** An origin in its serialized form (RFC 6454 §6.2): scheme, host, port, nothing else. */
export function origin(given: string): string | undefined {
  const value = url(given);
  return value && value.origin === given.replace(/\/$/, "") ? value.origin : undefined;
}

/** Accepts one of `choices`. */
export function oneOf<const T extends readonly string[]>(choices: T): Parse<T[number]> {
  return Object.assign((given: string) => choices.find((choice) => choice === given), {
    takes: choices.join(" | "),
  });
}
