/** Is this server of the newest era? One `server/discover` asks it. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type Implementation,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/client";
import type { Fetch } from "../auth/with_key.ts";
import {
  classifyAnswer,
  type HttpAnswer,
  jsonRpcOf,
  MODERN_REVISION,
  networkSetback,
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
    return networkSetback(error, url);
  }
  return classifyAnswer(answer, url);
}

/** At most {@linkcode MAX_BYTES} characters of the body. */
export async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    // A stream need not end with its answer.
    if (text.length > MAX_BYTES || jsonRpcOf(text, response.headers)?.id === PROBE_ID) break;
  }
  return text;
}
