/**
 * HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/), which browser tools can open.
 *
 * Custom fields begin with `_`, as the format requires.
 *
 * @typedef {import("../exchange.ts").Exchange} Exchange
 * @typedef {import("../exchange.ts").TraceEra} TraceEra
 * @typedef {import("../step_kind.ts").StepKind} StepKind
 *
 * @callback Explain
 * @param {StepKind} step
 * @param {TraceEra | undefined} era
 * @returns {{ readonly title: string, readonly text: string } | undefined}
 */

/**
 * The exchanges as the text of a HAR file.
 *
 * @param {readonly Exchange[]} exchanges
 * @param {string} version of mcpdemo
 * @param {Explain} explain
 */
export function harOf(exchanges, version, explain) {
  const log = {
    version: "1.2",
    creator: { name: "mcpdemo", version },
    pages: [],
    entries: exchanges.map((exchange) => entryOf(exchange, explain)),
  };
  return JSON.stringify({ log }, null, 2) + "\n";
}

/** @param {Exchange} exchange @param {Explain} explain */
function entryOf(exchange, explain) {
  const { startedAt, headMs = 0, ms = headMs, step, cause, peer, era, session, events, failure } = exchange;
  const { title, text } = explain(step, era) ?? { title: step, text: "" };
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

/** @param {Exchange} exchange */
function requestOf({ method, url, requestHeaders, requestBody, requestBytes }) {
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

/** @param {Exchange} exchange */
function responseOf(exchange) {
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

/** The body, or the events as they were sent. @param {Exchange} exchange */
function responseText({ peer, responseBody = "", events }) {
  if (responseBody !== "" || peer === "model") return responseBody;
  return events.map(({ event, id, data }) =>
    (event === "message" ? "" : `event: ${event}\n`) + (id === undefined ? "" : `id: ${id}\n`) +
    data.split("\n").map((line) => `data: ${line}\n`).join("") + "\n"
  ).join("");
}

/** @param {Readonly<Record<string, string>>} headers */
function pairs(headers) {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}
