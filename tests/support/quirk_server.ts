/**
 * An OpenAI-compatible endpoint over HTTP with the quirks of real ones.
 *
 * It calls `get_current_time` for Tokyo and for London, in one turn, and answers with the tools'
 * results.
 */
import {
  type Asked,
  type Plan,
  type Quirk,
  replyWith,
  sinceQuestion,
} from "../../client/model/quirks/quirk.ts";

export interface QuirkServer extends AsyncDisposable {
  /** For `API_URL`. */
  readonly url: string;
  readonly asked: readonly Asked[];
}

export function startQuirkServer(quirk: Quirk): QuirkServer {
  const asked: Asked[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const body = await request.json();
    asked.push(body);
    const refusal = await quirk.refuse?.(body, asked.length);
    if (refusal) return refusal;
    const norm = planOf(body);
    return replyWith(quirk.plan?.(norm, body) ?? norm, quirk, body.stream);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    asked,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function planOf(asked: Asked): Plan {
  const results = sinceQuestion(asked).filter(({ role }) => role === "tool").map(({ content }) => content);
  if (results.length === 0) {
    const call = (id: string, timezone: string) => ({
      id,
      name: "get_current_time",
      args: JSON.stringify({ timezone }),
    });
    return {
      text: "",
      calls: [call("call_one", "Asia/Tokyo"), call("call_two", "Europe/London")],
      finish: "tool_calls",
    };
  }
  const times = results.map((result) => result.match(/\d\d:\d\d/)?.[0] ?? result);
  return { text: `The tools say: ${times.join(" and ")}.`, calls: [], finish: "stop" };
}
