/**
 * Takes keys out of what is recorded, at the source, so that no sink can leak one.
 *
 * @module
 */

/** What stands where a key was. */
export const REDACTED = "***";

/** Removes secrets from texts, headers and URLs. */
export interface Redactor {
  /** Any text: bodies, error messages. */
  text(text: string): string;
  /** Header values by lower-case name. */
  headers(headers: Headers): Record<string, string>;
}

const SECRET_HEADERS = new Set(["api-key", "cookie", "proxy-authorization", "set-cookie", "x-api-key"]);

/** Anything that looks like a key, wherever it stands. */
const SHAPES: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+(?!(?:realm|error|scope|resource_metadata)=)[^\s",]+/gi, `$1 ${REDACTED}`],
  [/\bsk-[A-Za-z0-9_-]{8,}/g, REDACTED],
  [/(\bhttps?:\/\/)[^\s/?#"@]*@/gi, `$1${REDACTED}@`],
  [/([?&](?:access_token|api_key|apikey|key|token)=)[^&#\s"]*/gi, `$1${REDACTED}`],
];

/**
 * Makes a redactor.
 *
 * @param secrets values that must not appear anywhere, whatever their shape
 */
export function createRedactor(secrets: readonly (string | undefined)[]): Redactor {
  // The longest first: a key that contains another leaves no rest behind.
  const known = [
    ...new Set(secrets.flatMap((secret) => secret ? writtenForms(secret) : [])),
  ]
    .sort((a, b) => b.length - a.length);
  const text = (value: string) => {
    for (const secret of known) value = value.replaceAll(secret, REDACTED);
    for (const [shape, replacement] of SHAPES) value = value.replace(shape, replacement);
    return value;
  };
  return {
    text,
    headers: (headers) =>
      Object.fromEntries(
        [...headers].map(([name, value]) => {
          if (SECRET_HEADERS.has(name)) return [name, REDACTED];
          // Only the scheme of the credentials is shown.
          if (name === "authorization") return [name, value.replace(/^([A-Za-z]+\s+)?.*$/s, `$1${REDACTED}`)];
          return [name, text(value)];
        }),
      ),
  };
}

/** A secret as it stands in a text, in JSON, in a URL and in a form. */
function writtenForms(secret: string): string[] {
  const query = new URLSearchParams({ k: secret }).toString().slice("k=".length);
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), encodeURI(secret), query];
}
