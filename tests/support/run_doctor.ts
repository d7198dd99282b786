/** Runs `doctor` in this process, and gives its report. */
import { doctor } from "../../client/commands/doctor.ts";
import type { ClientContext } from "../../client/commands/context.ts";
import { createLines } from "../../cli/lines.ts";
import { messagesIn } from "../../cli/language.ts";
import { originsOf } from "../../cli/origins.ts";
import { watchRequests } from "../../client/limits/watch_requests.ts";
import type { FlagValue } from "../../cli/setting.ts";
import { DOCTOR_SETTINGS, resolveLeniently } from "../../cli/settings.ts";
import { wait } from "../../lib/time.ts";
import { startEmbedded } from "../../server/embedded.ts";

export interface DoctorFinding {
  readonly suite: string;
  readonly code: string;
  readonly level: "ok" | "note" | "warning" | "failure" | "skipped";
  readonly server?: string;
  readonly seen: string;
  readonly fix?: string;
  readonly exitStatus?: number;
}

export interface DoctorReport {
  readonly findings: readonly DoctorFinding[];
  readonly counts: Readonly<Record<DoctorFinding["level"], number>>;
  readonly first?: string;
  readonly ms: number;
  readonly exitStatus: number;
}

export interface DoctorOutcome {
  readonly status: number;
  readonly stdout: string;
  /** With `--json`, which is the default here. */
  readonly report: DoctorReport;
  /** The codes of one level, or of several. */
  codes(...levels: readonly DoctorFinding["level"][]): string[];
}

export interface DoctorOptions extends Partial<ClientContext> {
  readonly flags?: Readonly<Record<string, FlagValue>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly language?: "en" | "fr";
}

export async function runDoctor(options: DoctorOptions = {}): Promise<DoctorOutcome> {
  const { flags = {}, environment = {}, language = "en", ...context } = options;
  let stdout = "";
  const messages = messagesIn(language);
  const output = {
    answer: (text: string) => void (stdout += text),
    note() {},
    style: (_: string, text: string) => text,
  };
  const given = resolveLeniently(DOCTOR_SETTINGS, { json: true, ...flags }, environment);
  const origins = originsOf(DOCTOR_SETTINGS, { flags, own: environment, envFile: "" });
  const status = await doctor(
    { ...given, origins, hasParentEnvFile: false },
    {
      version: "0.0.0-test",
      messages,
      output,
      environment,
      readFile: Deno.readTextFile,
      pipedLines: createLines(() => new Blob([]).stream()),
      openPrompt: undefined,
      pinStore: undefined,
      rearm() {},
      report: () => Promise.resolve(),
      readStdin: () => Promise.resolve(undefined),
      startEmbedded: (key) =>
        Promise.resolve(startEmbedded(key, { version: "0.0.0-test", messages, output })),
      interrupted: new AbortController().signal,
      lines: undefined,
      cancellable: (work) => work(new AbortController().signal),
      ...watchRequests(fetch, () => performance.now()),
      now: () => performance.now(),
      timeOrigin: performance.timeOrigin,
      wait,
      ...context,
    },
    (_, text) => text,
  );
  const report: DoctorReport = flags.json === false ? undefined : JSON.parse(stdout);
  return {
    status,
    stdout,
    report,
    codes: (...levels) =>
      report.findings.filter(({ level }) => levels.includes(level)).map(({ code }) => code),
  };
}
