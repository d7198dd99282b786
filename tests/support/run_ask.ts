/** Runs `ask` in this process and captures its output. */
import { ask } from "../../client/commands/ask.ts";
import type { ClientContext } from "../../client/commands/context.ts";
import { UserError } from "../../cli/errors.ts";
import { createLines, type Lines } from "../../cli/lines.ts";
import { messagesIn } from "../../cli/language.ts";
import { watchRequests } from "../../client/limits/watch_requests.ts";
import { createMutex } from "../../lib/mutex.ts";
import type { PinStore } from "../../client/approval/pins.ts";
import type { FlagValue } from "../../cli/setting.ts";
import { ASK_SETTINGS, resolveSettings } from "../../cli/settings.ts";
import { startEmbedded } from "../../server/embedded.ts";

export interface AskOutcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly error?: UserError;
}

export interface AskOptions extends Partial<ClientContext> {
  readonly flags?: Readonly<Record<string, FlagValue>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly language?: "en" | "fr";
  /** For `--interactive`. */
  readonly stdin?: string;
  /** Simulates a terminal on which these lines are typed, one per prompt, followed by Ctrl-D. */
  readonly typed?: readonly string[];
}

/** The keystrokes of a user who types only at a prompt. */
function typedLines(typed: readonly string[]): Lines {
  const left = [...typed];
  return {
    read: (signal) => Promise.resolve(signal.aborted ? undefined : left.shift()),
    forget: () => Promise.resolve(),
    turn: createMutex(),
  };
}

/** Keeps approvals between runs. */
export function memoryStore(text?: string): PinStore & { readonly text: () => string | undefined } {
  return {
    path: "/state/approvals.json",
    text: () => text,
    read: () => Promise.resolve(text),
    write(written) {
      text = written;
      return Promise.resolve();
    },
  };
}

export async function runAsk(question: string | undefined, options: AskOptions = {}): Promise<AskOutcome> {
  const { flags = {}, environment = {}, language = "en", stdin = "", typed, ...context } = options;
  let [stdout, stderr] = ["", ""];
  const caught = () => ({ stdout, stderr });
  const output = {
    answer: (text: string) => void (stdout += text),
    note: (line: string) => void (stderr += line + "\n"),
    style: (_: string, text: string) => text,
  };
  try {
    const settings = resolveSettings(ASK_SETTINGS, flags, environment);
    const status = await ask(question, settings, {
      version: "0.0.0-test",
      messages: messagesIn(language),
      output,
      environment,
      readFile: Deno.readTextFile,
      pipedLines: createLines(() => new Blob([stdin]).stream()),
      openPrompt: undefined,
      pinStore: undefined,
      rearm() {},
      report: (error) => {
        if (!(error instanceof UserError)) throw error;
        stderr += `Error ${error.code}\n`;
        return Promise.resolve();
      },
      readStdin: () => Promise.resolve(undefined),
      startEmbedded: (key) =>
        Promise.resolve(
          startEmbedded(key, { version: "0.0.0-test", messages: messagesIn(language), output }),
        ),
      interrupted: new AbortController().signal,
      lines: typed && typedLines(typed),
      cancellable: (work) => work(new AbortController().signal),
      ...watchRequests(fetch, () => performance.now()),
      now: () => performance.now(),
      timeOrigin: performance.timeOrigin,
      wait: () => Promise.resolve(),
      ...context,
    });
    return { status, ...caught() };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { status: error.exitStatus, error, ...caught() };
  }
}
