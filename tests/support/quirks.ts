/** The quirks of real model endpoints: `docs/decisions/012-model-endpoints.md`. */
import { failure } from "../../client/model/offline/fetch.ts";
import { type Asked, type Quirk, sinceQuestion } from "../../client/model/quirks/quirk.ts";

export const RIGHT = "The tools say: 21:05 and 13:05.\n";
export const API_KEY = "a-key-of-this-test";

/** The expected answer of `ask`; {@linkcode RIGHT} by default. */
export interface Expected {
  readonly stdout?: string | RegExp;
  readonly stderr?: RegExp;
  /** The expected code and exit status of a failure. */
  readonly error?: readonly [code: string, status: number];
  /** The expected text in the error's line. */
  readonly detail?: RegExp;
  /** The expected number of requests; two is the norm. */
  readonly requests?: number | { readonly streamed: number; readonly whole: number };
  readonly flags?: Readonly<Record<string, readonly string[] | boolean>>;
  /** The expected exit status with an answer, 0 by default. */
  readonly status?: number;
  /** Overrides for a streamed reply; `error` has to be repeated. */
  readonly streamed?: Omit<Expected, "streamed">;
}
type Row = readonly [Quirk, Expected?];

const withCall = (change: (called: Record<string, unknown>, isFirst: boolean) => object): Quirk => ({
  call: (call, isFirst) => ({ ...call, function: change(call.function as Record<string, unknown>, isFirst) }),
});
/** A call whose arguments are missing or not a string. */
const inOnePiece = (args: (json: string) => unknown): Quirk => ({
  isUncut: true,
  ...withCall((called) => ({ ...called, arguments: args(String(called.arguments)) })),
});
const refusing = (named: string, words: string): Quirk => ({
  refuse: (asked) => named in asked ? failure(400, words) : undefined,
});
const once = (response: () => Response): Quirk => ({
  refuse: (_asked, count) => count === 1 ? response() : undefined,
});
const always = (response: () => Response): Quirk => ({ refuse: () => response() });
const saying = (text: string): Quirk => ({ plan: () => ({ text, calls: [], finish: "stop" }) });
const counting = (usage: object): Quirk => ({ completion: (completion) => ({ ...completion, usage }) });
const finishing = (finish: string | null): Quirk => ({ plan: (plan) => ({ ...plan, finish }) });
const afterCalls = (check: (messages: Asked[], asked: Asked) => string | undefined): Quirk => ({
  refuse: (asked) => {
    const said = sinceQuestion(asked);
    const problem = said.length > 0 ? check(said, asked) : undefined;
    return problem === undefined ? undefined : failure(400, problem);
  },
});
const isNine = (id: unknown) => /^[A-Za-z0-9]{9}$/.test(String(id));
const nineOnly = afterCalls(([assistant, ...tools]) =>
  [...assistant.tool_calls.map(({ id }: Asked) => id), ...tools.map((tool) => tool.tool_call_id)].every(
      isNine,
    )
    ? undefined
    : "Tool call id was call_one but must be a-z, A-Z, 0-9, with a length of 9."
);

