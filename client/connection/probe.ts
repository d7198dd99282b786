/**
 * Asks with `server/discover` whether a server is of the newest era (MCP 2026-07-28, `server/discover`).
 *
 * @module
 */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type Implementation,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/client";
import { createParser } from "eventsource-parser";
import type { Fetch } from "../../lib/fetch.ts";
import { isEventStream } from "../../lib/media_type.ts";
import { readText } from "../limits/read_text.ts";
import type { HttpAnswer, HttpRequest } from "../../findings/http.ts";
import { classifyAnswer, MODERN_REVISION, unreachableFailure, type Verdict } from "./classify_answer.ts";

/** What we declare in every era: a server may ask the user, by a form. */
export const CLIENT_CAPABILITIES = { elicitation: { form: {} } };

const PROBE_ID = "discover";

/** An answer to `server/discover` is far smaller. */
const MAX_CHARACTERS = 1024 * 1024;

/**
 * Asks whether a server is of the newest era, and once more if the server refuses our revision although it
 * lists it as supported. Never rejects: a request that fails is a verdict too.
 *
 * @param request the endpoint of the Streamable HTTP transport, and whether a key is sent
 */
export async function probe(
  fetch: Fetch,
  request: HttpRequest,
  clientInfo: Implementation,
  signal: AbortSignal,
): Promise<Verdict> {
  const verdict = await probeOnce(fetch, request, clientInfo, signal);
  return verdict.kind === "failure" && verdict.offersOurs
    ? await probeOnce(fetch, request, clientInfo, signal)
    : verdict;
}

async function probeOnce(
  fetch: Fetch,
  request: HttpRequest,
  clientInfo: Implementation,
  signal: AbortSignal,
): Promise<Verdict> {
  const params = {
    _meta: {
      [PROTOCOL_VERSION_META_KEY]: MODERN_REVISION,
      [CLIENT_INFO_META_KEY]: clientInfo,
      [CLIENT_CAPABILITIES_META_KEY]: CLIENT_CAPABILITIES,
    },
  };
  const { url } = request;
  let answer: HttpAnswer;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": MODERN_REVISION,
        "Mcp-Method": "server/discover",
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: PROBE_ID, method: "server/discover", params }),
      signal,
    });
    answer = { status: response.status, headers: response.headers, body: await readAnswer(response) };
  } catch (error) {
    return unreachableFailure(error, url);
  }
  return classifyAnswer(answer, request);
}

/**
 * The text of an answer: at most about a megabyte; an event stream is read only up to the answer,
 * since it may stay open afterwards.
 *
 * @throws what reading the body throws
 */
export async function readAnswer(response: Response, method = "server/discover"): Promise<string> {
  if (!isEventStream(response.headers)) return await readText(response, MAX_CHARACTERS);
  // Each piece is parsed once: parsing the whole text again for each would take a time that is quadratic in
  // its length, which the server chooses.
  let isAnswered = false;
  const parser = createParser({ onEvent: ({ data }) => void (isAnswered ||= isAnswer(data, method)) });
  return await readText(response, MAX_CHARACTERS, (piece) => {
    parser.feed(piece);
    return isAnswered;
  });
}

function isAnswer(data: string, method: string): boolean {
  try {
    const message = JSON.parse(data);
    // The first answer is that to `initialize`; its id may be wrong.
    return method === "initialize" ? "result" in message || "error" in message : message?.id === PROBE_ID;
  } catch {
    return false;
  }
}
