/**
 * What a check of `doctor` finds.
 *
 * @module
 */
import type { FindingCode, FindingData, Level, SuiteName } from "../../cli/finding_codes.ts";
import type { ErrorCode, UserError } from "../../cli/errors.ts";
import type { ExitStatus } from "../../cli/exit_status.ts";
import { explainError } from "../../cli/explain_error.ts";
import type { Messages } from "../../cli/messages/messages.ts";

/** A finding without its suite. It is data: {@linkcode wordsOf} has the sentences. */
export type Found =
  & {
    readonly level: Level;
    /** The server that it is about. */
    readonly about?: string;
  }
  & (
    | {
      readonly code: FindingCode;
      readonly data: FindingData;
      /** What `ask` exits with because of it, if it is a failure. */
      readonly exitStatus?: ExitStatus;
    }
    /** What `ask` would show. A warning is one that `ask` does not meet here, as in an era that it does not take. */
    | { readonly error: UserError }
  );

/** A finding. */
export type Finding = Found & { readonly suite: SuiteName };

/** Takes what a check finds. */
export type Add = (found: Found) => void;

/** A finding of our own. */
export function found(level: Level, code: FindingCode, data: FindingData = {}): Found {
  return { level, code, data };
}

/** A check that was not made because of an earlier failure. */
export function hiddenBy(code: string): Found {
  return found("skipped", "hidden_by_failure", { code });
}

/** The stable code of a finding, for programs. An accent has its own. */
export function codeOf(finding: Found): ErrorCode | FindingCode | `accent_${string}` {
  if ("error" in finding) return finding.error.code;
  const { code, data } = finding;
  return code === "model_accent" ? `accent_${(data.name ?? "").replaceAll("-", "_")}` : code;
}

/** The exit status of a finding that is a failure. */
export function statusOf(finding: Found): ExitStatus {
  return "error" in finding ? finding.error.exitStatus : finding.exitStatus ?? 1;
}

/** The sentences of a finding. */
export function wordsOf(
  finding: Found,
  messages: Messages,
): { readonly seen: string; readonly fix?: string } {
  if ("error" in finding) {
    const { title, fix } = explainError(finding.error, messages);
    return { seen: title, fix };
  }
  return messages.doctor.findings[finding.code](finding.data);
}
