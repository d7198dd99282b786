/**
 * argv → settings → subcommand. The only place that ends the process.
 *
 * @module
 */
import { keepLoopbackOffProxies, readEnvironment } from "./cli/environment.ts";
import { networkReason } from "./cli/error_text.ts";
import { UserError } from "./cli/errors.ts";
import { EXIT, type ExitStatus } from "./cli/exit_status.ts";
import { createInterrupts, type Interrupts, withoutEchoes } from "./cli/interrupts.ts";
import { languageFlag, languageOf, messagesIn } from "./cli/language.ts";
import { type FilePermission, keepOnly } from "./cli/permissions.ts";
import type { ParsedCommand } from "./cli/program.ts";
import { report, type ReportContext } from "./cli/report.ts";
import type { Table, Values } from "./cli/setting.ts";
import { readAtMost } from "./lib/bytes.ts";
import { type Output, processOutput, stdoutLook } from "./cli/output.ts";
import config from "./deno.json" with { type: "json" };

const { version } = config;

/** Whether it runs from its source: then people type `deno task`. */
const isSource = import.meta.url.endsWith("/main.ts");

/**
 * In milliseconds: how long, after the program was asked to end, a slow reader may take to read the
 * remaining output.
 */
const LAST_WORDS_MS = 500;

/** What a command gets from its process. */
interface Host extends ReportContext {
  readonly interrupts: Interrupts;
}

/** Runs one command line. Subcommands are loaded when they are used, so that the rest stays quick. */
async function main(args: readonly string[]): Promise<ExitStatus> {
  const output = processOutput((count) => host.messages.linesDropped(count));
  if (args.length === 1 && asksVersion(args)) {
    output.answer(`${version}\n`);
    await output.flushed?.();
    return EXIT.answered;
  }
  // Before anything else: a signal that comes early must not be lost, as it would be for process 1.
  const interrupts = listenToSignals();
  let host: Host = { args, output, interrupts, redact, messages: messagesIn("en"), environment: {} };
  let hasBegun = false;
  try {
    const own = Deno.env.toObject();
    const named = languageFlag(args);
    host = { ...host, messages: messagesIn(languageOf(own, named)) };
    const environment = await readEnvironment(own);
    host = { ...host, environment, messages: messagesIn(languageOf(environment, named)) };
    keepLoopbackOffProxies(environment);
    const status = await run(host, () => hasBegun = true);
    await flushed(output, interrupts);
    const detail = output.lost?.();
    if (detail !== undefined) throw new UserError("answer_lost", { detail: networkReason(detail) });
    return status;
  } catch (error) {
    // A client's command shows its own failures.
    if (!hasBegun) {
      const { showEarlyFailure } = await import("./client/output/show.ts");
      showEarlyFailure(error, args, host);
    }
    const status = await report(error, host);
    await flushed(output, interrupts);
    return status;
  }
}

/** Resolves when everything has been written. When the program is asked to end, slow readers get no more time. */
async function flushed(output: Output, { leave }: Interrupts): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const giveUp = () => setTimeout(resolve, LAST_WORDS_MS);
  if (leave.aborted) giveUp();
  leave.addEventListener("abort", giveUp);
  await Promise.race([output.flushed?.(), late]);
}

/** @param begin called when a client's command takes over */
async function run(host: Host, begin: () => void): Promise<ExitStatus> {
  const { args, messages, output } = host;
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
  const parsed = parseArguments(args, messages, version, output.screen?.width());
  if (parsed.command !== "--help") return await runCommand(parsed, host, begin);
  output.answer(parsed.text);
  return EXIT.answered;
}

