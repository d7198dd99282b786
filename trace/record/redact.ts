/**
 * Removes secrets before recording, so that no sink can leak one.
 *
 * @module
 */
import { createLru } from "../../lib/lru.ts";
import { type ReplaceSecret, secretReplacer } from "../../lib/secret_pattern.ts";

/** The replacement for a secret. */
export const REDACTED = "***";

/** Header names in lower case, and values: a `Headers`, or its entries. */
export type HeaderEntries = Iterable<readonly [name: string, value: string]>;

/** The entries of `headers`: in Deno, ten times as fast as spreading them. */
export function entriesOf(headers: Headers): (readonly [name: string, value: string])[] {
  const entries: (readonly [string, string])[] = [];
  headers.forEach((value, name) => entries.push([name, value]));
  return entries;
}

/** Removes secrets from texts and headers. */
export interface Redactor {
  /** Redacts any text: URLs, bodies, events, error messages. */
  text(text: string): string;
  /** Redacts header values, by lower-case name. */
  headers(headers: HeaderEntries): Record<string, string>;
  /** Creates a redactor for one exchange, which also knows the secrets in its own headers and URL. */
  within(headers: HeaderEntries, url: string): ExchangeRedactor;
}

/** Removes the secrets of one exchange. */
export interface ExchangeRedactor extends Omit<Redactor, "within"> {
  /** The session's pseudonym, once it is known. */
  readonly session: string | undefined;
  /**
   * Assigns the exchange to this session: from now on the session's id is replaced by its
   * pseudonym.
   */
  meetSession(id: string): void;
}

/** Header names whose values are secret, except those that only describe secrets. */
const SECRET_HEADER = /(^|-)(api-?key|key|token|secret|password|signature|authorization|cookie)$/;

