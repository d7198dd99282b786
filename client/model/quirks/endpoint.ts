/**
 * The offline model as an endpoint with quirks: `(Request) → Response`.
 *
 * @module
 */
import { readAtMost } from "../../../lib/bytes.ts";
import { failure, offlineFetch } from "../offline/fetch.ts";
import { type Asked, type Plan, type PlannedCall, type Quirk, replyWith } from "./quirk.ts";

/** Bytes of a request's body. */
const MAX_BODY = 16 * 1024 * 1024;

/**
 * Makes the endpoint. The offline model answers, and the quirks change its replies to `POST /v1/chat/completions`.
 *
 * @param onRequest called with each request's method, path and the status of its answer
 */
export function createQuirkEndpoint(
  quirks: readonly Quirk[],
  onRequest: (method: string, path: string, status: number) => void = () => {},
): (request: Request) => Promise<Response> {
  let count = 0;
  const quirk = together(quirks);
  const complete = async (request: Request): Promise<Response> => {
    const body = await readAtMost(request.body, MAX_BODY);
    if (!body) return failure(413, "The body is larger than 16 MiB.");
    const whole = await offlineFetch(new Request(request.url, { method: "POST", body: unstreamed(body) }));
    if (!whole.ok) return whole;
    const asked: Asked = JSON.parse(new TextDecoder().decode(body));
    const refusal = await quirk.refuse?.(asked, ++count);
    if (refusal) return refusal;
    const norm = planIn(await whole.json());
    return replyWith(quirk.plan?.(norm, asked) ?? norm, quirk, asked.stream === true);
  };
  return async (request) => {
    const { pathname } = new URL(request.url);
    const isCompletion = request.method === "POST" && pathname === "/v1/chat/completions";
    const response = await (isCompletion ? complete(request) : offlineFetch(request));
    onRequest(request.method, pathname, response.status);
    return response;
  };
}

/** The same body, for a reply in one piece. What is not JSON stays, and gets the offline model's refusal. */
function unstreamed(body: Uint8Array<ArrayBuffer>): BodyInit {
  try {
    return JSON.stringify({ ...JSON.parse(new TextDecoder().decode(body)), stream: false });
  } catch {
    return body;
  }
}

/** What a whole completion says. */
function planIn({ choices: [{ message, finish_reason }] }: Asked): Plan {
  const calls = (message.tool_calls ?? []).map(({ id, function: called }: Asked): PlannedCall => ({
    id,
    name: called.name,
    args: called.arguments,
  }));
  return { text: message.content ?? "", calls, finish: finish_reason };
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
