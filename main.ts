/** argv → settings → subcommand. The only place that ends the process. */
import { readEnvironment } from "./cli/environment.ts";
import { asUserError, explain, UserError } from "./cli/errors.ts";
import { EXIT, type ExitStatus } from "./cli/exit_status.ts";
import { createInterrupts, type Interrupts, withoutEchoes } from "./cli/interrupts.ts";
import { languageFlag, languageOf, messagesIn } from "./cli/language.ts";
import { createLines } from "./cli/lines.ts";
import type { Messages } from "./cli/messages/en.ts";
import { type FilePermission, keepOnly } from "./cli/permissions.ts";
import type { Environment, Table } from "./cli/settings.ts";
import { oneLine, type Output, printable, processOutput, stdoutLook } from "./cli/terminal.ts";
import type { ClientContext } from "./client/context.ts";
import config from "./deno.json" with { type: "json" };

const { version } = config;

/** How long a server may take to say that it is up. */
const HEALTH_MS = 3_000;

/** Runs one command line. Subcommands are loaded when they are used, so that the rest stays quick. */
async function main(args: readonly string[]): Promise<ExitStatus> {
  const output = processOutput();
  if (args.length === 1 && asksVersion(args)) {
    output.answer(`${version}\n`);
    return EXIT.answered;
  }
  let messages = messagesIn("en");
  let environment: Environment = {};
  let hasBegun = false;
  // Before anything else: a signal that comes early must not be lost, as it would be for process 1.
  const interrupts = listenToSignals();
  try {
    environment = Deno.env.toObject();
    const named = languageFlag(args);
    messages = messagesIn(languageOf(environment, named));
    environment = await readEnvironment(environment);
    messages = messagesIn(languageOf(environment, named));
    keepLoopbackOffProxies(environment);
    return await run(args, environment, messages, output, interrupts, () => hasBegun = true);
  } catch (error) {
    // A client's command shows its own failures.
    if (!hasBegun) {
      const { showEarlyFailure } = await import("./client/show.ts");
      showEarlyFailure(error, args, { output, messages });
    }
    return await report(error, messages, output, args, environment);
  }
}

async function run(
  args: readonly string[],
  environment: Environment,
  messages: Messages,
  output: Output,
  interrupts: Interrupts,
  begin: () => void,
): Promise<ExitStatus> {
  if (args.length === 2 && asksVersion(args) && args[1] === "--verbose") {
    const { verboseVersion } = await import("./cli/build.ts");
    output.answer(verboseVersion(version, messages.help));
    return EXIT.answered;
  }
  if (args[0] === "complete" && args[1] === "--") {
    const { complete } = await import("./cli/completions.ts");
    output.answer(complete(args.slice(2), messages, version));
    return EXIT.answered;
  }
  const { parseArguments } = await import("./cli/program.ts");
  const tables = await import("./cli/settings.ts");
  const parsed = parseArguments(args, messages, version);
  if (parsed.command === "help") {
    output.answer(parsed.text);
    return EXIT.answered;
  }
  const { command, flags, words } = parsed;
  const settingsOf = <T extends Table>(table: T, files: readonly FilePermission[] = []) => {
    const settings = tables.resolveSettings(table, flags, environment);
    keepOnly([...files, ...tables.filesNamed(table, settings)]);
    return settings;
  };
  switch (command) {
    case "serve": {
      const settings = settingsOf(tables.SERVE_SETTINGS);
      const { serve } = await import("./server/serve.ts");
      const program = import.meta.url.endsWith("/main.ts") ? "deno task" : "mcpdemo";
      const { leave } = interrupts;
      const stopAsked = new Promise<unknown>((resolve) => {
        if (leave.aborted) resolve(leave.reason);
        leave.addEventListener("abort", resolve);
      });
      return await serve(settings, { version, messages, output, program, stopAsked });
    }
    case "ask": {
      // It keeps what was approved.
      const settings = settingsOf(tables.ASK_SETTINGS, ["read", "write"]);
      const { ask } = await import("./client/ask.ts");
      return await ask(words.join(" "), settings, await clientContext(settings));
    }
    case "health": {
      const { health } = await import("./client/health.ts");
      const signal = AbortSignal.any([interrupts.leave, AbortSignal.timeout(HEALTH_MS)]);
      return await health(settingsOf(tables.HEALTH_SETTINGS), { messages, output, fetch, signal });
    }
    case "trace": {
      const { showTraceFile } = await import("./trace/files/show_file.ts");
      return await showTraceFile(words[0]!, settingsOf(tables.TRACE_SETTINGS, ["read"]), {
        language: messages.language,
        version,
        answer: output.answer,
        stdout: stdoutLook(),
        readFile: Deno.readTextFile,
      });
    }
    case "tools": {
      const settings = settingsOf(tables.TOOLS_SETTINGS);
      const { tools } = await import("./client/tools.ts");
      return await tools(settings, await clientContext(settings));
    }
    case "call": {
      const settings = settingsOf(tables.CALL_SETTINGS);
      const { call } = await import("./client/call.ts");
      return await call(words, settings, await clientContext(settings));
    }
    case "models": {
      const settings = settingsOf(tables.MODELS_SETTINGS);
      const { models } = await import("./client/models.ts");
      return await models(settings, await clientContext(settings));
    }
    case "completions": {
      const { completionScript } = await import("./cli/completions.ts");
      output.answer(completionScript(words[0]!, messages, version));
      return EXIT.answered;
    }
  }

  async function clientContext({ caFile }: { readonly caFile: string | undefined }): Promise<ClientContext> {
    const { trustingFetch } = await import("./client/trust.ts");
    const fetch = await trustingFetch(caFile, Deno.readTextFile);
    begin();
    keepConsole(output);
    const { wait } = await import("./client/wait.ts");
    const { createPrompt } = await import("./cli/prompt.ts");
    const { stateFile, stateFilePath } = await import("./cli/state_file.ts");
    const isTerminal = Deno.stdin.isTerminal() && Deno.stderr.isTerminal();
    const pinPath = stateFilePath("approvals.json", environment, Deno.build.os);
    return {
      version,
      messages,
      output,
      environment,
      readStdin,
      pipedLines: createLines(() => Deno.stdin.readable),
      openPrompt: isTerminal ? (completions) => createPrompt(completions, interrupts.interrupt) : undefined,
      pinStore: pinPath === undefined ? undefined : stateFile(pinPath),
      rearm: interrupts.rearm,
      report: (error) => report(error, messages, output, args, environment),
      readFile: Deno.readTextFile,
      lines: isTerminal ? createLines(() => Deno.stdin.readable) : undefined,
      startEmbedded: async (key) => (await import("./server/serve.ts")).startEmbedded(version, key),
      interrupted: interrupts.leave,
      cancellable: interrupts.cancellable,
      fetch,
      now: () => performance.now(),
      timeOrigin: performance.timeOrigin,
      wait,
    };
  }
}

