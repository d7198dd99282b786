/** Is this server of the newest era? One `server/discover` asks it. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type Implementation,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/client";
import { createParser } from "eventsource-parser";
import type { Fetch } from "../../lib/fetch.ts";
import { isEventStream } from "../../lib/media_type.ts";
import {
  classifyAnswer,
  type HttpAnswer,
  MODERN_REVISION,
  unreachableFailure,
  type Verdict,
} from "./classify_answer.ts";

/** The same in every era: a server may ask the person back, by a form. */
export const CLIENT_CAPABILITIES = { elicitation: { form: {} } };

const PROBE_ID = "discover";

/** A `server/discover` answer is small; more than this is no answer to it. */
const MAX_BYTES = 1024 * 1024;

/** Asks, and once more where the server refuses our revision and then offers it. */
export async function probe(
  fetch: Fetch,
  url: URL,
  clientInfo: Implementation,
  signal: AbortSignal,
): Promise<Verdict> {
  const verdict = await probeOnce(fetch, url, clientInfo, signal);
  return verdict.kind === "failure" && verdict.offersOurs
    ? await probeOnce(fetch, url, clientInfo, signal)
    : verdict;
}

async function probeOnce(
  fetch: Fetch,
  url: URL,
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
    answer = { status: response.status, headers: response.headers, body: await readText(response) };
  } catch (error) {
    return unreachableFailure(error, url);
  }
  return classifyAnswer(answer, url);
}

/** At most {@linkcode MAX_BYTES} characters of the body; of an event stream, no more than up to the answer. */
export async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  // A stream need not end with its answer. It is read as it comes: all of it anew for every chunk would be
  // work square to its length, which a server chooses.
  let isAnswered = false;
  const parser = createParser({ onEvent: ({ data }) => void (isAnswered ||= isAnswer(data)) });
  const isStream = isEventStream(response.headers);
  for await (const chunk of response.body ?? []) {
    const piece = decoder.decode(chunk, { stream: true });
    text += piece;
    if (isStream) parser.feed(piece);
    if (isAnswered || text.length > MAX_BYTES) break;
  }
  return text;
}

function isAnswer(data: string): boolean {
  try {
    return JSON.parse(data)?.id === PROBE_ID;
  } catch {
    return false;
  }
}
