/**
 * The tools of a server: their definitions, and one call that changes nothing.
 *
 * @module
 */
import type { Tool } from "@modelcontextprotocol/client";
import { UserError } from "../../cli/errors.ts";
import { oneLine, printable } from "../../cli/printable.ts";
import { shownUrl } from "../../cli/errors.ts";
import { asObject, parsed } from "../../lib/json.ts";
import { abortable } from "../../lib/time.ts";
import { definitionHash, definitionOf } from "../approval/definition.ts";
import type { Pins } from "../approval/pins.ts";
import { isUnanswered } from "../connection/error_result.ts";
import { type DeadlineContext, startDeadline } from "../limits/deadline.ts";
import { convertTools } from "../model/schema.ts";
import { resultText } from "../run/tool_result.ts";
import type { ConnectedServer } from "../servers/connect_server.ts";
import { type Add, found } from "./finding.ts";
import { SLOW_MS, usualMs } from "./reach.ts";
import type { Seen } from "./wire.ts";

/** Seconds for one call. */
const CALL_SECONDS = 6;

/** Tokens of definitions that are much for a small context. */
const MANY_TOKENS = 8_000;

/** Characters of JSON in a token, about. */
const CHARACTERS_PER_TOKEN = 4;

/** Names that a finding lists. */
const NAMED = 5;

/** Examines the definitions. */
export async function examineDefinitions(
  { url, session, isEmbedded }: ConnectedServer,
  pins: Pins,
  add: Add,
): Promise<readonly Tool[]> {
  const tools = await session.listTools();
  if (tools.length === 0) {
    add(found("note", "no_tools"));
    return tools;
  }
  const tokens = Math.round(JSON.stringify(tools.map(definitionOf)).length / CHARACTERS_PER_TOKEN);
  add(found("ok", "tools_listed", { count: String(tools.length), tokens: String(tokens) }));
  if (tokens > MANY_TOKENS) add(found("note", "tools_large", { tokens: String(tokens) }));
  for (const { tool, what } of convertTools(tools).rewrites) {
    // The others are changed in silence: endpoints differ, and the tools of most servers need them.
    const strict = what.filter((each) => each === "type" || each === "noRemote$ref");
    if (strict.length > 0) {
      add(found("warning", "tool_schema", { tool: oneLine(tool), what: strict.join(" ") }));
    }
  }
  const named = (list: readonly Tool[]) => oneLine(list.slice(0, NAMED).map(({ name }) => name).join(", "));
  const ones: readonly (readonly [
    "note" | "warning",
    "tool_name" | "tool_hidden_text" | "tool_unannotated",
    (tool: Tool) => boolean,
  ])[] = [
    ["note", "tool_name", ({ name }) => !/^[A-Za-z0-9_-]{1,64}$/.test(name)],
    ["warning", "tool_hidden_text", (tool) => textsIn(definitionOf(tool)).some(hasHiddenText)],
    [
      "note",
      "tool_unannotated",
      ({ annotations }) =>
        annotations?.readOnlyHint === undefined && annotations?.destructiveHint === undefined,
    ],
  ];
  for (const [level, code, isSo] of ones) {
    const list = tools.filter(isSo);
    if (list.length > 0) add(found(level, code, { tools: named(list), count: String(list.length) }));
  }
  if (!isEmbedded) await comparePins(tools, shownUrl(url), pins, add);
  return tools;
}

