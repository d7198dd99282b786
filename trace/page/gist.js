/**
 * The one line that says what a message is about.
 *
 * @typedef {import("./parts.ts").PageExchange} Exchange
 */

/** Longer than any row. */
const MOST = 300;

/**
 * What a request asks, beyond its method: the arguments, the name, the question.
 *
 * @param {Exchange} exchange
 */
export function requestGist({ peer, requestBody }) {
  const body = parsed(requestBody);
  if (peer === "model") {
    const last = body?.messages?.at?.(-1);
    return short(last?.content ?? "");
  }
  const params = body?.params;
  return short(
    params?.arguments ?? params?.uri ?? params?.name ?? params?.protocolVersion ?? params?.reason ??
      (body?.method ? "" : body?.result) ?? "",
  );
}

/**
 * What an answer says: the text of a result, the names of a list, the message of an error.
 *
 * @param {string | undefined} text
 */
export function answerGist(text) {
  const body = parsed(text);
  if (body === undefined) return short(text ?? "");
  const { result } = body;
  if (body.method === "notifications/progress") {
    const { progress, total, message } = body.params ?? {};
    return short(`${progress}${total === undefined ? "" : `/${total}`}${message ? `  ${message}` : ""}`);
  }
  if (typeof body.method === "string") return short(body.params?.message ?? body.params?.uri ?? "");
  if (body.error !== undefined) {
    return short(
      body.error?.message ? `${body.error.code} ${body.error.message}` : body.message ?? body.error,
    );
  }
  if (body.choices) return modelGist(body.choices[0]?.message);
  if (result === undefined) return short(body);
  const list = result.tools ?? result.resources ?? result.resourceTemplates ?? result.prompts;
  if (Array.isArray(list)) return short(list.map((each) => each?.name ?? "").join(", "));
  if (Array.isArray(result.content)) return short(result.content.map(textOf).join(" "));
  if (Array.isArray(result.contents)) return short(result.contents.map(textOf).join(" "));
  if (Array.isArray(result.completion?.values)) return short(result.completion.values.join(", "));
  const info = result.serverInfo ?? result._meta?.["io.modelcontextprotocol/serverInfo"];
  if (info) return short([info.name, info.version].join(" "));
  return short(Object.keys(result).length === 0 ? "" : result);
}

/** @param {any} message of a chat completion */
function modelGist(message) {
  const calls = message?.tool_calls;
  if (!Array.isArray(calls) || calls.length === 0) return short(message?.content ?? "");
  return short(
    calls.map((/** @type {any} */ call) => `${call?.function?.name}(${call?.function?.arguments})`).join(
      ", ",
    ),
  );
}

/** @param {any} part of a result's content */
function textOf(part) {
  return part?.text ?? `[${part?.type ?? part?.mimeType ?? "?"}]`;
}

/**
 * @param {string | undefined} text
 * @returns {any} `undefined` where it is no JSON object: the text may be cut
 */
export function parsed(text) {
  try {
    const value = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param {unknown} value */
function short(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "";
  return text.replace(/\s+/g, " ").slice(0, MOST);
}