function asksVersion([first]: readonly string[]): boolean {
  return first === "--version" || first === "-V";
}

/** The system's signals told as what they mean; one more, after the program was asked to end, ends it at once. */
function listenToSignals(): Interrupts {
  const interrupts = createInterrupts(new UserError("interrupted"));
  const on = (signal: Deno.Signal, act: () => void) => {
    const actOrEnd = () => interrupts.leave.aborted ? Deno.exit(EXIT.interrupted) : act();
    Deno.addSignalListener(signal, withoutEchoes(actOrEnd, () => performance.now()));
  };
  on("SIGINT", interrupts.interrupt);
  on(Deno.build.os === "windows" ? "SIGBREAK" : "SIGTERM", interrupts.terminate);
  return interrupts;
}

/** Libraries speak on the console; stdout is for answers, and what a server sent must not reach a terminal raw. */
function keepConsole(output: Output): void {
  const note = (...words: unknown[]) => output.note(oneLine(words.map(String).join(" "), 500));
  console.log = console.info = console.debug = () => {};
  console.warn = console.error = note;
}

/** A proxy is for what is far away: it could not reach this machine's loopback, and must not see its keys. */
function keepLoopbackOffProxies(environment: Environment): void {
  const named = environment.NO_PROXY ?? environment.no_proxy;
  Deno.env.set("NO_PROXY", [...(named ? [named] : []), "localhost", "127.0.0.1", "::1"].join(","));
}

async function readStdin(): Promise<string | undefined> {
  return Deno.stdin.isTerminal() ? undefined : await new Response(Deno.stdin.readable).text();
}

/** Says what went wrong and what to do; a stack is for `--debug` alone. */
async function report(
  error: unknown,
  messages: Messages,
  output: Output,
  args: readonly string[],
  environment: Environment,
): Promise<ExitStatus> {
  const shown = asUserError(error);
  const { title, fix } = explain(shown, messages);
  output.note(output.style("red", printable(messages.errorLine(shown.code, shown.exitStatus, title))));
  if (shown.code !== "interrupted") output.note(printable(messages.fixLine(fix)));
  if (args.some((arg) => /^--debug(=wire)?$/.test(arg)) && shown.cause instanceof Error) {
    const { createRedactor } = await import("./trace/redact.ts");
    // What another side said stands in a stack too, and may repeat a key.
    const keys = ["API_KEY", "OPENAI_API_KEY", "MCP_SERVER_AUTH_KEY"].map((name) => environment[name]);
    const given = args.filter((_, index) => args[index - 1] === "--auth-key");
    output.note(
      output.style("dim", createRedactor([...keys, ...given]).text(printable(shown.cause.stack ?? ""))),
    );
  }
  return shown.exitStatus;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
