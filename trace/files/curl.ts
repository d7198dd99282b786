/**
 * The MCP requests of a run as a bash script of curl commands.
 *
 * A record is untrusted: nothing in it reaches the shell unquoted.
 *
 * @module
 */
import type { Language } from "../../cli/language.ts";
import { oneLine } from "../../cli/printable.ts";
import type { Exchange } from "../exchange.ts";
import { explain } from "../explain/explanation.ts";
import { requestSummary } from "../steps/summary.ts";
import { type CurlWords, curlWords, preamble } from "./curl_words.ts";

/** The exchanges as a script; comments name what cannot be replayed. */
export function toCurl(exchanges: readonly Exchange[], language: Language): string {
  const words = curlWords(language);
  const origins = [...new Set(exchanges.filter((each) => isMcp(each) && !whyNot(each, words)).map(originOf))];
  const servers = origins.map((origin, index) => {
    const address = index === 0 ? `\${MCP_SERVER_URL:-${quoted(origin)}}` : quoted(origin);
    return `server${index + 1}=${address}`;
  });
  const steps = exchanges.map((exchange) => {
    const { title } = explain(exchange.step, language, exchange.era);
    const server = `server${origins.indexOf(originOf(exchange)) + 1}`;
    const heading = `${exchange.id}. ${oneLine(title)}`;
    return [`# ${heading}`, ...commandOf(exchange, server, heading, words)].join("\n");
  });
  return [preamble(words, origins.find(isLoopback)), servers.join("\n"), ...steps].join("\n\n") + "\n";
}

function isLoopback(origin: string): boolean {
  return /^http:\/\/(localhost|127\.[\d.]+|\[::1\])(:|$)/.test(origin);
}

function isMcp({ peer }: Exchange): boolean {
  return peer === "mcp_server";
}

function originOf({ url }: Exchange): string {
  return URL.parse(url)?.origin ?? "";
}

function commandOf(exchange: Exchange, server: string, heading: string, words: CurlWords): string[] {
  if (!isMcp(exchange)) return [`# ${words.model} ${oneLine(requestSummary(exchange))}`.trimEnd()];
  const problem = whyNot(exchange, words);
  if (problem) return [`# ${problem}`];
  const { id, step, era, rpc, session } = exchange;
  // A request refused in the recording may be refused again; any other failure ends the script.
  const mayFail = (exchange.status ?? 0) >= 400;
  const name = session?.replace("-", "");
  const say = `say ${quoted(heading)}`;
  if (step === "stream_2024") {
    return [say, `listen ${name} ${curl(exchange, server)}`, `endpoint ${name} "$${server}"`];
  }
  if (era === "2024" && name) {
    const told = `tell ${mayFail ? "" : "--fail "}${curl(exchange, server)}`;
    return rpc?.id === undefined
      ? [say, told]
      : [say, told, `answer ${name} ${quoted(JSON.stringify(rpc.id))}`];
  }
  const run = `run ${id} ${mayFail ? "" : "--fail-with-body "}${curl(exchange, server)}`;
  return step === "initialize" ? [say, run, `${name ?? "session"}=$(session_of ${id})`] : [say, run];
}

/** Why a request cannot be replayed; `undefined` if it can. */
function whyNot(exchange: Exchange, words: CurlWords): string | undefined {
  const { step, events, method, requestBody, requestBytes, failure, status, session } = exchange;
  const sent = new TextEncoder().encode(requestBody).length;
  if (!/^[A-Z]+$/.test(method) || !/^https?:\/\//.test(exchange.url)) return words.strange;
  if (session !== undefined && !/^session-\d+$/.test(session)) return words.strange;
  if (failure !== undefined && status === undefined) return words.failed;
  if (step === "stream_2025" || step === "stream_resumed" || step === "subscriptions_listen") {
    return words.stream;
  }
  if (step === "stream_2024" && session === undefined) return words.failed;
  const asksBack = events.some(({ step }) => step === "elicitation" || step === "server_request");
  if (step === "answer_to_server" || (asksBack && exchange.era !== "2024")) return words.asksBack;
  if (step === "tools_call_again") return words.sealed;
  return sent < requestBytes && requestBody.length >= 64 * 1024 ? words.cut : undefined;
}

/** Headers that curl or the connection sets. */
const OWN_HEADERS = new Set(["host", "content-length", "connection", "accept-encoding", "user-agent"]);

function curl({ method, url, requestHeaders, requestBody, session, era }: Exchange, server: string): string {
  const name = session?.replace("-", "");
  const { pathname, search } = URL.parse(url)!;
  const address = era === "2024" && method === "POST" && name
    ? `"$${name}_endpoint"`
    : `"$${server}"${quoted(pathname + search)}`;
  const headers = Object.entries(requestHeaders).flatMap(([header, value]) => {
    // curl would read a file if a header name began with @.
    if (OWN_HEADERS.has(header) || !/^[a-z0-9][a-z0-9-]*$/.test(header) || /[\r\n]/.test(value)) return [];
    if (header === "authorization") return ['-H "Authorization: Bearer ${MCP_SERVER_AUTH_KEY:-}"'];
    if (header === "mcp-session-id") return [`-H "Mcp-Session-Id: \${${name ?? "session"}:-}"`];
    return [`-H ${quoted(`${header}: ${value}`)}`];
  });
  const body = requestBody === "" ? [] : [`--data-raw ${quoted(requestBody)}`];
  return [`-X ${method} ${address}`, ...headers, ...body].join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("\0", "").replaceAll("'", `'\\''`)}'`;
}
