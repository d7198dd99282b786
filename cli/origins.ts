/**
 * Where the value of each setting came from.
 *
 * @module
 */
import { linesOfEnvFile } from "./env_file.ts";
import type { OriginKind } from "./messages/messages.ts";
import type { FlagValue, Table } from "./setting.ts";
import type { Environment } from "./settings.ts";

/** Where a value came from. */
export interface Origin {
  /** A flag, a variable of the process, a line of `.env`, or the default. */
  readonly kind: OriginKind;
  /** The flag or the variable; empty for a default. */
  readonly name: string;
  /** Of `.env`, from 1 on. */
  readonly line?: number;
}

/** What the values of settings are made of. */
export interface Sources {
  /** What the command line said, by the names of the table. */
  readonly flags: Readonly<Record<string, FlagValue>>;
  /** The process's own variables. */
  readonly own: Environment;
  /** The text of `.env`; empty without one. */
  readonly envFile: string;
}

/** The origin of each setting of a table, as `resolveSettings` chooses it. Pure. */
export function originsOf(table: Table, { flags, own, envFile }: Sources): Readonly<Record<string, Origin>> {
  const lines = linesOfEnvFile(envFile);
  const origin = (key: string, { flag, variables = [], ignoredWith }: Table[string]): Origin => {
    if (flags[key] !== undefined) return { kind: "flag", name: flag?.split(" ")[0] ?? key };
    const name = variables.find((each) => own[each] || lines.has(each) && own[each] === undefined);
    if (name === undefined || ignoredWith !== undefined && flags[ignoredWith] !== undefined) {
      return { kind: "default", name: "" };
    }
    if (own[name] !== undefined) return { kind: "variable", name };
    return { kind: "envFile", name, line: lines.get(name)! };
  };
  return Object.fromEntries(Object.entries(table).map(([key, setting]) => [key, origin(key, setting)]));
}
