/**
 * Redis, which replicas share: commands and messages that nobody waits for longer than a moment.
 *
 * @module
 */
import { Redis, ReplyError } from "ioredis";
import { networkReason } from "../../cli/error_text.ts";
import { UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";

/** Milliseconds for a command, and for a connection. */
const COMMAND_MS = 800;

/** Milliseconds between two looks at whether Redis answers. */
const LOOK_MS = 500;

/** Milliseconds between two attempts to connect, at most. */
const RETRY_MS = 500;

/** How many commands may wait for Redis at a time. */
const MAX_PENDING = 10_000;

/** A part of a command. */
export type Part = string | number;

/** What replicas share. */
export interface SharedRedis {
  /** Whether it answered when it was last asked. */
  readonly isUp: boolean;
  /** Runs a command. Rejects with {@linkcode RedisAway} at once while Redis is away, and else after a moment. */
  run(name: string, ...parts: readonly Part[]): Promise<unknown>;
  /** Runs commands as one transaction. Rejects as `run` does. */
  runAll(commands: readonly (readonly [string, ...Part[]])[]): Promise<void>;
  /** Runs a command for which nobody waits; it is dropped while Redis is away. */
  note(name: string, ...parts: readonly Part[]): void;
  /** Receives the messages of these channels, also after Redis has been away. */
  subscribe(channels: readonly string[], listener: (text: string) => void): Promise<void>;
  /** Closes the connections. */
  close(): void;
}

/** Thrown if Redis does not answer. */
export class RedisAway extends Error {}

/** Thrown if Redis answers with an error: it is full, or read-only, or the user has no right to the command. */
export class RedisRefusal extends Error {}

/** What a connection tells. */
export interface RedisEvents {
  /** Called when Redis stops answering, with the reason. */
  readonly onAway: (reason: string) => void;
  /** Called when it answers again. */
  readonly onReturn: () => void;
  /** Called with what Redis says if it refuses a command, when it says something new. */
  readonly onRefusal: (words: string) => void;
}

const OPTIONS = {
  lazyConnect: true,
  commandTimeout: COMMAND_MS,
  connectTimeout: COMMAND_MS,
  maxRetriesPerRequest: 0,
  // Otherwise a command given while Redis is away waits in memory until it is back.
  enableOfflineQueue: false,
  retryStrategy: (times: number) => Math.min(times * 50, RETRY_MS),
} as const;

/**
 * Connects.
 *
 * @param url `redis://` or, with TLS, `rediss://`; with the user's name and password, if it needs them
 * @throws {UserError} `redis_unreachable`, with the reason in Redis' own words
 */
export async function openRedis(
  url: URL,
  { onAway, onReturn, onRefusal }: RedisEvents,
): Promise<SharedRedis> {
  const commands = new Redis(url.href, OPTIONS);
  const messages = new Redis(url.href, OPTIONS);
  const both = [commands, messages];
  /** The first since all was well: what comes after is often a consequence of it. */
  let failure = "";
  for (const each of both) {
    each.on("error", (error: Error) => failure ||= oneLine(networkReason(error.message)));
  }
  const close = () => both.forEach((each) => each.status === "end" || each.disconnect());
  try {
    await Promise.all(both.map((each) => each.connect()));
  } catch (error) {
    close();
    throw unusable(url, failure || String(error), error);
  }

  let isUp = true;
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await Promise.all(both.map((each) => each.ping()));
      failure = "";
      if (isUp) return;
      isUp = true;
      onReturn();
    } catch (error) {
      if (isUp) {
        isUp = false;
        onAway(failure || oneLine(String(error)));
      }
      // A peer that vanished without a word is noticed by nobody else.
      for (const each of both) if (each.status === "ready") each.disconnect(true);
    } finally {
      isLooking = false;
    }
  };
  const looks = setInterval(() => void look(), LOOK_MS);

  let pending = 0;
  let refusal = "";
  const bounded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!isUp || pending >= MAX_PENDING) throw new RedisAway(failure);
    pending++;
    try {
      return await work();
    } catch (error) {
      const words = oneLine(causeOf(error).message);
      if (!(error instanceof ReplyError)) throw new RedisAway(words, { cause: error });
      if (words !== refusal) onRefusal(refusal = words);
      throw new RedisRefusal(words, { cause: error });
    } finally {
      pending--;
    }
  };
  const run = (name: string, ...parts: readonly Part[]) => bounded(() => commands.call(name, ...parts));
  return {
    get isUp() {
      return isUp;
    },
    run,
    runAll: (list) =>
      bounded(async () => {
        const results = await commands.multi(list.map(([name, ...parts]) => [name.toLowerCase(), ...parts]))
          .exec();
        for (const [error] of results ?? []) if (error) throw error;
      }),
    note: (name, ...parts) => void run(name, ...parts).catch(() => {}),
    async subscribe(channels, listener) {
      messages.on("message", (_channel: string, text: string) => listener(text));
      await messages.subscribe(...channels);
    },
    close() {
      clearInterval(looks);
      close();
    },
  };
}

/** The error for a Redis that cannot be used at the start. */
export function unusable({ protocol, host }: URL, words: string, cause: unknown): UserError {
  const detail = /Unknown RESP type/.test(words)
    ? "what answers there is not Redis"
    : protocol === "rediss:" && /ETIMEDOUT/.test(words)
    ? `no answer to TLS within ${COMMAND_MS / 1000} s`
    : words.replace(/\.+$/, "");
  return new UserError("redis_unreachable", { host, detail }, { cause });
}

/** What made a transaction fail, which names only the consequence: EXECABORT. */
function causeOf(error: unknown): Error {
  const failure = error as Error & { readonly previousErrors?: readonly Error[] };
  return failure.previousErrors?.[0] ?? failure;
}
