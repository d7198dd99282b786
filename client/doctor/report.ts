/**
 * The report of `doctor`: as text that fills as checks end, or as one JSON object.
 *
 * @module
 */
import { LEVELS, type SuiteName, SUITES } from "../../cli/finding_codes.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import { printable } from "../../cli/printable.ts";
import { wrap } from "../../lib/wrap.ts";
import { codeOf, type Finding, statusOf, wordsOf } from "./finding.ts";

/** How the text looks. */
export interface ReportLook {
  /** The texts. */
  readonly messages: Messages;
  /** Columns of the terminal; `Infinity` elsewhere. */
  readonly width: number;
  /** `text` in a style, if there are styles. */
  readonly style: (kind: "bold" | "dim" | "red" | "green" | "cyan", text: string) => string;
}

/** In front of a finding. */
const MARKS = { ok: "✓", note: "·", warning: "!", failure: "✗", skipped: "-" } as const;
const COLOURS = { ok: "green", note: "cyan", warning: "bold", failure: "red", skipped: "dim" } as const;

const INDENT = 4;

/** A finding as lines: its mark, what was seen with its code, and what to do. */
export function findingText(finding: Finding, { messages, width, style }: ReportLook): string {
  const { level, about } = finding;
  const { seen, fix } = wordsOf(finding, messages);
  const server = about === undefined ? "" : `${messages.doctor.about(about)} `;
  const code = level === "ok" || level === "skipped" ? "" : ` [${codeOf(finding)}]`;
  const [first = "", ...others] = wrap(printable(`  x ${server}${seen}${code}`), width, { indent: INDENT });
  const marked = first.replace("x", () => style(COLOURS[level], MARKS[level]));
  // What is well needs no advice.
  const advice = fix === undefined || level === "ok" || level === "skipped"
    ? []
    : wrap(printable(`    ${messages.fixLine(fix)}`), width, { indent: INDENT });
  return [marked, ...others, ...advice].map((line) => `${line}\n`).join("");
}

/** The title of a suite. */
export function suiteText(suite: SuiteName, { messages, style }: ReportLook): string {
  return style("bold", messages.doctor.suites[suite]) + "\n";
}

/** How many findings of each level there are, and what to do first. */
export function summaryText(findings: readonly Finding[], ms: number, look: ReportLook): string {
  const { messages: { doctor }, width, style } = look;
  const order = ["failure", "warning", "note", "ok", "skipped"] as const;
  const counts = order.flatMap((level) => {
    const count = findings.filter((each) => each.level === level).length;
    return count > 0 ? [doctor.counts[level](count)] : [];
  });
  const summary = doctor.summary(counts.join(", "), (ms / 1000).toFixed(1));
  const worst = mostUrgent(findings);
  const first = worst
    ? doctor.first(codeOf(worst), wordsOf(worst, look.messages).fix ?? doctor.nothingToDo)
    : doctor.allWell;
  const lines = (text: string) => wrap(printable(text), width);
  return ["", ...lines(summary), ...lines(first).map((line) => style("bold", line)), ""].join("\n");
}

/** The first failure, else the first warning: what comes first in the report hides what depends on it. */
export function mostUrgent(findings: readonly Finding[]): Finding | undefined {
  const inOrder = inSuites(findings);
  return inOrder.find(({ level }) => level === "failure") ?? inOrder.find(({ level }) => level === "warning");
}

/** 0 if nothing failed, the status of the failure to fix first, or 1 for warnings if they count. */
export function exitStatusOf(findings: readonly Finding[], isStrict: boolean): ExitStatus {
  const worst = mostUrgent(findings);
  if (worst?.level === "failure") return statusOf(worst);
  return worst && isStrict ? EXIT.internal : EXIT.answered;
}

/** The report as it is written with `--json`. */
export function reportJson(
  findings: readonly Finding[],
  ms: number,
  exitStatus: ExitStatus,
  messages: Messages,
) {
  const counts = LEVELS.map((level) => [level, findings.filter((each) => each.level === level).length]);
  const worst = mostUrgent(findings);
  return {
    findings: inSuites(findings).map((finding) => {
      const { suite, level, about } = finding;
      const status = level === "failure" ? { exitStatus: statusOf(finding) } : {};
      const server = about === undefined ? {} : { server: about };
      return { suite, code: codeOf(finding), level, ...server, ...wordsOf(finding, messages), ...status };
    }),
    counts: Object.fromEntries(counts),
    ...(worst ? { first: codeOf(worst) } : {}),
    ms: Math.round(ms),
    exitStatus,
  };
}

function inSuites(findings: readonly Finding[]): readonly Finding[] {
  return SUITES.flatMap((suite) => findings.filter((each) => each.suite === suite));
}
