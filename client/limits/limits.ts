/**
 * How much a server or a model endpoint may send. One that exceeds a limit ends the run with an error (exit
 * status 10).
 *
 * Honest ones stay far below each limit.
 *
 * @module
 */
import { type ErrorCode, UserError } from "../../cli/errors.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Bytes of one JSON body or one event, after decompression. */
export const MESSAGE_BYTES = 16 * MIB;

/**
 * Bytes of all events that answer one POST. A stream opened by GET has no limit: it may be open for
 * a long time.
 */
export const STREAM_BYTES = 64 * MIB;

/** Nested arrays and objects in a message: the code that reads it, here or in a library, is recursive. */
export const DEPTH = 128;

/** Pages of one list of tools. */
export const PAGES = 100;

/** Tools of one server. */
export const TOOLS = 1_000;

/**
 * Characters of all tool definitions of a server: names, descriptions and schemas. That is about 64,000 tokens,
 * half of a usual context. Servers with a hundred tools stay below it.
 */
export const DEFINITION_CHARACTERS = 256 * KIB;

/** Requests of the server that we have not answered yet: each answer is an HTTP request. */
export const OPEN_REQUESTS = 100;

/** Forms that a server may show to the user in one run. */
export const FORMS = 50;

/** Progress notifications of one call; later ones are not shown. One a second for two hours is fewer. */
export const PROGRESS = 10_000;

/** Called with the error when a server exceeds a limit; it must end the run. */
export type OnExceeded = (error: UserError) => void;

/**
 * The error for a server or a model endpoint that exceeds a limit.
 *
 * @param most the limit, as a count or in bytes
 */
export function exceeded(
  code: Extract<ErrorCode, `${"mcp" | "model"}_${"sends" | "lists" | "nests" | "asks"}_${string}`>,
  url: URL | string,
  most: number,
): UserError {
  const shown = most % MIB === 0
    ? `${most / MIB} MiB`
    : most % KIB === 0
    ? `${most / KIB} KiB`
    : String(most);
  return new UserError(code, { url: String(url), most: shown });
}
