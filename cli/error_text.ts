import type { ErrorData } from "./errors.ts";
import { oneLine } from "./printable.ts";

/** What an error says, its causes included: a failed `fetch` tells the reason in its cause alone. */
export function errorText(error: unknown): string {
  const texts: string[] = [];
  for (
    let each = error;
    each !== undefined && each !== null;
    each = each instanceof Error ? each.cause : undefined
  ) {
    texts.push(each instanceof Error ? each.message : String(each));
  }
  return texts.join(": ");
}

/** The reason alone of a failed `fetch`, without the address that the runtime puts before it. */
export function networkReason(error: unknown): string {
  const text = errorText(error);
  return text.replace(/^.*client error \(\w+\): /s, "")
    // The runtime names its own call, and the path once more.
    .replace(/ \(os error \d+\)(: \w+ '.*')?/s, "");
}

/** Why a `fetch` failed, for a person. */
export function networkFailure(error: unknown): ErrorData {
  return /InvalidContentType/.test(errorText(error))
    ? { reason: "not_tls" }
    : { detail: oneLine(networkReason(error)) };
}