async function runCommand(
  { command, flags, words }: ParsedCommand,
  host: Host,
  begin: () => void,
): Promise<ExitStatus> {
  const { messages, output, environment, interrupts } = host;
  const tables = await import("./cli/settings.ts");
  const keepFor = <T extends Table>(table: T, settings: Values<T>, files: readonly FilePermission[]) =>
    keepOnly([...files, ...tables.filesNamed(table, settings)]);
  const settingsOf = <T extends Table>(table: T, files: readonly FilePermission[] = []) => {
    const settings = tables.resolveSettings(table, flags, environment);
    keepFor(table, settings, files);
    return settings;
  };
  const clientContext = async ({ caFile }: { readonly caFile: string | undefined }) => {
    const { processContext } = await import("./client/commands/process_context.ts");
    const startEmbedded = async (key: string) =>
      (await import("./server/embedded.ts")).startEmbedded(key, { version, messages, output });
    const context = await processContext({ ...host, version, startEmbedded }, caFile);
    begin();
    return context;
  };
  switch (command) {
    case "serve": {
      const settings = tables.resolveSettings(tables.SERVE_SETTINGS, flags, environment);
      // Threads load their modules, and only then give it up.
      keepFor(tables.SERVE_SETTINGS, settings, settings.workers > 1 ? ["read"] : []);
      const { serve } = await import("./server/serve.ts");
      const program = isSource ? "deno task" : "mcpdemo";
      const stopAsked = asked(interrupts);
      const onHangup = (act: () => void) => {
        if (Deno.build.os !== "windows") Deno.addSignalListener("SIGHUP", act);
      };
      return await serve(settings, { version, messages, output, program, onHangup, stopAsked });
    }
    case "keys": {
      const settings = settingsOf(tables.KEYS_SETTINGS, ["read", "write"]);
      const { keys } = await import("./server/keys/command.ts");
      return await keys(words[0]!, words[1], settings, {
        messages,
        output,
        program: isSource ? "deno task mcpdemo" : "mcpdemo",
        now: Date.now,
        randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
        readStdin: (most) => readAtMost(Deno.stdin.readable, most),
      });
    }
    case "model": {
      const settings = settingsOf(tables.MODEL_SERVER_SETTINGS);
      const { model } = await import("./client/commands/model.ts");
      return await model(settings, {
        messages,
        output,
        program: isSource ? "deno task" : "mcpdemo",
        stopAsked: asked(interrupts),
      });
    }
    case "ask": {
      // It keeps what was approved.
      const settings = settingsOf(tables.ASK_SETTINGS, ["read", "write"]);
      const { ask } = await import("./client/commands/ask.ts");
      const question = words.length === 0 ? undefined : words.join(" ");
      return await ask(question, settings, await clientContext(settings));
    }
    case "health": {
      const settings = settingsOf(tables.HEALTH_SETTINGS);
      const { health } = await import("./client/commands/health.ts");
      return await health(settings, await clientContext(settings));
    }
    case "doctor": {
      const table = tables.DOCTOR_SETTINGS;
      const { originsOf } = await import("./cli/origins.ts");
      const { settings, problems } = tables.resolveLeniently(table, flags, environment);
      const origins = originsOf(table, {
        flags,
        own: Deno.env.toObject(),
        envFile: await Deno.readTextFile(".env").catch(() => ""),
      });
      const hasParentEnvFile = await Deno.stat("../.env").then(({ isFile }) => isFile, () => false);
      // It compares tools with what was approved.
      keepFor(table, settings, ["read"]);
      const { doctor } = await import("./client/commands/doctor.ts");
      const given = { settings, origins, problems, hasParentEnvFile };
      return await doctor(given, await clientContext(settings), stdoutLook().style);
    }
    case "trace": {
      const { showTraceFile } = await import("./trace/files/show_file.ts");
      return await showTraceFile(words[0]!, settingsOf(tables.TRACE_SETTINGS, ["read"]), {
        language: messages.language,
        version,
        answer: output.answer,
        note: output.note,
        linesSkipped: messages.notes.traceLinesSkipped,
        stdout: stdoutLook(),
        readFile: Deno.readTextFile,
      });
    }
    case "tools": {
      const settings = settingsOf(tables.TOOLS_SETTINGS);
      const { tools } = await import("./client/commands/tools.ts");
      return await tools(settings, await clientContext(settings));
    }
    case "call": {
      const settings = settingsOf(tables.CALL_SETTINGS);
      const { call } = await import("./client/commands/call.ts");
      return await call(words, settings, await clientContext(settings));
    }
    case "models": {
      const settings = settingsOf(tables.MODELS_SETTINGS);
      const { models } = await import("./client/commands/models.ts");
      return await models(settings, await clientContext(settings));
    }
    case "help": {
      const { helpOn } = await import("./cli/help.ts");
      output.answer(helpOn(words[0], messages, version, output.screen?.width()));
      return EXIT.answered;
    }
    case "completions": {
      const { completionScript } = await import("./cli/completions.ts");
      output.answer(completionScript(words[0]!, messages, version));
      return EXIT.answered;
    }
  }
}

/** Resolves when the user or the system asks the program to stop. */
function asked({ leave }: Interrupts): Promise<unknown> {
  return new Promise((resolve) => {
    if (leave.aborted) resolve(leave.reason);
    leave.addEventListener("abort", resolve);
  });
}

async function redact(text: string, secrets: readonly (string | undefined)[]): Promise<string> {
  const { createRedactor } = await import("./trace/record/redact.ts");
  return createRedactor(secrets).text(text);
}

function asksVersion([first]: readonly string[]): boolean {
  return first === "--version" || first === "-V";
}

/** Listens to the system's signals; one more, after the program was asked to end, ends it at once. */
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

if (import.meta.main) Deno.exit(await main(Deno.args));
