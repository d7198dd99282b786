/**
 * The quirks of `mcpdemo model --quirk`: each stages one way in which real endpoints differ or fail.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import type { QuirkName } from "../../../cli/quirk_names.ts";
import { failure } from "../offline/fetch.ts";
import type { Body, Plan, Quirk } from "./quirk.ts";

const SLOW_MS = 3_000;

const always = (response: () => Response): Quirk => ({ refuse: () => response() });
const saying = (text: string, finish = "stop"): Quirk => ({ plan: () => ({ text, calls: [], finish }) });
const inText = (write: (name: string, args: string) => string): Quirk => ({
  plan: (plan) =>
    plan.calls.length === 0
      ? plan
      : { text: plan.calls.map(({ name, args }) => write(name, args)).join("\n"), calls: [], finish: "stop" },
});
/** Calls whose function is changed; each is one piece. */
const withFunction = (change: (called: Body) => Body): Quirk => ({
  isUncut: true,
  call: (call) => ({ ...call, function: change(call.function as Body) }),
});
const broken = (text: string): Plan => ({ text, calls: [], finish: null });

/** Each quirk by its name. */
export const NAMED_QUIRKS: Readonly<Record<QuirkName, Quirk>> = {
  "wrong-key": always(() => failure(401, "Incorrect API key provided.")),
  "no-access": always(() => failure(403, "Your project has no access to this model.")),
  "no-model": always(() => failure(404, "The model does not exist.")),
  "quota": always(() =>
    Response.json({
      error: {
        message: "You exceeded your current quota.",
        type: "insufficient_quota",
        code: "insufficient_quota",
      },
    }, { status: 429 })
  ),
  "rate-limited": {
    refuse: (_asked, count) =>
      count % 2 === 1 ? failure(429, "Slow down.", { "Retry-After": "1" }) : undefined,
  },
  "overloaded": always(() => failure(503, "The engine is overloaded.")),
  "html-error": always(() =>
    new Response("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", {
      status: 502,
      headers: { "Content-Type": "text/html" },
    })
  ),
  "redirect": always(() =>
    new Response(null, { status: 301, headers: { Location: "https://elsewhere.invalid/v1" } })
  ),
  "error-in-200": always(() => Response.json({ error: { message: "The engine died.", code: 500 } })),
  "context-full": always(() =>
    Response.json({
      error: {
        message:
          "This model's maximum context length is 512 tokens. However, your messages resulted in 2048 tokens.",
        type: "invalid_request_error",
        code: "context_length_exceeded",
      },
    }, { status: 400 })
  ),
  "no-tools": {
    refuse: (asked) => asked.tools ? failure(400, "This model does not support tools.") : undefined,
  },
  "drops-tools": {
    ...saying("I cannot know what time it is."),
    completion: (completion) => ({ ...completion, usage: { prompt_tokens: 12, completion_tokens: 9 } }),
  },
  "slow": { refuse: () => setTimeout(SLOW_MS, undefined) },
  "cut-stream": {
    plan: () => broken("It is n"),
    events: (events) => [...events.slice(0, 2), new Error("cut")],
  },
  "no-end": { events: (events) => events.slice(0, -2) },
  "no-done": { events: (events) => events.slice(0, -1) },
  "error-in-stream": {
    plan: () => broken("It is n"),
    events: (events) => [...events.slice(0, 2), 'data: {"error":{"message":"The engine died."}}\n\n'],
  },
  "comments": { events: (events) => events.flatMap((event) => [": PROCESSING\n\n", event]) },
  "never-streamed": { isNeverStreamed: true },
  "no-content-type": { type: "" },
  "empty": saying(""),
  "refusal": {
    ...saying(""),
    message: (message) =>
      "content" in message ? { ...message, content: null, refusal: "I cannot help with that." } : message,
  },
  "filtered": saying("It is", "content_filter"),
  "length": { plan: (plan) => plan.calls.length > 0 ? plan : { ...plan, text: "It is n", finish: "length" } },
  "loop": {
    plan: (plan, asked) => {
      const name = asked.tools?.[0]?.function?.name;
      const calls = [{ id: "call00001", name, args: "{}" }];
      return name === undefined ? plan : { text: "", calls, finish: "tool_calls" };
    },
  },
  "call-as-text": inText((name, args) =>
    `<tool_call>\n{"name": "${name}", "arguments": ${args}}\n</tool_call>`
  ),
  "unknown-tool": withFunction((called) => ({ ...called, name: "tell_the_time" })),
  "broken-arguments": withFunction((called) => ({ ...called, arguments: '{"timezone": "Eu' })),
  "object-arguments": withFunction((called) => ({
    ...called,
    arguments: JSON.parse(String(called.arguments)),
  })),
  "double-arguments": withFunction((called) => ({ ...called, arguments: JSON.stringify(called.arguments) })),
  "no-arguments": withFunction((called) => ({ ...called, arguments: null })),
  "no-index": { call: ({ index: _, ...call }) => call },
  "no-ids": { call: ({ id: _, ...call }) => call },
  "legacy-call": {
    plan: (plan) => ({ ...plan, calls: [] }),
    message: (message) =>
      message.content
        ? message
        : { ...message, function_call: { name: "get_current_time", arguments: "{}" } },
  },
  "stop-with-calls": { plan: (plan) => ({ ...plan, finish: "stop" }) },
  "no-finish": { plan: (plan) => ({ ...plan, finish: null }) },
  "thinking-in-text": {
    plan: (plan) => plan.text ? { ...plan, text: `<think>\nLet me see.\n</think>\n\n${plan.text}` } : plan,
  },
  "content-in-parts": {
    message: ({ content, ...rest }) =>
      content ? { ...rest, content: [{ type: "text", text: content }] } : rest,
  },
};
