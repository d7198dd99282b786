/**
 * The offline model as an endpoint with quirks: `(Request) → Response`.
 *
 * @module
 */
import { OFFLINE_MODEL } from "../offline/fetch.ts";
import { decide, type OfflineTool } from "../offline/rules.ts";
import { type Asked, failure, type Plan, type Quirk, replyWith } from "./quirk.ts";

/** Bytes of a request's body. */
const MAX_BODY = 16 * 1024 * 1024;

/**
 * Makes the endpoint: `GET /v1/models` and `POST /v1/chat/completions`.
 *
 * @param onRequest called with each request's method, path and the status of its answer
 */
export function createQuirkEndpoint(
  quirks: readonly Quirk[],
  onRequest: (method: string, path: string, status: number) => void = () => {},
): (request: Request) => Promise<Response> {
  let count = 0;
  const quirk = together(quirks);
  const answer = async (request: Request, path: string): Promise<Response> => {
    if (request.method === "GET" && path === "/v1/models") {
      return Response.json({
        object: "list",
        data: [{ id: OFFLINE_MODEL, object: "model", owned_by: "mcpdemo" }],
      });
    }
    if (request.method !== "POST" || path !== "/v1/chat/completions") {
      return failure(404, `Unknown request URL: ${request.method} ${path}`);
    }
    const asked = await bodyOf(request);
    if (!Array.isArray(asked?.messages)) return failure(400, "'messages' must be an array.");
    const refusal = await quirk.refuse?.(asked, ++count);
    if (refusal) return refusal;
    const norm = planOf(asked);
    return replyWith(quirk.plan?.(norm, asked) ?? norm, quirk, asked.stream === true);
  };
  return async (request) => {
    const { pathname } = new URL(request.url);
    const response = await answer(request, pathname);
    onRequest(request.method, pathname, response.status);
    return response;
  };
}

async function bodyOf(request: Request): Promise<Asked> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY) return undefined;
  return await request.json().catch(() => undefined);
}

/** What the offline model decides. */
function planOf(asked: Asked): Plan {
  const tools = Array.isArray(asked.tools)
    ? asked.tools.map((tool: Asked): OfflineTool => tool?.function ?? tool)
    : [];
  const decision = decide({ messages: asked.messages, tools });
  if ("text" in decision) return { text: decision.text, calls: [], finish: "stop" };
  const calls = decision.calls.map(({ name, arguments: args }, index) => ({
    id: `call${String(asked.messages.length * 100 + index).padStart(5, "0")}`,
    name,
    args: JSON.stringify(args),
  }));
  return { text: "", calls, finish: "tool_calls" };
}

/** One quirk that does what all of these do, in their order. */
function together(quirks: readonly Quirk[]): Quirk {
  const inTurn =
    <A extends unknown[], T>(hooks: readonly (((value: T, ...rest: A) => T) | undefined)[]) =>
    (value: T, ...rest: A): T => hooks.reduce((result, hook) => hook?.(result, ...rest) ?? result, value);
  const type = quirks.findLast((quirk) => quirk.type !== undefined)?.type;
  return {
    async refuse(asked, count) {
      for (const { refuse } of quirks) {
        const refusal = await refuse?.(asked, count);
        if (refusal) return refusal;
      }
      return undefined;
    },
    plan: inTurn(quirks.map(({ plan }) => plan)),
    call: inTurn(quirks.map(({ call }) => call)),
    message: inTurn(quirks.map(({ message }) => message)),
    completion: inTurn(quirks.map(({ completion }) => completion)),
    text: inTurn(quirks.map(({ text }) => text)),
    // An error stands for the place where the connection breaks, after which nothing comes.
    events: (lines) =>
      quirks.reduce<readonly (string | Error)[]>((events, quirk) => {
        if (!quirk.events) return events;
        const end = events.findIndex((event) => event instanceof Error);
        const texts = (end < 0 ? events : events.slice(0, end)).filter((event) => typeof event === "string");
        return [...quirk.events(texts), ...(end < 0 ? [] : events.slice(end, end + 1))];
      }, lines),
    isUncut: quirks.some(({ isUncut }) => isUncut),
    isNeverStreamed: quirks.some(({ isNeverStreamed }) => isNeverStreamed),
    ...(type === undefined ? {} : { type }),
  };
}
