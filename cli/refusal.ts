/**
 * What commander refuses, as errors of ours.
 *
 * @module
 */
import { suggest } from "../lib/suggest.ts";
import { UserError } from "./errors.ts";

/** A command of commander's, as far as a refusal needs it. */
export interface Grammar {
  /** The command as typed. */
  name(): string;
  /** Its subcommands. */
  readonly commands: readonly Grammar[];
  /** Its flags; `long` is `--flag`. */
  readonly options: readonly { readonly long?: string | undefined }[];
}

/** The error for a command line that commander cannot read. */
export function refusal(
  error: { readonly code: string; readonly message: string },
  args: readonly string[],
  program: Grammar,
): UserError {
  const command = program.commands.find((each) => each.name() === args.find((arg) => !arg.startsWith("-")));
  const [, quoted = ""] = error.message.match(/'(.*)'/s) ?? [];
  switch (error.code) {
    case "commander.unknownOption":
      return unknownFlag(quoted, args, command, program);
    case "commander.unknownCommand": {
      const names = program.commands.map((each) => each.name());
      return new UserError("unknown_command", { name: quoted, nearest: nearestCommand(quoted, names) });
    }
    case "commander.optionMissingArgument":
      return new UserError("value_missing", { flag: quoted.replace(/^.*?(--?[\w-]+) .*$/s, "$1") });
    case "commander.missingArgument":
      return new UserError("argument_missing", { command: command?.name() ?? "", name: quoted });
    case "commander.excessArguments":
      return new UserError("arguments_extra", { command: command?.name() ?? "" });
    default: {
      const detail = error.message.replace(/^error: /, "").replace(/\.$/, "");
      return new UserError("usage", { detail });
    }
  }
}

function unknownFlag(
  quoted: string,
  args: readonly string[],
  command: Grammar | undefined,
  program: Grammar,
): UserError {
  const flag = quoted.replace(/=.*$/s, "");
  const isCall = command?.name() === "call";
  const nearest = nearestFlag(flag, [...(command?.options ?? []), ...program.options], isCall);
  const argument = isCall && nearest === "" ? asArgument(quoted, args) : undefined;
  return new UserError("unknown_flag", {
    flag,
    command: command?.name() ?? "",
    // The right flag before its command: its own name would not help.
    nearest: nearest === flag ? "" : nearest,
    ...(argument === undefined ? {} : { argument }),
  });
}

/**
 * The flag most like `flag`, or `""`.
 *
 * @param isCall only a slip of the fingers counts, since any other word is likely an argument of the tool
 */
function nearestFlag(flag: string, options: Grammar["options"], isCall: boolean): string {
  // Many programs have it.
  if (flag === "-v") return "--version";
  // The dashes would make all names alike.
  const name = flag.replace(/^-+/, "");
  if (name.length < 3) return "";
  const names = ["help", ...options.map(({ long }) => long?.slice(2) ?? "")];
  const [found] = isCall ? suggest(name, names, 1, name.length > 5 ? 2 : 1) : suggest(name, names);
  return found === undefined ? "" : `--${found}`;
}

/** `--time 15:00` as an argument of a tool: `time=15:00`. */
function asArgument(quoted: string, args: readonly string[]): string {
  const [name = "", ...value] = quoted.replace(/^-+/, "").split("=");
  const next = args[args.indexOf(quoted) + 1];
  const given = value.length > 0 ? value.join("=") : next?.startsWith("-") === false ? next : "VALUE";
  return `${name}=${given}`;
}

/** The command most like `name`, or `""`; `version` is a command of other programs, and a flag here. */
function nearestCommand(name: string, commands: readonly string[]): string {
  const [found = ""] = suggest(name, [...commands, "version"]);
  return found === "version" ? "mcpdemo --version" : found;
}
