/** `value` where it is an object; an empty one where it is anything else: what came over a wire may be. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}