/** Anything that looks like a key, in any position. */
const SHAPES: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+(?!(?:realm|error|scope|resource_metadata)=)[^\s",\\]+/gi, `$1 ${REDACTED}`],
  [/\b(?:sk|pk|rk)-[A-Za-z0-9_-]{8,}/g, REDACTED],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|hf_|xox[abprs]-|AKIA|AIza|mcpd_)[A-Za-z0-9_-]{12,}/g, REDACTED],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*/g, REDACTED],
  [/(\bhttps?:\/\/)[^\s/?#"@]*@/gi, `$1${REDACTED}@`],
  [/([?&](?:access_token|api_?key|auth_?key|key|token|password|secret)=)[^&#\s"\\]*/gi, `$1${REDACTED}`],
  [
    /(\\*"(?:access_?token|refresh_?token|id_?token|token|api_?key|auth_?key|password|client_?secret|secret|authorization)\\*"\s*:\s*\\*")(?:[^"\\]|\\(?!\\*"))+/gi,
    `$1${REDACTED}`,
  ],
];

/** A value from a header or a URL may be an ordinary word: only a longer one counts as a secret. */
const LEARNED_LENGTH = 6;

/**
 * Creates a redactor.
 *
 * @param secrets values that must not appear anywhere, in any format
 */
export function createRedactor(secrets: readonly (string | undefined)[]): Redactor {
  const replacerOf = createReplacers();
  const redacted = (secret: string): Known => [replacerOf(secret), REDACTED];
  const known = longestFirst(secrets).map(redacted);
  const pseudonyms = createPseudonyms();
  return {
    ...redactorOf(known, () => undefined),
    within(headers, url) {
      const carried = carriedSecrets(headers).filter((secret) => !secrets.includes(secret));
      const mine = [...known, ...longestFirst(carried).map(redacted)];
      let session: string | undefined;
      const redactor = redactorOf(mine, () => session);
      const meetSession = (id: string) => {
        session = pseudonyms(id);
        if (id.length >= LEARNED_LENGTH) mine.push([replacerOf(id), session]);
      };
      const id = sessionInHeaders(headers) ?? sessionInUrl(url);
      if (id) meetSession(id);
      return {
        ...redactor,
        get session() {
          return session;
        },
        meetSession,
      };
    },
  };
}

/** The session id in the address that an HTTP+SSE server sends. */
export function sessionInUrl(url: string): string | undefined {
  const found = url.match(/[?&]session_?id=([^&#\s]+)/i)?.[1];
  try {
    return found && decodeURIComponent(found);
  } catch {
    return found;
  }
}

type Known = readonly [ReplaceSecret, string];

function redactorOf(known: readonly Known[], session: () => string | undefined) {
  const text = (value: string) => {
    for (const [replace, replacement] of known) value = replace(value, replacement);
    for (const [shape, replacement] of SHAPES) value = value.replace(shape, replacement);
    return value.replace(/([?&]session_?id=)([^&#\s"\\]+)/gi, (_, name) => name + (session() ?? REDACTED));
  };
  const header = (name: string, value: string) => {
    if (name === "mcp-session-id") return session() ?? REDACTED;
    // Only the scheme of the credentials is kept.
    if (name === "authorization") return value.replace(/^([A-Za-z]+\s+)?.*$/s, `$1${REDACTED}`);
    return isSecret(name) ? REDACTED : text(value);
  };
  return {
    text,
    headers(headers: HeaderEntries) {
      const entries = [...headers];
      const values = entries.map(([name, value]) => isSecret(name) ? "" : value).join("\n");
      // If the whole text contains no secret, its parts contain none.
      const isClean = text(values) === values;
      return Object.fromEntries(
        entries.map(([name, value]) => [name, isClean && !isSecret(name) ? value : header(name, value)]),
      );
    },
  };
}

/** The longest first: a key that contains another must be replaced completely. */
function longestFirst(secrets: readonly (string | undefined)[]): string[] {
  const distinct = [...new Set(secrets.flatMap((secret) => secret ? [secret] : []))];
  return distinct.sort((a, b) => b.length - a.length);
}

/** The maximum number and length of the secrets to search for. */
const MAX_REPLACERS = 1_000;
const MAX_KEPT_LENGTH = 128;

function createReplacers(): (secret: string) => ReplaceSecret {
  const kept = createLru<string, ReplaceSecret>(MAX_REPLACERS);
  return (secret) => {
    const replacer = kept.get(secret) ?? secretReplacer(secret);
    return secret.length > MAX_KEPT_LENGTH ? replacer : kept.set(secret, replacer);
  };
}

function isSecret(name: string): boolean {
  return name === "mcp-session-id" || SECRET_HEADER.test(name);
}

function sessionInHeaders(headers: HeaderEntries): string | undefined {
  for (const [name, value] of headers) if (name === "mcp-session-id") return value;
  return undefined;
}

/** The credentials in a request's headers, which another body may repeat. */
function carriedSecrets(headers: HeaderEntries): string[] {
  const found: string[] = [];
  for (const [name, value] of headers) {
    if (!SECRET_HEADER.test(name)) continue;
    const credentials = value.replace(/^[A-Za-z]+\s+/, "");
    found.push(credentials, ...value.split(/;\s*/).map((cookie) => cookie.replace(/^[^=]*=/, "")));
    if (/^basic\s/i.test(value)) found.push(...basicParts(credentials));
  }
  return found.filter(({ length }) => length >= LEARNED_LENGTH);
}

function basicParts(credentials: string): string[] {
  try {
    const pair = atob(credentials);
    return [pair, pair.slice(pair.indexOf(":") + 1)];
  } catch {
    return [];
  }
}

/**
 * The maximum number of sessions with a pseudonym; a session that was idle for longer gets a new
 * one.
 */
const MAX_SESSIONS = 10_000;

function createPseudonyms(): (id: string) => string {
  const names = createLru<string, string>(MAX_SESSIONS);
  let count = 0;
  return (id) => {
    return names.set(id, names.get(id) ?? `session-${++count}`);
  };
}
