/**
 * The command `keys`: makes, lists, replaces, revokes and checks the keys of a keys file.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import type { Output } from "../../cli/output.ts";
import { KEY_ACTIONS } from "../../cli/commands.ts";
import type { KeysSettings } from "../../cli/settings.ts";
import { TOOLS } from "../../features/tools/mod.ts";
import { suggest } from "../../lib/suggest.ts";
import { columns } from "../../lib/wrap.ts";
import { endOf, KEY_NAME, type StoredKey } from "./key_file.ts";
import { hashOfKey, idOfKey, isMistyped, makeKey } from "./key_text.ts";
import { changeKeyFile, readKeyFile } from "./store.ts";

/** What the command needs besides its settings. */
export interface KeysContext {
  readonly messages: Messages;
  readonly output: Output;
  /** The command that starts this program, for the line to type next. */
  readonly program: string;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Reads what is piped in; `undefined` if that is more than `most` bytes. */
  readonly readStdin: (most: number) => Promise<Uint8Array | undefined>;
}

/** Bytes that are read of stdin: whatever is longer is not a key. */
const MAX_KEY = 4_096;

/**
 * Runs the command.
 *
 * @param which the id of a key, or a name; for `rotate` and `revoke`
 * @throws {UserError} for whatever cannot be done; the file is then as it was
 */
export async function keys(
  action: string,
  which: string | undefined,
  settings: KeysSettings,
  context: KeysContext,
): Promise<ExitStatus> {
  const takesKey = action === "rotate" || action === "revoke";
  const isKnown = KEY_ACTIONS.some((each) => each === action);
  if (which !== undefined && isKnown && !takesKey) {
    throw new UserError("arguments_extra", { command: "keys" });
  }
  switch (action) {
    case "new":
      return await makeNew(settings, context);
    case "list":
      return await list(settings, context);
    case "rotate":
      return await rotate(named(which), settings, context);
    case "revoke":
      return await revoke(named(which), settings, context);
    case "check":
      return await check(settings, context);
    default: {
      const [nearest = ""] = suggest(action, KEY_ACTIONS);
      throw new UserError("unknown_action", { name: action, nearest, near: KEY_ACTIONS.join(", ") });
    }
  }
}

async function makeNew(settings: KeysSettings, context: KeysContext): Promise<ExitStatus> {
  const { keysFile: path, name, scopes, tools, expires } = settings;
  if (name === undefined) throw new UserError("flag_missing", { command: "keys new", flag: "--name alice" });
  if (!KEY_NAME.test(name)) throw new UserError("bad_key_name", { name });
  const known = TOOLS.map((tool) => tool.name);
  const unknown = tools.find((tool) => !known.includes(tool));
  if (unknown !== undefined) {
    throw new UserError("bad_value", { name: "--tool", value: unknown, takes: known.join(" | ") });
  }
  const now = context.now();
  const made = makeKey(context.randomBytes);
  const key: StoredKey = {
    id: made.id,
    name,
    sha256: hashOfKey(made.text),
    ...(scopes.length > 0 ? { scopes: [...new Set(scopes.flat())] } : {}),
    ...(tools.length > 0 ? { tools: [...new Set(tools)] } : {}),
    created: timeText(now),
    ...(expires === undefined ? {} : { expires: timeText(now + expires) }),
  };
  await changeKeyFile(path, (keys) => {
    if (keys.some((each) => each.name === name && !endOf(each, now))) {
      throw new UserError("key_name_taken", { name, path });
    }
    return { keys: [...keys, key], result: undefined };
  });
  show(made.text, key, settings, context);
  return EXIT.answered;
}

/** Shows a key, which nobody can show again. */
function show(text: string, key: StoredKey, { keysFile, json }: KeysSettings, context: KeysContext): void {
  const { output, messages, program } = context;
  output.answer(json ? JSON.stringify({ key: text, ...withoutHash(key) }) + "\n" : `${text}\n`);
  if (json) return;
  output.note(messages.keys.made(key.name, key.id, keysFile, key.expires));
  output.note(messages.keys.serveWith(`${program} serve --keys-file ${keysFile}`));
}

async function list({ keysFile: path, json }: KeysSettings, { output, messages, now }: KeysContext) {
  const all = await readKeyFile(path);
  if (!all) throw new UserError("keys_file_unreadable", { path, reason: "no_file" });
  const rows = all.map((key) => ({ ...withoutHash(key), state: endOf(key, now()) ?? "valid" as const }));
  if (json) output.answer(JSON.stringify(rows) + "\n");
  else if (rows.length === 0) output.note(messages.keys.none(path));
  else {
    const { heads, states, everything } = messages.keys;
    output.answer(table([
      heads,
      ...rows.map(({ id, name, scopes, tools, created, expires, state }) => [
        id,
        name,
        states[state],
        scopes?.join(" ") ?? everything,
        tools?.join(" ") ?? everything,
        created.slice(0, 10),
        expires?.slice(0, 16) ?? "",
      ]),
    ]));
  }
  return EXIT.answered;
}

