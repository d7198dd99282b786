/** Reads the JSON body of a POST within bounds; every refusal is a `Response`. */
import { isJsonContentType } from "@modelcontextprotocol/server";
import { isDeeperThan } from "../lib/json.ts";
import { answerableId, PARSE_ERROR, REFUSED, rpcError } from "./json_rpc.ts";
import type { Limits } from "./limits.ts";

export type JsonBody = { readonly value: unknown } | Response;

/** @param onBody told of the bytes when they are there, whatever they hold */
export async function readJson(
  request: Request,
  limits: Limits,
  onBody?: (bytes: Uint8Array) => void,
): Promise<JsonBody> {
  const refuse = (status: number, code: number, message: string, headers?: Record<string, string>) =>
    rpcError(status, code, message, { ...answerableId(request), ...(headers ? { headers } : {}) });

  if (!isJsonContentType(request.headers.get("content-type"))) {
    return refuse(415, REFUSED, "The Content-Type must be application/json.");
  }
  const bytes = await readBytes(request, limits.bodyBytes, limits.bodyMs);
  if (bytes === "too_large") {
    return refuse(413, REFUSED, `The body is larger than ${limits.bodyBytes} bytes.`, {
      Connection: "close",
    });
  }
  if (bytes === "too_slow") {
    return refuse(408, REFUSED, "The body did not arrive in time.", { Connection: "close" });
  }
  onBody?.(bytes);
  let value: unknown;
  try {
    // Request.json() would repair broken UTF-8 in silence.
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return refuse(400, PARSE_ERROR, "The body is not valid JSON in UTF-8.");
  }
  if (isDeeperThan(value, limits.jsonDepth)) {
    return refuse(400, PARSE_ERROR, `The body is nested deeper than ${limits.jsonDepth} levels.`);
  }
  return { value };
}

async function readBytes(
  request: Request,
  maxBytes: number,
  maxMs: number,
): Promise<Uint8Array | "too_large" | "too_slow"> {
  if (Number(request.headers.get("content-length")) > maxBytes) return "too_large";
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const deadline = Promise.withResolvers<"too_slow">();
  const timer = setTimeout(() => deadline.resolve("too_slow"), maxMs);
  try {
    while (true) {
      const read = await Promise.race([reader.read(), deadline.promise]);
      if (read === "too_slow") return read;
      if (read.done) return concat(chunks, size);
      size += read.value.length;
      if (size > maxBytes) return "too_large";
      chunks.push(read.value);
    }
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => {});
  }
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const all = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}
