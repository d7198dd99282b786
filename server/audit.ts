/**
 * The audit file: a JSON line for each tool call, whose key was accepted or refused. It holds no key, and no
 * argument: their hash shows whether two calls were the same.
 *
 * @module
 */
import { createHash } from "node:crypto";

/** How a call ended. `error` is a JSON-RPC error. */
export type CallStatus = "ok" | "tool_error" | "input_required" | "error" | "cancelled";

/** A tool call that is over. */
export interface CallRecord {
  /** Of the key. */
  readonly keyId: string;
  /** The name that the client gave. */
  readonly tool: string;
  /** What the client gave. */
  readonly args: unknown;
  readonly status: CallStatus;
  /** Milliseconds from its arrival to its answer. */
  readonly ms: number;
}

/** Receives what is audited. Its methods never throw, and never wait. */
export interface Audit {
  call(record: CallRecord): void;
  /** A request without an accepted key. It may or may not have been a call: its body is not read. */
  refused(httpStatus: number): void;
}

/** An audit that is written to a file. */
export interface AuditWriter extends Audit {
  /** Writes what waits, if the file takes it within `ms` milliseconds. */
  close(ms?: number): Promise<void>;
}

/** Where the lines go. */
export interface AuditFile {
  /** Appends text; rejects if it cannot. */
  append(text: string): Promise<void>;
}

/** Characters that wait for the file at most. Lines beyond are dropped, and counted in a later line. */
const MAX_WAITING = 1024 * 1024;

/** Refused keys in a second that get a line: somebody who tries keys must not fill the disk. */
const MAX_REFUSED = 10;

/** Characters of a tool's name: the client chooses it. */
const MAX_NAME = 128;

/**
 * Creates the writer of an audit file.
 *
 * @param now in milliseconds since 1970
 * @param onFailure called with the reason when lines begin to be lost
 */
export function createAudit(
  file: AuditFile,
  now: () => number,
  onFailure: (reason: string) => void,
): AuditWriter {
  let waiting: string[] = [];
  let characters = 0;
  let dropped = 0;
  let isFailing = false;
  let writing: Promise<void> | undefined;
  let second = 0;
  let refusedInSecond = 0;

  const line = (fields: Record<string, unknown>) =>
    JSON.stringify({ time: new Date(now()).toISOString(), ...fields }) + "\n";

  const add = (fields: Record<string, unknown>) => {
    const text = line(fields);
    if (characters + text.length > MAX_WAITING) {
      dropped++;
      return;
    }
    waiting.push(text);
    characters += text.length;
    writing ??= write().finally(() => writing = undefined);
  };

  const write = async () => {
    do {
      const lines = waiting;
      waiting = [];
      characters = 0;
      const lost = dropped;
      const text = (lost > 0 ? line({ event: "dropped", count: lost }) : "") + lines.join("");
      try {
        await file.append(text);
        dropped -= lost;
        isFailing = false;
      } catch (error) {
        dropped += lines.length;
        if (!isFailing) onFailure(error instanceof Error ? error.message : String(error));
        isFailing = true;
        return;
      }
    } while (waiting.length > 0);
  };

  return {
    call({ keyId, tool, args, status, ms }) {
      add({
        event: "call",
        key: keyId,
        tool: tool.slice(0, MAX_NAME),
        status,
        ms: Math.round(ms * 100) / 100,
        arguments: hashOf(args),
      });
    },
    refused(httpStatus) {
      const current = Math.floor(now() / 1000);
      if (current !== second) [second, refusedInSecond] = [current, 0];
      if (++refusedInSecond > MAX_REFUSED) dropped++;
      else add({ event: "refused", http: httpStatus });
    },
    async close(ms = 500) {
      if (dropped > 0) writing ??= write();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<void>((resolve) => timer = setTimeout(resolve, ms));
      await Promise.race([writing, late]);
      clearTimeout(timer);
    },
  };
}

/** `sha256:` and the hash of the arguments' JSON, as the client sent them. */
function hashOf(args: unknown): string {
  return "sha256:" + createHash("sha256").update(JSON.stringify(args) ?? "").digest("hex");
}
