/**
 * What a server may send, at most. What goes beyond ends the run, by an error of its own (exit status 10).
 *
 * Honest servers stay far below each of them.
 */
import { type ErrorCode, UserError } from "../../cli/errors.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Bytes of one JSON body or one event, after decompression. */
export const MESSAGE_BYTES = 16 * MIB;

/** Bytes of all events that follow one POST. A stream that is opened by GET may live long. */
export const STREAM_BYTES = 64 * MIB;

/** Levels of arrays and objects in a message: what walks through it, here or in a library, is recursive. */
export const DEPTH = 128;

/** Pages of one list of tools. */
export const PAGES = 100;

/** Tools of one server. */
export const TOOLS = 1_000;

/**
 * Characters of all definitions of a server, names, descriptions and schemas: some 64,000 tokens, half of a
 * usual context. Servers with a hundred tools stay below it.
 */
export const DEFINITION_CHARACTERS = 256 * KIB;

/** Requests of the server that have no answer yet: each answer is a request of ours. */
export const OPEN_REQUESTS = 100;

/** Forms for the person in one run. */
export const FORMS = 50;

/** Told progress of one call; what comes after is not shown. A count of one hour by seconds fits in. */
export const PROGRESS = 10_000;

/** Told to whoever can end the run. */
export type OnExceeded = (error: UserError) => void;

export function exceeded(
  code: Extract<ErrorCode, `mcp_${"sends" | "lists" | "nests" | "asks"}_${string}`>,
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