/** Each quirk, and the expected outcome of `ask`. */
export const QUIRKS: Readonly<Record<string, Row>> = {
  "nothing odd": [{}],
  "arguments as an object": [inOnePiece((json) => JSON.parse(json))],
  'arguments "" for a call without any': [inOnePiece(() => ""), {
    stdout: /^The tools say: 14:05 and 14:05/,
  }],
  "arguments null for a call without any": [inOnePiece(() => null), { stdout: /^The tools say: 14:05/ }],
  "arguments as an empty object": [inOnePiece(() => ({})), { stdout: /^The tools say: 14:05/ }],
  "no index": [{ call: ({ index: _, ...call }) => call }],
  "index always 0": [{ call: (call) => ({ ...call, index: 0 }) }],
  "empty ids": [{ call: (call) => ({ ...call, id: "" }) }],
  "no ids": [{ call: ({ id: _, ...call }) => call }],
  "one id for all calls": [{ call: (call) => ({ ...call, id: "same" }) }],
  "empty names on later pieces": [withCall((called, isFirst) => isFirst ? called : { ...called, name: "" })],
  "no type": [{ call: ({ type: _, ...call }) => call }],
  "type null and unknown fields": [{ call: (call) => ({ ...call, type: null, extra: { a: 1 } }) }],
  "always tool_calls: []": [{ message: (message) => ({ tool_calls: [], ...message }) }],
  "an extra backend object, told with the usage where choices are empty": [
    {
      completion: (completion) => ({
        ...completion,
        backend: { name: "ollama" },
        usage: { prompt_tokens: 900, completion_tokens: 9 },
      }),
      events: (events) => [
        'data: {"choices":[],"backend":{"name":"vllm-7"}}\n\n',
        ...events.slice(0, -1),
        'data: {"choices":[],"usage":{"prompt_tokens":900,"completion_tokens":9,"total_tokens":909},"backend":{"name":"vllm-7"}}\n\n',
        events.at(-1)!,
      ],
    },
    {
      stderr: /1800 tokens read, 18 written; model asked 2 times.*\n.*(vllm-7|ollama)/,
      flags: { usage: true },
    },
  ],
  "usage null and choices null in a chunk": [{
    events: (events) => ['data: {"choices":null,"usage":null}\n\n', "data: null\n\n", ...events],
  }],
  "a stream that ends without finish_reason and [DONE]": [
    { plan: (plan) => ({ ...plan, text: "It is n", calls: [] }), events: (events) => events.slice(0, 2) },
    {
      streamed: { stdout: "It is n\n", status: 7, stderr: /broke off before its end\.$/m },
      stdout: "It is n\n",
      requests: 1,
    },
  ],
  "a stream of calls that ends without its end mark": [
    { isUncut: true, events: (events) => events.slice(0, 3) },
    { streamed: { error: ["model_broke_off", 7], requests: 1 } },
  ],
  "finish_reason error, as OpenRouter sends it": [
    { plan: () => ({ text: "It is n", calls: [], finish: "error" }) },
    {
      stdout: "It is n\n",
      status: 7,
      stderr: /broke off before its end \(finish_reason: error\)/,
      requests: 1,
    },
  ],
  "broken JSON once the answer is whole": [
    { events: (events) => [...events.slice(0, -1), 'data: {"choices":[{\n\n'] },
  ],
  "a hang-up once the answer is whole": [
    { events: (events) => events.length === 0 ? [] : [...events.slice(0, -1), new Error("hung up")] },
  ],
  "data: ping between chunks, and [DONE] among blanks": [{
    events: (events) => [
      "data: ping\n\n",
      ...events.slice(0, -1).flatMap((each) => [each, "data: ping\n\n", "event: ping\ndata: \n\n"]),
      "data:   [DONE]  \n\n",
      "data: pong\n\n",
    ],
  }],
  "an error as an event of that name": [
    {
      refuse: (asked) =>
        asked.stream
          ? new Response('event: error\ndata: {"message":"the engine died"}\n\n', {
            headers: { "Content-Type": "text/event-stream" },
          })
          : failure(400, "the engine died"),
    },
    { error: ["model_failing", 7], detail: /the engine died/, requests: 1 },
  ],
  "a refusal": [
    {
      ...saying(""),
      message: (message) =>
        "content" in message
          ? { ...message, content: null, refusal: `I cannot help with ${API_KEY}.` }
          : message,
    },
    {
      error: ["model_refused", 7],
      detail: /refused to answer\. It says: I cannot help with \*\*\*/,
      requests: 1,
    },
  ],
  "a refusal among the parts of the content": [
    {
      ...saying(""),
      message: (message) =>
        "content" in message ? { ...message, content: [{ type: "refusal", refusal: "I cannot." }] } : message,
    },
    { error: ["model_refused", 7], detail: /I cannot\./, requests: 1 },
  ],
  "a refusal after half an answer": [
    {
      plan: () => ({ text: "It is", calls: [], finish: "stop" }),
      message: (message) => message.content ? { ...message, refusal: "No more." } : message,
    },
    { stdout: "It is\n", status: 7, stderr: /refused to go on\. It says: No more\./, requests: 1 },
  ],
  "a content filter before the answer": [
    { plan: () => ({ text: "", calls: [], finish: "content_filter" }) },
    { error: ["model_filtered", 7], detail: /content_filter/, requests: 1 },
  ],
  "a content filter after half an answer": [
    { plan: () => ({ text: "It is", calls: [], finish: "content_filter" }) },
    {
      stdout: "It is\n",
      status: 7,
      stderr: /content filter stopped it \(finish_reason: content_filter\)/,
      requests: 1,
    },
  ],
  "Azure's content filter, which names its category": [
    {
      plan: () => ({ text: "It is", calls: [], finish: "content_filter" }),
      completion: (body) => ({
        ...body,
        choices: (body.choices as object[]).map((choice) => ({
          ...choice,
          content_filter_results: { hate: { filtered: false }, violence: { filtered: true } },
        })),
      }),
    },
    { stdout: "It is\n", status: 7, stderr: /stopped it \(violence\)/, requests: 1 },
  ],
  "a content filter after calls, which are not run": [
    finishing("content_filter"),
    { error: ["model_filtered", 7], requests: 1 },
  ],
  "SSE comments": [{
    events: (
      events,
    ) => [": OPENROUTER PROCESSING\n\n", ...events.flatMap((each) => [each, ": OPENROUTER PROCESSING\n\n"])],
  }],
  "no [DONE]": [{ events: (events) => events.slice(0, -1) }],
  "CRLF in the stream": [{ events: (events) => events.map((each) => each.replaceAll("\n", "\r\n")) }],
  "finish_reason stop with calls": [finishing("stop")],
  "finish_reason tool_calls with a text": [finishing("tool_calls")],
  "no finish_reason": [finishing(null)],
  "a finish_reason of its own": [finishing("eos_token")],
  "a text that was cut": [
    { plan: (plan) => plan.calls.length > 0 ? plan : { ...plan, finish: "length" } },
    { stderr: /The answer is cut off: the model reached/, status: 7 },
  ],
  "a call that was cut at the length": [
    {
      plan: (plan, asked) =>
        plan.calls.length > 0 && sinceQuestion(asked).length === 0
          ? {
            ...plan,
            calls: plan.calls.map((call, at) => at === 0 ? call : { ...call, args: '{"timezone":"Eu' }),
            finish: "length",
          }
          : plan,
    },
    {
      stdout:
        "The tools say: 21:05 and Error: the reply was cut at its length limit. The tool was not run..\n",
    },
  ],
  "a call that was cut, and called complete": [
    {
      plan: (plan) => ({ ...plan, calls: plan.calls.map((call) => ({ ...call, args: '{"timezone":"Eu' })) }),
    },
    { stdout: /^The tools say: Error: the arguments are not valid JSON: .* The tool was not run/ },
  ],
  "the text so far in every chunk": [{
    text: (pieces) => pieces.map((_, index) => pieces.slice(0, index + 1).join("")),
  }],
  "thinking in the text": [
    { plan: (plan) => ({ ...plan, text: `<think>\nHm, <b>Tokyo</b>.\n</think>\n\n${plan.text}` }) },
    { stderr: /^Hm, <b>Tokyo<\/b>\.$/m, flags: { reasoning: true } },
  ],
  "reasoning_content, which it wants back with the calls": [
    {
      plan: (plan) => ({ ...plan, reasoning: "Let me look it up." }),
      ...afterCalls(([assistant]) =>
        assistant.reasoning_content === "Let me look it up."
          ? undefined
          : "thinking is enabled but reasoning_content is missing in assistant tool call message"
      ),
    },
    { stderr: /^Let me look it up\.$/m, flags: { reasoning: true } },
  ],
  "reasoning, which it wants back under that name": [{
    plan: (plan) => ({ ...plan, reasoning: "Hm." }),
    message: ({ reasoning_content, ...rest }) =>
      reasoning_content ? { ...rest, reasoning: reasoning_content } : rest,
    ...afterCalls(([assistant]) => assistant.reasoning ? undefined : "reasoning is missing"),
  }],
  "content in parts, thinking among them": [
    {
      message: ({ content, ...rest }) =>
        content
          ? {
            ...rest,
            content: [{ type: "thinking", thinking: [{ type: "text", text: "Hm." }] }, {
              type: "text",
              text: content,
            }],
          }
          : rest,
    },
    { stderr: /^(Hm\.)+$/m, flags: { reasoning: true } },
  ],
  '"" as content refused': [
    afterCalls((messages) =>
      messages.some(({ content }) => content === "") ? "content must not be empty" : undefined
    ),
    { requests: 3, stderr: /refuses an empty text beside tool calls/ },
  ],
  "content null beside calls refused, as llama-cpp-python does": [{
    refuse: (asked) =>
      asked.messages.some(({ content }: Asked) => typeof content !== "string")
        ? failure(500, "validation errors for ChatCompletionRequestAssistantMessage: content")
        : undefined,
  }],
  'tools ignored without tool_choice: "auto", as llama-cpp-python does': [{
    plan: (plan, asked) =>
      asked.tool_choice === "auto" ? plan : { text: "It is 3.", calls: [], finish: "stop" },
  }],
  "a legacy function_call": [
    {
      ...saying(""),
      message: (message) =>
        "content" in message
          ? { ...message, function_call: { name: "get_current_time", arguments: "{}" } }
          : message,
    },
    { error: ["model_call_unsupported", 7], detail: /function_call/, requests: 1 },
  ],
  "a legacy function_call behind words": [
    {
      ...saying("Let me see."),
      message: (message) =>
        message.content
          ? { ...message, function_call: { name: "get_current_time", arguments: "{}" } }
          : message,
    },
    { stdout: /^Let me see/, error: ["model_call_unsupported", 7], requests: 1 },
  ],
  "function_call: null in an answer": [{ message: (message) => ({ function_call: null, ...message }) }],
  "custom calls": [
    {
      isUncut: true,
      call: ({ function: _, ...call }) => ({ ...call, type: "custom", custom: { name: "sh", input: "ls" } }),
    },
    { error: ["model_call_unsupported", 7], detail: /custom call of "sh"/, requests: 1 },
  ],
  "calls without a name": [
    withCall(({ arguments: args }) => ({ arguments: args })),
    { error: ["model_call_unsupported", 7], detail: /without the name/, requests: 1 },
  ],
  "a history with calls but without tools refused": [
    afterCalls((_, asked) =>
      asked.tools?.length > 0
        ? undefined
        : "UnsupportedParamsError: expecting tools= since the history has tool calls"
    ),
  ],
  "malformed arguments in the history refused": [
    {
      plan: (plan) => ({ ...plan, calls: plan.calls.map((call) => ({ ...call, args: "{oops" })) }),
      ...afterCalls(([assistant]) => {
        for (const call of assistant.tool_calls) JSON.parse(call.function.arguments);
        return undefined;
      }),
    },
    { stdout: /^The tools say: Error: the arguments are not valid JSON/ },
  ],
  "ids of 9 letters or digits insisted on, and none given": [{
    ...nineOnly,
    call: (call) => ({ ...call, id: "" }),
  }],
  "ids of 9 letters or digits insisted on, and others given": [nineOnly, {
    requests: 3,
    stderr: /refuses the ids of tool calls/,
  }],
  "names as OpenAI takes them insisted on": [{
    refuse: (asked) =>
      asked.tools.every(({ function: { name } }: Asked) => /^[A-Za-z0-9_-]{1,64}$/.test(name))
        ? undefined
        : failure(400, "Invalid 'tools[0].function.name'"),
  }],
  "an empty list of tools, or tool_choice as an object, refused": [{
    refuse: ({ tools, tool_choice }) =>
      tools?.length === 0 || typeof tool_choice === "object" || tool_choice === "required"
        ? failure(400, "Invalid tool_choice")
        : undefined,
  }],
  "max_tokens refused": [
    refusing("max_tokens", "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'."),
  ],
  "parallel_tool_calls refused": [
    refusing("parallel_tool_calls", "Unsupported parameter: 'parallel_tool_calls'"),
  ],
  "tool_choice refused": [
    refusing("tool_choice", "Unsupported parameter: 'tool_choice'"),
    { requests: 3, stderr: /refuses tool_choice; mcpdemo asks again without it/ },
  ],
  "stream_options refused, by param": [
    {
      refuse: (asked) =>
        "stream_options" in asked
          ? Response.json({ error: { message: "Unknown parameter.", param: "stream_options" } }, {
            status: 400,
          })
          : undefined,
    },
    { requests: { streamed: 3, whole: 2 } },
  ],
  "stream_options refused, as FastAPI does": [
    {
      refuse: (asked) =>
        "stream_options" in asked
          ? Response.json({
            detail: [{
              loc: ["body", "stream_options"],
              msg: "Extra inputs are not permitted",
              type: "extra_forbidden",
            }],
          }, { status: 422 })
          : undefined,
    },
    { requests: { streamed: 3, whole: 2 } },
  ],
  "stream_options refused again and again": [
    always(() => failure(400, "stream_options: not supported")),
    { error: ["model_failing", 7], detail: /stream_options/, requests: { streamed: 2, whole: 1 } },
  ],
  "streams refused": [
    {
      refuse: (asked) => asked.stream ? failure(400, "Streaming is not supported for this model") : undefined,
    },
    { requests: { streamed: 3, whole: 2 } },
  ],
  "whole answers to requests for a stream": [{
    refuse: async (asked) => {
      asked.stream = await Promise.resolve(false);
      return undefined;
    },
  }],
  "an error in a 200": [
    always(() => Response.json({ error: { message: `No credits for ${API_KEY}`, code: 402 }, choices: [] })),
    { error: ["model_quota", 7], detail: /No credits for \*\*\*/, requests: 1 },
  ],
  "a web page instead of JSON": [
    always(() =>
      new Response("<!doctype html><title>Hello</title>", { headers: { "Content-Type": "text/html" } })
    ),
    { error: ["model_wrong_address", 7], detail: /a web page/, requests: 1 },
  ],
  "a web page as an error": [
    always(() => new Response("<html><title>Bad gateway</title><p>x</html>", { status: 404 })),
    { error: ["model_wrong_address", 7], detail: /a web page/, requests: 1 },
  ],
  "a model that cannot call tools": [
    always(() => failure(400, "registry.ollama.ai/library/gemma:2b does not support tools")),
    { error: ["model_without_tools", 7], detail: /gemma:2b does not support tools/, requests: 1 },
  ],
  "llama.cpp without --jinja": [
    always(() => failure(500, "tools param requires --jinja flag")),
    { error: ["model_tools_off", 7], detail: /--jinja/, requests: 1 },
  ],
  "vLLM without its parser": [
    always(() =>
      Response.json({
        object: "error",
        message: '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
        code: 400,
      }, { status: 400 })
    ),
    { error: ["model_tools_off", 7], detail: /--enable-auto-tool-choice/, requests: 1 },
  ],
  "an unknown parameter refused that was never sent": [
    always(() => failure(400, "top_k is not allowed")),
    { error: ["model_failing", 7], detail: /top_k/, requests: 1 },
  ],
  "a key refused": [
    always(() => failure(401, `Incorrect API key provided: ${API_KEY}`)),
    { error: ["model_key_refused", 6], detail: /\*\*\*/, requests: 1 },
  ],
  "an empty answer": [saying(""), { error: ["model_failing", 7], detail: /empty/, requests: 1 }],
  "thoughts alone": [
    saying("<think>Hm, what now?</think>"),
    { error: ["model_failing", 7], detail: /the model reasoned/, requests: 1 },
  ],
  "429 once, with Retry-After in seconds": [
    once(() => failure(429, "slow down", { "Retry-After": "2" })),
    { requests: 3, stderr: /waits 2(\.\d)? s, as the endpoint asks/ },
  ],
  "429 once, with Retry-After as a date": [
    once(() =>
      failure(429, "slow down", {
        "Retry-After": "Tue, 28 Jul 2026 12:00:09 GMT",
        "Date": "Tue, 28 Jul 2026 12:00:00 GMT",
      })
    ),
    { requests: 3, stderr: /waits 9(\.\d)? s, as the endpoint asks/ },
  ],
  "429 once, with its own limits told": [
    once(() =>
      failure(429, "rate_limit_exceeded", { "X-RateLimit-Limit": "1", "X-RateLimit-Remaining": "0" })
    ),
    { requests: 3, stderr: /endpoint answered: 429 rate_limit_exceeded; mcpdemo waits 0\.\d s\./ },
  ],
  "429 for ever": [
    always(() => failure(429, "rate_limit_exceeded")),
    { error: ["model_rate_limited", 7], detail: /rate_limit_exceeded/, requests: 3 },
  ],
  "429 for longer than --timeout": [
    always(() => failure(429, "come back tomorrow", { "Retry-After": "86400" })),
    { error: ["model_rate_limited", 7], detail: /tomorrow/, requests: 1 },
  ],
  "503 once": [once(() => failure(503, "loading the model")), { requests: 3 }],
  "500 for ever": [
    always(() => failure(500, "CUDA out of memory")),
    {
      error: ["model_failing", 7],
      detail: /500 CUDA out of memory/,
      stderr: /endpoint answered: 500 CUDA out of memory; mcpdemo waits/,
      requests: 3,
    },
  ],
  "502 for ever, as a page": [
    always(() => new Response("<html><head><title>502 Bad Gateway</title></head></html>", { status: 502 })),
    { error: ["model_failing", 7], detail: /502 Bad Gateway/, requests: 3 },
  ],
  "an error in the middle": [
    {
      ...saying("It is noon at last."),
      events: (events) => [...events.slice(0, 2), 'data: {"error":{"message":"the engine died"}}\n\n'],
      completion: (completion) =>
        JSON.stringify(completion).includes("message")
          ? { ...completion, error: { message: "the engine died" } }
          : completion,
    },
    { stdout: /^(It is n)?$/, error: ["model_failing", 7], detail: /the engine died/, requests: 1 },
  ],
  "a hang-up in the middle of a text": [
    { ...saying("It is noon at last."), events: (events) => [...events.slice(0, 2), new Error("hung up")] },
    {
      streamed: { stdout: "It is n\n", status: 7, stderr: /not complete: the model endpoint broke off/ },
      stdout: "",
      error: ["model_failing", 7],
      requests: 1,
    },
  ],
  "a hang-up in the middle of a call": [
    { events: (events) => [...events.slice(0, 3), new Error("hung up")] },
    { streamed: { error: ["model_broke_off", 7] }, error: ["model_failing", 7], requests: 1 },
  ],
  "429 once the tools have run": [
    { refuse: (_asked, count) => count === 2 ? failure(429, "slow down") : undefined },
    { requests: 3 },
  ],
  ...Object.fromEntries(
    [
      '<tool_call>\n{"name": "get_current_time", "arguments": {}}\n</tool_call>',
      '{"name": "get_current_time", "arguments": {"timezone": "Asia/Tokyo"}}',
      '```json\n{"name": "get_current_time", "parameters": {}}\n```',
      '[TOOL_CALLS][{"name": "get_current_time", "arguments": {}}]',
      '<function=get_current_time>{"timezone": "Asia/Tokyo"}</function>',
    ].map((text): [string, Row] => [`a call as text: ${text.split("\n")[0]}`, [
      saying(text),
      { stdout: "", error: ["model_call_as_text", 7], requests: 1 },
    ]]),
  ),
  "a call as text behind words": [
    saying('I shall look.\n<tool_call>{"name": "get_current_time", "arguments": {}}</tool_call>'),
    { stdout: /^I shall look/, error: ["model_call_as_text", 7], requests: 1 },
  ],
  "an answer about calls, which is none": [
    saying('A call looks like {"name": "x", "arguments": {}}, often within `<tool_call>`.'),
    { stdout: /^A call looks like/, requests: 1 },
  ],
  "an answer in JSON, which is none": [
    saying('{"name": "Tokyo", "time": "21:05"}'),
    { stdout: '{"name": "Tokyo", "time": "21:05"}\n', requests: 1 },
  ],
  ...Object.fromEntries(
    ["application/json", "text/plain", "text/html", ""].map((type): [string, Row] => [
      `a stream under the content type ${JSON.stringify(type)}`,
      [{ type }],
    ]),
  ),
  "JSON under the content type of event streams": [
    { isNeverStreamed: true, type: "text/event-stream" },
  ],
  ...Object.fromEntries(
    ["data: ping", ": a comment", "data:  [DONE] ", 'data: "[DONE]"', "data: [done]"].map((
      line,
    ): [string, Row] => [
      `${line} in the place of the end mark`,
      [{ events: (events) => [...events.slice(0, -1), `${line}\n\n`] }],
    ]),
  ),
  ...Object.fromEntries(
    ["data: {broken", 'data: {"error":{"message":"late"}}', "garbage", "event: error\ndata: late"].flatMap((
      line,
    ) =>
      ["before", "after"].map((place): [string, Row] => [`${line.replace("\n", " ")} ${place} [DONE]`, [{
        events: (events) =>
          place === "after"
            ? [...events, `${line}\n\n`]
            : [...events.slice(0, -1), `${line}\n\n`, events.at(-1)!],
      }]])
    ),
  ),
  "an end mark and no finish_reason": [{
    ...finishing(null),
    events: (events) => [...events.slice(0, -1), "data:  [DONE] \n\n"],
  }],
  "a template without tools": [
    { ...saying("It is 3 o'clock."), ...counting({ prompt_tokens: 36 }) },
    { stdout: "It is 3 o'clock.\n", stderr: /read only 36 tokens, fewer than the tools need/, requests: 1 },
  ],
  ...Object.fromEntries(
    [
      { prompt_tokens: 36, prompt_tokens_details: { cached_tokens: 800 } },
      { prompt_tokens: 36, cache_read_input_tokens: 800 },
      { prompt_tokens: 0 },
      { completion_tokens: 3 },
      {},
    ].map((usage): [string, Row] => [`an answer without a call, and the usage ${JSON.stringify(usage)}`, [
      { ...saying("It is 3 o'clock."), ...counting(usage) },
      { stdout: "It is 3 o'clock.\n", stderr: /^(?!.*fewer than)/s, requests: 1 },
    ]]),
  ),
  "calls of tools that take few tokens": [counting({ prompt_tokens: 36 }), {
    stderr: /^(?!.*the tools need)/s,
  }],
  "a prompt read in part": [
    { completion: (completion) => ({ ...completion, usage: { prompt_tokens: 3, completion_tokens: 1 } }) },
    { stderr: /read 3 tokens, fewer than mcpdemo sent/ },
  ],
};
