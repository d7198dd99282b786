/**
 * The offline model as an OpenAI-compatible endpoint: `(Request) → Response`, streamed or not.
 *
 * The client that calls real endpoints uses it as its `fetch`, so that there is only one code path.
 *
 * @module
 */
import { decide, type Decision, type OfflineMessage, type OfflineTool } from "./rules.ts";

/** The name of the offline model. */
export const OFFLINE_MODEL = "mcpdemo-offline";
/** Its base URL, whose host never exists (RFC 2606 §2). */
export const OFFLINE_URL = "http://offline.mcpdemo.invalid/v1";

/** Answers `GET /v1/models` and `POST /v1/chat/completions`; anything else is a 404 or a 400. */
export async function offlineFetch(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method === "GET" && pathname === "/v1/models") {
    return Response.json({
      object: "list",
      data: [{ id: OFFLINE_MODEL, object: "model", owned_by: "mcpdemo" }],
    });
  }
  if (request.method !== "POST" || pathname !== "/v1/chat/completions") {
    return failure(404, `Unknown request URL: ${request.method} ${pathname}`);
  }
  let body: { messages?: unknown; tools?: unknown; stream?: unknown };
  try {
    body = await request.json();
  } catch {
    return failure(400, "The body is not valid JSON.");
  }
  if (!Array.isArray(body?.messages)) return failure(400, "'messages' must be an array.");
  const messages: OfflineMessage[] = body.messages;
  const tools = Array.isArray(body.tools)
    ? body.tools.map((tool): OfflineTool => tool?.function ?? tool)
    : [];
  const decision = decide({ messages, tools });
  // Ids are unique in a conversation, and have the form that every endpoint accepts.
  const id = (index: number) => `call${String(messages.length * 100 + index).padStart(5, "0")}`;
  return body.stream === true ? streamed(decision, id) : whole(decision, id);
}

type NewId = (index: number) => string;

function whole(decision: Decision, id: NewId): Response {
  const message = "text" in decision ? { role: "assistant", content: decision.text } : {
    role: "assistant",
    content: null,
    tool_calls: decision.calls.map(({ name, arguments: args }, index) => ({
      id: id(index),
      type: "function",
      function: { name, arguments: JSON.stringify(args) },
    })),
  };
  return Response.json({
    id: "chatcmpl-offline",
    object: "chat.completion",
    created: 0,
    model: OFFLINE_MODEL,
    choices: [{ index: 0, message, finish_reason: finishReason(decision) }],
  });
}

function streamed(decision: Decision, id: NewId): Response {
  const deltas: unknown[] = "text" in decision
    ? (decision.text.match(/\S+\s*/g) ?? []).map((content) => ({ content }))
    : decision.calls.flatMap(({ name, arguments: args }, index) => [
      { tool_calls: [{ index, id: id(index), type: "function", function: { name, arguments: "" } }] },
      { tool_calls: [{ index, function: { arguments: JSON.stringify(args) } }] },
    ]);
  const chunk = (delta: unknown, finish_reason: string | null) =>
    `data: ${
      JSON.stringify({
        id: "chatcmpl-offline",
        object: "chat.completion.chunk",
        created: 0,
        model: OFFLINE_MODEL,
        choices: [{ index: 0, delta, finish_reason }],
      })
    }\n\n`;
  const events = [
    chunk({ role: "assistant", content: "" }, null),
    ...deltas.map((delta) => chunk(delta, null)),
    chunk({}, finishReason(decision)),
    "data: [DONE]\n\n",
  ];
  return new Response(ReadableStream.from(events).pipeThrough(new TextEncoderStream()), {
    headers: { "Content-Type": "text/event-stream" },
  });
}

function finishReason(decision: Decision): string {
  return "text" in decision ? "stop" : "tool_calls";
}

/** An error as OpenAI writes it. */
export function failure(status: number, message: string, headers: HeadersInit = {}): Response {
  return Response.json({ error: { message, type: "invalid_request_error" } }, { status, headers });
}
