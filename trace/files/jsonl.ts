/**
 * Our own record: one exchange per line, as documented in `docs/trace.md`.
 *
 * @module
 */
import type { Exchange } from "../exchange.ts";
import { asObject } from "../../lib/json.ts";
import { readJson } from "../steps/message.ts";
import { STEP_KINDS, type StepKind } from "../step_kind.ts";

/** The exchanges as lines of JSON. */
export function toJsonLines(exchanges: readonly Exchange[]): string {
  return exchanges.map((exchange) => JSON.stringify(exchange) + "\n").join("");
}

/**
 * Parses such lines.
 *
 * @returns the exchanges, and the numbers of the lines without one: a run may have been interrupted
 * while writing
 */
export function fromJsonLines(
  text: string,
): { readonly exchanges: readonly Exchange[]; readonly badLines: readonly number[] } {
  const exchanges: Exchange[] = [];
  const badLines: number[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const exchange = readExchange(readJson(line));
    if (exchange) exchanges.push(exchange);
    else badLines.push(index + 1);
  }
  return { exchanges, badLines };
}

const KINDS: ReadonlySet<unknown> = new Set(STEP_KINDS);

/** A file is untrusted: the fields that the views read must have the right types. */
function readExchange(value: unknown): Exchange | undefined {
  const {
    id,
    peer,
    client,
    step,
    era,
    startedAt,
    method,
    url,
    requestHeaders,
    requestBody,
    requestBytes,
    responseHeaders,
    responseBody,
    events,
  } = asObject(value);
  const isRight = Number.isInteger(id) && (peer === "mcp_server" || peer === "model") &&
    [client, startedAt, method, url, requestBody].every((each) => typeof each === "string") &&
    KINDS.has(step) && (era === undefined || ["2024", "2025", "2026"].includes(era as string)) &&
    !Number.isNaN(Date.parse(startedAt as string)) && typeof requestBytes === "number" &&
    areTexts(requestHeaders) && (responseHeaders === undefined || areTexts(responseHeaders)) &&
    (responseBody === undefined || typeof responseBody === "string") &&
    Array.isArray(events) && events.every(isEvent);
  return isRight ? value as Exchange : undefined;
}

function areTexts(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    Object.values(value).every((each) => typeof each === "string");
}

function isEvent(value: unknown): boolean {
  const { ms, event, data, step } = asObject(value);
  return typeof ms === "number" && typeof event === "string" && typeof data === "string" &&
    (step === undefined || KINDS.has(step as StepKind));
}
