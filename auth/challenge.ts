/**
 * The `WWW-Authenticate` header, written and read (RFC 9110 §11.6.1, RFC 6750 §3).
 *
 * @module
 */

/** The protection space that this server names. */
export const REALM = "mcpdemo";

/** One challenge as a server sent it. */
export interface Challenge {
  /** In lower case, for instance `bearer`. */
  readonly scheme: string;
  /** Parameters by lower-case name, for instance `realm`, `error`, `resource_metadata`. */
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Writes the challenge of a bearer-protected resource.
 *
 * @param error an RFC 6750 §3.1 code, only if the request itself was malformed
 */
export function writeChallenge(error?: "invalid_request"): string {
  return `Bearer realm="${REALM}"` + (error ? `, error="${error}"` : "");
}

/** Reads the bearer challenge of a header value, else its first one; `undefined` if there is none. */
export function readChallenge(header: string | null): Challenge | undefined {
  if (header === null) return undefined;
  // Several challenges may come in one value; what a quoted text says is not one of them.
  const unquoted = header.replace(/"(?:[^"\\]|\\.)*"/g, (text) => '"'.repeat(text.length));
  const bearer = unquoted.match(/(?:^|,)\s*(?=bearer(?:[\s,]|$))/i);
  return readOne(header.slice(bearer ? bearer.index! + bearer[0].length : 0));
}

function readOne(header: string): Challenge | undefined {
  const scheme = header.match(/^\s*([!#$%&'*+.^_`|~\w-]+)/)?.[1];
  if (!scheme) return undefined;
  const params: Record<string, string> = Object.create(null);
  // A parameter follows the scheme or a comma; anything else after a comma is the next challenge.
  const param = /[\s,]*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?=,|$)/gy;
  const rest = header.slice(header.indexOf(scheme) + scheme.length);
  for (const [, name, quoted, token] of rest.matchAll(param)) {
    params[name!.toLowerCase()] ??= quoted?.replace(/\\(.)/g, "$1") ?? token ?? "";
  }
  return { scheme: scheme.toLowerCase(), params };
}
