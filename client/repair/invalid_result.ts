/**
 * Where a result does not have the form of the specification: the SDK reports it as a list of a validator's issues.
 *
 * @module
 */
import { SdkError, SdkErrorCode } from "@modelcontextprotocol/client";
import { errorText } from "../../cli/error_text.ts";
import { oneLine } from "../../cli/printable.ts";
import { asObject } from "../../lib/json.ts";

/** The place of the first issue, for instance `tools.0.name`, or `result`; `undefined` for any other error. */
export function invalidPlace(error: unknown): string | undefined {
  const text = errorText(error);
  const isInvalid = error instanceof SdkError && error.code === SdkErrorCode.InvalidResult;
  const start = text.search(/\[\s*\{\s*"/);
  if (start < 0) return isInvalid ? "result" : undefined;
  try {
    const issues: unknown = JSON.parse(text.slice(start));
    return oneLine(placeIn(issues).join("."), 100) || "result";
  } catch {
    return isInvalid ? "result" : undefined;
  }
}

/** Of a value that may have several forms, the issue that lies deepest: the form that was meant comes closest. */
function placeIn(issues: unknown): readonly (string | number)[] {
  let deepest: readonly (string | number)[] = [];
  for (const issue of Array.isArray(issues) ? issues : []) {
    const { path, errors } = asObject(issue);
    const own = Array.isArray(path) ? path : [];
    const inner = Array.isArray(errors) ? errors.map(placeIn) : [];
    for (const each of [[], ...inner]) {
      if (own.length + each.length > deepest.length) deepest = [...own, ...each];
    }
  }
  return deepest;
}