async function comparePins(tools: readonly Tool[], url: string, pins: Pins, add: Add): Promise<void> {
  try {
    const changed: string[] = [];
    for (const tool of tools) {
      const pin = await pins.get(url, tool.name);
      if (pin && pin.hash !== definitionHash(definitionOf(tool))) changed.push(tool.name);
    }
    if (changed.length > 0) {
      add(found("warning", "tool_changed", { tools: oneLine(changed.slice(0, NAMED).join(", ")) }));
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    add({ level: "failure", error });
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** Whether a text has characters that nobody sees. The joints of emoji, and line ends of Windows, are harmless. */
function hasHiddenText(text: string): boolean {
  const plain = text.replace(/\r/g, "").replace(
    /(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d/gu,
    "",
  );
  return printable(plain) !== plain;
}

/**
 * What the lists of tools say that were seen on the wire: null where a member should be left out, and
 * definitions that differ from one list to the next. Pure.
 */
export function judgeLists(seen: readonly Seen[], add: Add): void {
  // In HTTP+SSE, an answer comes on the stream that a GET has opened.
  const lists = seen.filter(({ rpc, method }) => rpc === "tools/list" || method === "GET").map((each) => ({
    // Another revision may have another definition.
    revision: each.method === "GET" ? "2024" : isModern(each.sent) ? "2026" : "2025",
    tools: toolsIn(each.body),
  }));
  const withNull = new Set<string>();
  const unstable = new Set<string>();
  const known = new Map<string, string>();
  for (const { revision, tools } of lists) {
    for (const tool of tools) {
      const name = oneLine(String(asObject(tool).name), 64);
      if (Object.values(asObject(tool)).includes(null)) withNull.add(name);
      const [key, text] = [`${revision} ${name}`, JSON.stringify(tool)];
      if (known.has(key) && known.get(key) !== text) unstable.add(name);
      known.set(key, text);
    }
  }
  const named = (names: ReadonlySet<string>) => ({
    tools: oneLine([...names].slice(0, NAMED).join(", ")),
    count: String(names.size),
  });
  if (withNull.size > 0) add(found("warning", "null_fields", named(withNull)));
  if (unstable.size > 0) add(found("warning", "tools_unstable", named(unstable)));
}

function isModern(sent: string): boolean {
  return asObject(asObject(parsed(sent)).params)._meta !== undefined;
}

function toolsIn(body: string): readonly unknown[] {
  const texts = body.trimStart().startsWith("{")
    ? [body]
    : body.split(/\r?\n/).filter((line) => line.startsWith("data:")).map((line) => line.slice(5));
  return texts.flatMap((text) => {
    const { tools } = asObject(asObject(parsed(text)).result);
    return Array.isArray(tools) ? tools : [];
  });
}

/** Whether a tool says that it only reads. */
export function isReadOnly({ annotations }: Tool): boolean {
  return annotations?.readOnlyHint === true && annotations.destructiveHint !== true;
}

/** What the tools are called that are the least likely to do more than they say. */
const HARMLESS = /time|clock|ping|version|status|health/i;

/** Calls a tool that only reads and needs no arguments, once. */
export async function callOnce(
  { session }: ConnectedServer,
  tools: readonly Tool[],
  seen: () => readonly Seen[],
  context: DeadlineContext & { readonly now: () => number },
  add: Add,
): Promise<void> {
  const safe = tools.filter((tool) => isReadOnly(tool) && (tool.inputSchema.required ?? []).length === 0);
  const tool = safe.find(({ name }) => HARMLESS.test(name)) ?? safe[0];
  if (!tool) return add(found("skipped", "no_safe_tool"));
  using deadline = startDeadline(CALL_SECONDS, context);
  const started = context.now();
  const cancelled = deadline.signal;
  const result = await abortable(() => session.callTool(tool.name, {}, { cancelled }), cancelled);
  const ms = context.now() - started;
  const name = oneLine(tool.name, 64);
  if (result.isError) {
    const state = isUnanswered(result) ? { state: "none" as const } : {};
    const detail = oneLine(resultText({ ...result, isError: false }), 300);
    const error = new UserError("tool_error", { name, detail, ...state });
    return add({ level: "state" in state ? "failure" : "warning", error });
  }
  const isSlow = ms - usualMs(seen()) >= SLOW_MS;
  if (isSlow) return add(found("warning", "tool_slow", { tool: name, seconds: (ms / 1000).toFixed(1) }));
  add(found("ok", "tool_called", { tool: name, ms: String(Math.round(ms)) }));
}

/** The names that several servers have. Pure. */
export function judgeShared(
  lists: readonly { readonly server: string; readonly tools: readonly Tool[] }[],
  add: Add,
): void {
  const byName = Map.groupBy(
    lists.flatMap(({ server, tools }) => tools.map(({ name }) => ({ server, name }))),
    ({ name }) => name,
  );
  const shared = [...byName].filter(([, all]) => new Set(all.map(({ server }) => server)).size > 1);
  if (shared.length === 0) return;
  const names = oneLine(shared.slice(0, NAMED).map(([name]) => name).join(", "));
  add(found("note", "tools_shared", { tools: names, count: String(shared.length) }));
}
