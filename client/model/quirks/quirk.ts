/**
 * A reply of an OpenAI-compatible endpoint, made odd on purpose (`docs/decisions/012-model-endpoints.md`).
 *
 * @module
 */

/** A tool call of a reply. */
export interface PlannedCall {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly args: string;
}

/** The reply that it is about to send. */
export interface Plan {
  readonly text: string;
  readonly reasoning?: string;
  readonly calls: readonly PlannedCall[];
  readonly finish: string | null;
}

/** The body of a request. */
// deno-lint-ignore no-explicit-any -- requests are inspected by hand, as an endpoint would
export type Asked = any;
/** A part of a reply, as JSON. */
export type Body = Record<string, unknown>;

/** How an endpoint differs from the norm: each member overrides a part of its reply. */
export interface Quirk {
  /** Answers instead of the normal reply; `count` is 1 for the first request. */
  readonly refuse?: (asked: Asked, count: number) => Response | undefined | Promise<Response | undefined>;
  /** What it decides to say or to call. */
  readonly plan?: (plan: Plan, asked: Asked) => Plan;
  /** A piece of a streamed tool call, or a whole call; the first piece opens its call. */
  readonly call?: (call: Body, isFirst: boolean) => Body;
  /** Sends each call as one piece, streamed or not. */
  readonly isUncut?: boolean;
  /** A delta, or a whole message. */
  readonly message?: (message: Body) => Body;
  /** A chunk, or a whole completion. */
  readonly completion?: (completion: Body) => Body;
  /** The events of a stream, each as its lines. */
  readonly events?: (events: readonly string[]) => readonly (string | Error)[];
  /** The content type of its answers; `""` for none. */
  readonly type?: string;
  /** It answers in one piece, even if it is asked to stream. */
  readonly isNeverStreamed?: boolean;
  /** The pieces of a streamed text. */
  readonly text?: (pieces: readonly string[]) => readonly string[];
}

/** The messages since the user's last one. */
export function sinceQuestion(asked: Asked): Asked[] {
  return asked.messages.slice(asked.messages.findLastIndex(({ role }: Asked) => role === "user") + 1);
}

const identity = <T>(value: T) => value;

/** The reply of an endpoint with this quirk, streamed if that was asked for. */
export function replyWith(plan: Plan, quirk: Quirk, isStreamed: boolean): Response {
  const response = isStreamed && !quirk.isNeverStreamed ? streamed(plan, quirk) : whole(plan, quirk);
  if (quirk.type !== undefined) response.headers.delete("content-type");
  if (quirk.type) response.headers.set("content-type", quirk.type);
  return response;
}

function whole(plan: Plan, quirk: Quirk): Response {
  const { call = identity, message = identity, completion = identity } = quirk;
  const calls = plan.calls.map(({ id, name, args }) =>
    call({ id, type: "function", function: { name, arguments: args } }, true)
  );
  const said = message({
    role: "assistant",
    content: plan.text || null,
    ...(plan.reasoning ? { reasoning_content: plan.reasoning } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  });
  const body = completion({ id: "c", choices: [{ index: 0, message: said, finish_reason: plan.finish }] });
  const isBroken = quirk.events?.([]).some((event) => event instanceof Error);
  const text = JSON.stringify(body);
  return new Response(isBroken ? hangUp([text.slice(0, 20)]) : text, {
    headers: { "Content-Type": "application/json" },
  });
}

function streamed(
  plan: Plan,
  { call = identity, message = identity, completion = identity, ...quirk }: Quirk,
) {
  const chunk = (delta: Body, finish_reason: string | null = null) =>
    completion({ id: "c", choices: [{ index: 0, delta: message(delta), finish_reason }] });
  const cut = (text: string) => text.match(/.{1,7}/gs) ?? [];
  const pieces = quirk.text?.(cut(plan.text)) ?? cut(plan.text);
  const chunks = [
    chunk({ role: "assistant", content: null }),
    ...cut(plan.reasoning ?? "").map((reasoning_content) => chunk({ reasoning_content })),
    ...pieces.map((content) => chunk({ content })),
    ...plan.calls.flatMap(({ id, name, args }, index) => [
      chunk({
        tool_calls: [
          call(
            { index, id, type: "function", function: { name, arguments: quirk.isUncut ? args : "" } },
            true,
          ),
        ],
      }),
      ...(quirk.isUncut ? [] : cut(args)).map((piece) =>
        chunk({ tool_calls: [call({ index, function: { arguments: piece } }, false)] })
      ),
    ]),
    chunk({}, plan.finish),
  ];
  const lines = [...chunks.map((each) => `data: ${JSON.stringify(each)}\n\n`), "data: [DONE]\n\n"];
  const events = quirk.events?.(lines) ?? lines;
  const end = events.findIndex((event) => event instanceof Error);
  const texts = events.filter((event) => typeof event === "string");
  return new Response(
    end >= 0 ? hangUp(texts.slice(0, end)) : ReadableStream.from(texts).pipeThrough(new TextEncoderStream()),
    { headers: { "Content-Type": "text/event-stream" } },
  );
}

/** The runtime prints it: a text takes one line. */
const CUT = "The connection was cut on purpose.";

/** Sends `texts`, then closes the connection unexpectedly. */
function hangUp(texts: readonly string[]): ReadableStream<Uint8Array> {
  const rest = [...texts];
  return new ReadableStream({
    pull(controller) {
      const text = rest.shift();
      if (text === undefined) controller.error(CUT);
      else controller.enqueue(new TextEncoder().encode(text));
    },
  });
}
