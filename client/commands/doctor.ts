/**
 * The command `doctor`: examines settings, servers and the model, and says what is wrong.
 *
 * @module
 */
import { type SuiteName, SUITES } from "../../cli/finding_codes.ts";
import type { ExitStatus } from "../../cli/exit_status.ts";
import { oneLine } from "../../cli/printable.ts";
import { every } from "../../lib/time.ts";
import { diagnose } from "../doctor/diagnose.ts";
import type { Finding } from "../doctor/finding.ts";
import {
  exitStatusOf,
  findingText,
  reportJson,
  type ReportLook,
  suiteText,
  summaryText,
} from "../doctor/report.ts";
import type { GivenSettings } from "../doctor/settings.ts";
import { showAround, showingFailure, toJson } from "../output/show.ts";
import type { ClientContext } from "./context.ts";

/**
 * Prints the findings as they come, in the order of the suites, and what to do first; with `--json` one object at
 * the end.
 *
 * @param style styles for stdout
 */
export async function doctor(
  given: GivenSettings,
  context: ClientContext,
  style: ReportLook["style"],
): Promise<ExitStatus> {
  const { output, messages, now } = context;
  const { json, strict } = given.settings;
  return await showingFailure(showAround(json, context), context, async () => {
    const started = now();
    const findings: Finding[] = [];
    const open = new Set<SuiteName>(SUITES);
    const look = { messages, width: output.screen?.width() ?? Infinity, style };
    const print = json ? () => {} : printer(findings, open, look, output.answer);
    const draw = () => {
      if (json || open.size === 0) return;
      const suites = [...open].map((suite) => messages.doctor.suites[suite]).join(", ");
      const line = messages.doctor.running(suites, Math.floor((now() - started) / 1000));
      output.terminal?.redraw(oneLine(line, Math.max(output.terminal.width() - 1, 1)));
    };
    const stop = every(1_000, draw);
    try {
      // Nobody is asked: what a server wants to know is declined.
      await diagnose(given, { ...context, lines: undefined }, {
        found(finding) {
          findings.push(finding);
          print();
          draw();
        },
        done(suite) {
          open.delete(suite);
          print();
          draw();
        },
      });
    } finally {
      stop();
      output.terminal?.redraw("");
    }
    const exitStatus = exitStatusOf(findings, strict);
    const ms = now() - started;
    output.answer(
      json ? toJson(reportJson(findings, ms, exitStatus, messages)) : summaryText(findings, ms, look),
    );
    return exitStatus;
  });
}

/** Prints what is found in the first suite that goes on, and in those before it. */
function printer(
  findings: readonly Finding[],
  open: ReadonlySet<SuiteName>,
  look: ReportLook,
  write: (text: string) => void,
): () => void {
  let [at, printed] = [0, 0];
  return () => {
    for (; at < SUITES.length; at++, printed = 0) {
      const suite = SUITES[at]!;
      const own = findings.filter((each) => each.suite === suite);
      const title = printed === 0 && own.length > 0 ? suiteText(suite, look) : "";
      const text = title + own.slice(printed).map((each) => findingText(each, look)).join("");
      if (text) write(text);
      printed = own.length;
      if (open.has(suite)) return;
    }
  };
}
