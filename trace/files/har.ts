/**
 * HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/), as browsers' tools open it.
 *
 * What HAR has no field for stands in fields of ours, which begin with `_` as the format asks.
 *
 * @module
 */
import type { Language } from "../../cli/language.ts";
import type { Exchange, TraceHeaders } from "../exchange.ts";
import { explain } from "../explain/explanation.ts";

/** What a HAR file needs to be told. */
export interface HarOptions {
  readonly language: Language;
  /** Of mcpdemo. */
  readonly version: string;
}

/** The exchanges as the text of a HAR file. */
export function toHar(exchanges: readonly Exchange[], { language, version }: HarOptions): string {
  const log = {
    version: "1.2",
    creator: { name: "mcpdemo", version },
    pages: [],
    entries: exchanges.map((exchange) => entryOf(exchange, language)),
  };
  return JSON.stringify({ log }, null, 2) + "\n";
}

function entryOf(exchange: Exchange, language: Language) {
  const { startedAt, headMs = 0, ms = headMs, step, cause, peer, era, session, events, failure } = exchange;
  const { title, text } = explain(step, language, era);
  return {
    startedDateTime: startedAt,
    time: ms,
    request: requestOf(exchange),
    response: responseOf(exchange),
    cache: {},
    timings: { send: 0, wait: headMs, receive: ms - headMs },
    comment: `${title}. ${text}`,
    _id: exchange.id,
    _peer: peer,
    _step: step,
    ...(era === undefined ? {} : { _era: era }),
    ...(session === undefined ? {} : { _session: session }),
    ...(cause === undefined ? {} : { _cause: cause }),
    ...(failure === undefined ? {} : { _error: failure }),
    ...(events.length === 0 ? {} : { _events: events }),
  };
}

function requestOf({ method, url, requestHeaders, requestBody, requestBytes }: Exchange) {
  const query = [...URL.parse(url)?.searchParams ?? []].map(([name, value]) => ({ name, value }));
  return {
    method,
    url,
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs(requestHeaders),
    queryString: query,
    ...(requestBody === ""
      ? {}
      : { postData: { mimeType: requestHeaders["content-type"] ?? "", text: requestBody } }),
    headersSize: -1,
    bodySize: requestBytes,
  };
}

function responseOf(exchange: Exchange) {
  const { status = 0, responseHeaders = {}, responseBytes = 0 } = exchange;
  const text = responseText(exchange);
  return {
    status,
    statusText: "",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs(responseHeaders),
    content: {
      size: responseBytes,
      mimeType: responseHeaders["content-type"] ?? "x-unknown",
      ...(text === "" ? {} : { text }),
    },
    redirectURL: responseHeaders.location ?? "",
    headersSize: -1,
    bodySize: responseBytes,
  };
}

/** The body, or the events as they stood on the wire. */
function responseText({ peer, responseBody = "", events }: Exchange): string {
  if (responseBody !== "" || peer === "model") return responseBody;
  return events.map(({ event, id, data }) =>
    (event === "message" ? "" : `event: ${event}\n`) + (id === undefined ? "" : `id: ${id}\n`) +
    data.split("\n").map((line) => `data: ${line}\n`).join("") + "\n"
  ).join("");
}

function pairs(headers: TraceHeaders) {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}
