/**
 * A fault that `serve --lab` stages at the HTTP edge, between the socket and the app.
 *
 * @module
 */
import { asObject } from "../../lib/json.ts";
import { isEventStream } from "../../lib/media_type.ts";
import type { App } from "../app.ts";
import type { Peer } from "../endpoint.ts";
import { pathOf } from "../path.ts";

/** Answers a request, as an app does. */
export type Handler = (request: Request, peer: Peer) => Promise<Response>;

/**
 * Stages a fault around a handler.
 *
 * @param another makes a second server, which knows nothing of the first
 */
export type Lab = (next: Handler, another: () => App) => Handler;

/** Whether a request is for an MCP endpoint; faults leave the other pages alone. */
export function isForMcp(request: Request): boolean {
  return ["/mcp", "/sse", "/messages"].includes(pathOf(request));
}

/** A lab that answers requests to the endpoints itself; `undefined` leaves one to the server. */
export function answering(
  answer: (request: Request, count: number) => Response | undefined | Promise<Response | undefined>,
): Lab {
  return (next) => {
    let count = 0;
    return async (request, peer) =>
      (isForMcp(request) ? await answer(request, ++count) : undefined) ?? await next(request, peer);
  };
}

/** A lab that changes answers of the endpoints. */
export function changing(change: (response: Response) => Response | Promise<Response>): Lab {
  return (next) => async (request, peer) => {
    const response = await next(request, peer);
    return isForMcp(request) ? await change(response) : response;
  };
}

/** A lab that changes the JSON-RPC messages of the server, in the body of an answer or in its events. */
export function rewriting(rewrite: (message: Record<string, unknown>) => unknown): Lab {
  const rewritten = (text: string) => {
    const message = parsed(text);
    return message === undefined ? text : JSON.stringify(rewrite(message));
  };
  return changing(async (response) => {
    const type = response.headers.get("content-type") ?? "";
    if (isEventStream(response.headers) && response.body) {
      return new Response(response.body.pipeThrough(eachData(rewritten)), response);
    }
    return type.includes("json") ? new Response(rewritten(await response.text()), response) : response;
  });
}

/** A lab that changes the result of each call, or of each list of tools. */
export function rewritingResult(
  member: "tools" | "content",
  rewrite: (result: Record<string, unknown>) => Record<string, unknown>,
): Lab {
  return rewriting((message) => {
    const result = asObject(message.result);
    return Array.isArray(result[member]) ? { ...message, result: rewrite(result) } : message;
  });
}

/** The JSON-RPC method of a POST, without using up its body. */
export async function methodIn(request: Request): Promise<string | undefined> {
  if (request.method !== "POST") return undefined;
  const { method } = asObject(parsed(await request.clone().text()));
  return typeof method === "string" ? method : undefined;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? value as Record<string, unknown>
      : undefined;
  } catch {
    return undefined;
  }
}

/** Changes the text after `data: ` of each line of a stream. */
function eachData(change: (data: string) => string): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = "";
  return new TransformStream({
    transform(piece, controller) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
      rest = lines.pop()!;
      const changed = lines.map((line) =>
        line.startsWith("data: ") ? `data: ${change(line.slice(6))}` : line
      );
      if (lines.length > 0) controller.enqueue(encoder.encode(changed.join("\n") + "\n"));
    },
    flush: (controller) => controller.enqueue(encoder.encode(rest)),
  });
}
