/**
 * The model endpoint: whether it answers, streams, and calls tools, and how it speaks.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import { EXIT } from "../../cli/exit_status.ts";
import { oneLine } from "../../cli/printable.ts";
import type { AskSettings } from "../../cli/settings.ts";
import type { Fetch } from "../../lib/fetch.ts";
import { startDeadline } from "../limits/deadline.ts";
import { watchRequests } from "../limits/watch_requests.ts";
import { apiUrlOf, isOffline, modelNameOf } from "../model/endpoint.ts";
import type { ModelTool, Turn } from "../model/model.ts";
import { interruptionError } from "../model/openai/openai_model.ts";
import { listModels } from "../model/openai/list_models.ts";
import { nearestNames } from "../model/openai/nearest_names.ts";
import type { Interruption } from "../model/stream/ending.ts";
import type { RunEvent } from "../run_event.ts";
import { chooseModel, type ModelContext } from "../run/choose_model.ts";
import { accentsIn } from "./accents.ts";
import { type Add, type Found, found } from "./finding.ts";
import { watchWire } from "./wire.ts";

/** What the suite needs. */
export interface ModelSuite {
  /** Which endpoint, key and model. */
  readonly settings: AskSettings;
  /** Sends requests to the endpoint. */
  readonly fetch: Fetch;
  /** The texts, and how to wait. */
  readonly context: ModelContext & { readonly now: () => number };
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** Seconds for the first reply: an endpoint may have to load the model. */
const FIRST_SECONDS = 12;

/** Seconds for each further reply. */
const REPLY_SECONDS = 8;

/** Seconds for the list of models. */
const LIST_SECONDS = 4;

/** Milliseconds to the first token after which an endpoint is called slow. */
const SLOW_MS = 2_500;

/**
 * A harmless tool of our own: it is offered, and never run. Its words are many enough to notice that a template
 * leaves them out.
 */
const TOOL: ModelTool = {
  name: "get_current_time",
  description:
    "Returns the current date and time of a place. Use it for every question about what time it is now, " +
    "today's date or the day of the week, in any city or country, and never guess the time yourself, " +
    "since a model has no clock. Call it once for each place that the question names.",
  parameters: {
    type: "object",
    properties: {
      timezone: {
        type: "string",
        description: "The IANA name of the time zone, for instance Europe/Paris or Asia/Tokyo. " +
          "If the question names no place, leave it out for the local time.",
      },
    },
  },
};

const HELLO = "Answer with one word: hello.";
const ONE_PLACE = "What time is it in Tokyo right now?";
const TWO_PLACES = "What time is it in Tokyo and in Paris right now?";

interface Asking {
  readonly question: string;
  readonly tools: readonly ModelTool[];
  readonly stream: boolean;
  readonly seconds?: number;
}

type Reply =
  & { readonly notes: readonly Found[]; readonly firstMs: number; readonly ms: number }
  & ({ readonly turn: Turn } | { readonly error: UserError });

/** Examines the endpoint. */
export async function examineModel(suite: ModelSuite, add: Add): Promise<void> {
  const { settings } = suite;
  if (isOffline(settings)) add(found("ok", "model_offline"));
  else await examineList(suite, add);
  const once = onlyOnce(add);
  const [streamed, whole] = await Promise.all([
    askModel(suite, { question: HELLO, tools: [], stream: true, seconds: FIRST_SECONDS }),
    askModel(suite, { question: HELLO, tools: [], stream: false, seconds: FIRST_SECONDS }),
  ]);
  for (const { notes } of [streamed, whole]) notes.forEach(once);
  const failed = failureOf(streamed, suite);
  if (failed) {
    add(failed);
    if (!failureOf(whole, suite)) add(found("note", "model_whole_works"));
    return;
  }
  const seconds = (streamed.firstMs / 1000).toFixed(1);
  const tokens = "turn" in streamed ? streamed.turn.usage?.completionTokens : undefined;
  const rate = tokens === undefined || streamed.ms < 1 ? "" : String(Math.round(tokens / streamed.ms * 1000));
  add(found("ok", "model_answers", { ms: String(Math.round(streamed.firstMs)), rate }));
  if (streamed.firstMs >= SLOW_MS) add(found("note", "model_slow", { seconds }));
  const wholeFailed = failureOf(whole, suite);
  // It is what ask does with --no-stream only.
  if (wholeFailed) add(isLate(wholeFailed) ? NOT_IN_TIME : { ...wholeFailed, level: "warning" });

  const [called, calledWhole] = await Promise.all([
    askModel(suite, { question: TWO_PLACES, tools: [TOOL], stream: true }),
    askModel(suite, { question: ONE_PLACE, tools: [TOOL], stream: false }),
  ]);
  for (const { notes } of [called, calledWhole]) notes.forEach(once);
  judgeCalls(called, suite, once);
  if (!("error" in called) || !("error" in calledWhole)) {
    judgeCalls(calledWhole, suite, (each) => {
      once(each.level === "failure" ? { ...each, level: "warning" } : each);
    });
  }
}

/** Whether the endpoint lists the model. One that does not list it may have it nevertheless. */
async function examineList({ settings, fetch, signal, context }: ModelSuite, add: Add): Promise<void> {
  const watch = watchRequests(fetch, context.now);
  using deadline = startDeadline(LIST_SECONDS, { interrupted: signal, awaited: watch.awaited });
  const endpoint = { apiUrl: apiUrlOf(settings), apiKey: settings.apiKey, fetch: watch.fetch };
  try {
    const names = await listModels(endpoint, deadline.signal);
    add(found("ok", "models_listed", { count: String(names.length) }));
    const model = modelNameOf(settings);
    if (names.includes(model)) return;
    const nearest = oneLine(nearestNames(model, names).join(", "));
    add(found("note", "model_unlisted", { model: oneLine(model), nearest }));
  } catch {
    signal.throwIfAborted();
    // Few endpoints need a list; what is wrong with this one shows when it is asked.
  }
}

/** What ask would make of a reply, if it is a failure. */
function failureOf(reply: Reply, { settings }: ModelSuite): Found | undefined {
  if ("error" in reply) return { level: "failure", error: reply.error };
  const { interruption, isCut } = reply.turn;
  if (interruption) return { level: "failure", error: interrupted(interruption, settings) };
  return isCut ? CUT : undefined;
}

/** A reply that reached the limit of its length. */
export const CUT: Found = {
  level: "failure",
  code: "model_length",
  data: {},
  exitStatus: EXIT.modelFailing,
};

const NOT_IN_TIME = found("skipped", "not_in_time");

/** Whether a failure is that doctor has waited for as long as it waits. */
export function isLate(failure: Found): boolean {
  return "error" in failure && failure.error.code === "timeout";
}

/** The error for a reply that was interrupted after its first words, which `ask` shows with a note. */
export function interrupted(interruption: Interruption, settings: AskSettings): UserError {
  const shown = { ...interruption, words: oneLine(interruption.words) };
  return interruptionError(shown, apiUrlOf(settings), oneLine(modelNameOf(settings)));
}

function judgeCalls(reply: Reply, suite: ModelSuite, add: Add): void {
  const failed = failureOf(reply, suite);
  // It has answered before: ask would wait for it.
  if (failed) return add(isLate(failed) ? NOT_IN_TIME : failed);
  if (!("turn" in reply)) return;
  const { calls } = reply.turn;
  if (calls.length === 0) {
    const isExplained = reply.notes.some((each) => "code" in each && each.code === "tools_dropped");
    if (!isExplained) add(found("warning", "model_calls_nothing"));
    return;
  }
  const unknown = calls.find(({ name }) => name !== TOOL.name);
  if (unknown) return add(found("warning", "model_calls_unknown", { name: oneLine(unknown.name, 64) }));
  const broken = calls.map(({ arguments: read }) => "problem" in read ? read.problem : undefined)
    .find((problem) => problem !== undefined);
  if (broken !== undefined) {
    return add(found("warning", "model_arguments_broken", { detail: oneLine(broken) }));
  }
  add(found("ok", calls.length > 1 ? "model_calls_parallel" : "model_calls"));
}

/** One question, with everything that was noticed about the reply. Rejects only with the reason of the signal. */
async function askModel(suite: ModelSuite, asking: Asking): Promise<Reply> {
  const { question, tools, stream, seconds = REPLY_SECONDS } = asking;
  const { fetch, context, signal } = suite;
  const notes: Found[] = [];
  const wire = watchWire(fetch, context.now);
  const watch = watchRequests(wire.fetch, context.now);
  using deadline = startDeadline(seconds, { interrupted: signal, awaited: watch.awaited });
  // A pause that the endpoint asks for must leave time for the answer.
  const settings = { ...suite.settings, stream, timeout: seconds / 2 };
  const model = chooseModel(settings, watch.fetch, (event) => void take(event, notes), context);
  const started = context.now();
  let firstMs: number | undefined;
  const onFirst = () => void (firstMs ??= context.now() - started);
  const times = () => ({ firstMs: firstMs ?? context.now() - started, ms: context.now() - started });
  try {
    const turn = await model({
      messages: [{ role: "user", content: question }],
      tools,
      onText: onFirst,
      onReasoning: onFirst,
      signal: deadline.signal,
    });
    const complete = turn.interruption ? [] : wire.seen().filter(({ status }) => status === 200);
    for (const name of complete.flatMap(accentsIn)) notes.push(found("note", "model_accent", { name }));
    return { turn, notes, ...times() };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UserError)) throw error;
    return { error, notes, ...times() };
  }
}

/** The notes that `ask` would show, as findings. */
function take(event: RunEvent, notes: Found[]): void {
  if (event.type !== "note") return;
  const kinds = {
    modelWaits: ["warning", "model_waits"],
    modelRefuses: ["note", "model_refuses"],
    promptTruncated: ["warning", "prompt_truncated"],
    toolsDropped: ["warning", "tools_dropped"],
  } as const;
  const [level, code] = kinds[event.code as keyof typeof kinds] ?? [];
  if (level !== undefined && code !== undefined) notes.push(found(level, code, { text: event.text }));
}

/** Drops what says the same again. */
function onlyOnce(add: Add): Add {
  const said = new Set<string>();
  return (each) => {
    const key = "error" in each
      ? each.error.code
      : each.code === "model_accent"
      ? `${each.code} ${each.data.name}`
      : each.code;
    if (said.has(key)) return;
    said.add(key);
    add(each);
  };
}
