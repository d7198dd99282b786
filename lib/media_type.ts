/** The `Accept` header (RFC 9110 §12.5.1), as far as MCP needs it. */

/**
 * Whether `accept` allows `type`. No header at all accepts everything, and so do the wildcards.
 *
 * @param type for instance `text/event-stream`
 */
export function accepts(accept: string | null, type: string): boolean {
  if (accept === null) return true;
  const family = type.slice(0, type.indexOf("/")) + "/*";
  return accept.split(",").some((range) => {
    const [name, ...params] = range.split(";").map((part) => part.trim().toLowerCase());
    return (name === type || name === family || name === "*/*") &&
      !params.some((p) => /^q=0(\.0*)?$/.test(p));
  });
}
