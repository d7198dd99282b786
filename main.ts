/** argv → settings → subcommand. The only place that ends the process. */
import { readEnvironment } from "./cli/environment.ts";
import { UserError } from "./cli/errors.ts";
import { EXIT, type ExitStatus } from "./cli/exit_status.ts";
import { languageOf, messagesIn } from "./cli/language.ts";
import type { Messages } from "./cli/messages/en.ts";
import { type Output, printable, processOutput } from "./cli/terminal.ts";
import config from "./deno.json" with { type: "json" };

const { version } = config;

/** Runs one command line. Subcommands are loaded when they are used, so that the rest stays quick. */
async function main(args: readonly string[]): Promise<ExitStatus> {
  const output = processOutput();
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    output.answer(`${version}\n`);
    return EXIT.answered;
  }
  let messages = messagesIn("en");
  // Before anything else: a signal that comes early must not be lost, as it would be for process 1.
  const stopped = stopAsked();
  try {
    const own = Deno.env.toObject();
    messages = messagesIn(languageOf(own));
    const environment = await readEnvironment(own);
    messages = messagesIn(languageOf(environment));
    keepLoopbackOffProxies(environment);
    return await run(args, environment, messages, output, stopped);
  } catch (error) {
    return report(error, messages, output, args.includes("--debug"));
  }
}

async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  messages: Messages,
  output: Output,
  stopped: Promise<void>,
): Promise<ExitStatus> {
  const { parseArguments } = await import("./cli/program.ts");
  const { ASK_SETTINGS, resolveSettings, SERVE_SETTINGS } = await import("./cli/settings.ts");
  const parsed = parseArguments(args, messages, version);
  switch (parsed.command) {
    case "help":
      output.answer(parsed.text);
      return EXIT.answered;
    case "serve": {
      const settings = resolveSettings(SERVE_SETTINGS, parsed.flags, environment);
      const { serve } = await import("./server/serve.ts");
      const program = Deno.build.standalone ? "mcpdemo" : "deno task";
      return await serve(settings, { version, messages, output, program, stopAsked: stopped });
    }
    case "ask": {
      const settings = resolveSettings(ASK_SETTINGS, parsed.flags, environment);
      const interrupted = new AbortController();
      stopped.then(() => interrupted.abort(new UserError("interrupted")));
      const { ask } = await import("./client/ask.ts");
      const { wait } = await import("./client/wait.ts");
      return await ask(parsed.question, settings, {
        version,
        messages,
        output,
        readStdin,
        startEmbedded: async (key) => (await import("./server/serve.ts")).startEmbedded(version, key),
        interrupted: interrupted.signal,
        fetch,
        now: () => performance.now(),
        wait,
      });
    }
  }
}

/** Resolves at the first request to stop; a second one ends the process at once. */
function stopAsked(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = false;
  const onSignal = () => {
    if (asked) Deno.exit(EXIT.interrupted);
    asked = true;
    resolve();
  };
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT", "SIGBREAK"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) Deno.addSignalListener(signal, onSignal);
  return promise;
}

/** A proxy is for what is far away: it could not reach this machine's loopback, and must not see its keys. */
function keepLoopbackOffProxies(environment: Readonly<Record<string, string | undefined>>): void {
  const named = environment.NO_PROXY ?? environment.no_proxy;
  Deno.env.set("NO_PROXY", [...(named ? [named] : []), "localhost", "127.0.0.1", "::1"].join(","));
}

async function readStdin(): Promise<string | undefined> {
  return Deno.stdin.isTerminal() ? undefined : await new Response(Deno.stdin.readable).text();
}

/** Says what went wrong and what to do; a stack is for `--debug` alone. */
function report(error: unknown, messages: Messages, output: Output, debug: boolean): ExitStatus {
  const detail = error instanceof Error ? error.message : String(error);
  const shown = error instanceof UserError ? error : new UserError("internal", { detail }, { cause: error });
  const { title, fix } = messages.errors[shown.code](shown.data);
  output.note(output.style("red", printable(messages.errorLine(shown.code, shown.exitStatus, title))));
  if (shown.code !== "interrupted") output.note(printable(messages.fixLine(fix)));
  if (debug && shown.cause instanceof Error) {
    output.note(output.style("dim", printable(shown.cause.stack ?? "")));
  }
  return shown.exitStatus;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
