/** Which tool is called in every era, and what its answer must look like. */

export const TOOL = "get_current_time";

/** The client's name in every request of a benchmark. */
export const CLIENT_INFO = { name: "mcpdemo-bench", version: "1" };

/** The headers of a POST that expects JSON or an event stream. */
export const JSON_HEADERS = {
  "Content-Type": "application/json",
  "Accept": "application/json, text/event-stream",
};

/** What is looked at in an answer. */
interface Answer {
  readonly id?: unknown;
  readonly result?: {
    readonly isError?: boolean;
    readonly structuredContent?: { readonly unix_seconds?: unknown };
  };
}

/** Whether a JSON text is the tool's answer to the call with this id. */
export function isAnswerTo(id: number, text: string): boolean {
  const { id: answered, result }: Answer = JSON.parse(text);
  const time = result?.structuredContent?.unix_seconds;
  return answered === id && result?.isError !== true && typeof time === "number";
}

/** Posts one JSON-RPC message. */
export async function post(
  url: string,
  message: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  return await fetch(url, { method: "POST", headers: { ...JSON_HEADERS, ...headers }, body, signal });
}

/** The body of a response that has the status; throws for any other status. */
export async function bodyOf(response: Response, status: number): Promise<string> {
  const text = await response.text();
  if (response.status === status) return text;
  throw new Error(`${response.url} answered with HTTP ${response.status}, not ${status}: ${text}`);
}