async function rotate(which: string, settings: KeysSettings, context: KeysContext): Promise<ExitStatus> {
  const { keysFile: path, overlap, expires } = settings;
  const now = context.now();
  const made = makeKey(context.randomBytes);
  const until = timeText(now + overlap);
  const key = await changeKeyFile(path, (keys) => {
    const old = accepted(keys, which, now, path);
    const { expires: oldEnd, ...rights } = old.at(-1)!;
    const lifetime = expires ?? (oldEnd && Date.parse(oldEnd) - Date.parse(rights.created));
    const fresh: StoredKey = {
      ...rights,
      id: made.id,
      sha256: hashOfKey(made.text),
      created: timeText(now),
      ...(lifetime ? { expires: timeText(now + lifetime) } : {}),
    };
    const ending = keys.map((each) =>
      old.includes(each) && !(each.expires !== undefined && each.expires < until)
        ? { ...each, expires: until }
        : each
    );
    return { keys: [...ending, fresh], result: fresh };
  });
  show(made.text, key, settings, context);
  if (!settings.json) context.output.note(context.messages.keys.overlap(key.name, until));
  return EXIT.answered;
}

async function revoke(which: string, { keysFile: path, json }: KeysSettings, context: KeysContext) {
  const { output, messages } = context;
  const now = context.now();
  const revoked = await changeKeyFile(path, (keys) => {
    const ending = accepted(keys, which, now, path);
    const changed = keys.map((each) => ending.includes(each) ? { ...each, revoked: timeText(now) } : each);
    return { keys: changed, result: ending.map(({ id, name }) => ({ id, name })) };
  });
  if (json) output.answer(JSON.stringify(revoked) + "\n");
  else for (const { id, name } of revoked) output.answer(`${messages.keys.revoked(name, id)}\n`);
  return EXIT.answered;
}

async function check(
  { keysFile: path, authKey, json }: KeysSettings,
  context: KeysContext,
): Promise<ExitStatus> {
  const { output, messages, now, readStdin } = context;
  const piped = authKey === undefined ? await readStdin(MAX_KEY) : new Uint8Array();
  if (!piped) throw new UserError("key_not_accepted", { path, reason: "key_unknown" });
  const text = (authKey ?? new TextDecoder().decode(piped)).trim();
  output.conceal?.([text]);
  if (text === "") {
    throw new UserError("flag_missing", { command: "keys check", flag: "MCP_SERVER_AUTH_KEY" });
  }
  if (isMistyped(text)) throw new UserError("key_not_accepted", { path, reason: "key_mistyped" });
  const id = idOfKey(text);
  const key = (await readKeyFile(path) ?? []).find((each) =>
    each.id === id && each.sha256 === hashOfKey(text)
  );
  if (!key) throw new UserError("key_not_accepted", { path, reason: "key_unknown" });
  const end = endOf(key, now());
  if (end) throw new UserError("key_not_accepted", { path, reason: `key_${end}` });
  const shown = JSON.stringify({ ...withoutHash(key), state: "valid" });
  output.answer(`${json ? shown : messages.keys.valid(key)}\n`);
  return EXIT.answered;
}

function withoutHash({ sha256: _, ...key }: StoredKey): Omit<StoredKey, "sha256"> {
  return key;
}

/** The accepted keys with this id or name. */
function accepted(
  keys: readonly StoredKey[],
  which: string,
  now: number,
  path: string,
): readonly StoredKey[] {
  const found = keys.filter((key) => (key.id === which || key.name === which) && !endOf(key, now));
  if (found.length > 0) return found;
  const [nearest = ""] = suggest(which, keys.map(({ name }) => name));
  throw new UserError("no_such_key", { name: which, path, nearest });
}

function named(which: string | undefined): string {
  if (which === undefined) {
    throw new UserError("argument_missing", { command: "keys", name: "key" });
  }
  return which;
}

/** In whole seconds, as people write it. */
function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => columns(row[column]!))));
  return rows.map((row) => {
    const cells = row.map((cell, column) => cell + " ".repeat(widths[column]! - columns(cell)));
    return cells.join("  ").trimEnd() + "\n";
  }).join("");
}
