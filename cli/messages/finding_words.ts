/**
 * Parts of the sentences of findings that other messages have.
 *
 * @module
 */
import type { FindingData, RuleName } from "../finding_codes.ts";
import type { QuirkName } from "../quirk_names.ts";
import type { Messages, OriginKind, Rewrite } from "./messages.ts";

/** Where the value of a setting came from. */
export function originIn({ doctor }: Messages, { kind, origin = "", line = "" }: FindingData): string {
  return doctor.origins[kind as OriginKind]?.(origin, line) ?? "";
}

/** Which rule a server did not keep. */
export function ruleIn({ doctor }: Messages, { rule, seen = "" }: FindingData): string {
  return doctor.rules[rule as RuleName]?.(seen) ?? "";
}

/** What a model endpoint does. */
export function quirkIn({ quirks }: Messages, name: string | undefined): string {
  return quirks[name as QuirkName] ?? "";
}

/** What is changed in a schema; the names have blanks between them. */
export function rewritesIn({ rewrites, help }: Messages, what = ""): string {
  return what.split(" ").map((each) => rewrites[each as Rewrite] ?? "").join(help.listSeparator);
}
