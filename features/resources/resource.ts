/**
 * The contract of a resource, free of any SDK (MCP `server/resources`).
 *
 * @module
 */

/** What reading a resource may use. */
export interface ResourceContext {
  /** The present moment, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
}

/** A resource, or with a URI template (RFC 6570) a family of them. */
export interface Resource {
  /** Unique on the server. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** For models. */
  readonly description: string;
  /** Of what `read` gives. */
  readonly mimeType: string;
  /** A URI, or a template with variables, for instance `time://now/{+zone}`. */
  readonly uri: string;
  /** How long a client may keep what it read, in milliseconds (MCP 2026-07-28 `server/utilities/caching`). */
  readonly ttlMs: number;
  /** For a template: the values of a variable that fit what was typed so far. */
  readonly complete?: Readonly<Record<string, (typed: string) => string[]>>;
  /** Whether it changes with each full minute, so that its subscribers are notified. */
  readonly changesEachMinute?: boolean;
  /** The text, or `undefined` if there is no such resource. */
  read(variables: Readonly<Record<string, string>>, context: ResourceContext): string | undefined;
}
