/**
 * The sessions of 2025 in Redis: what a replica needs to go on with a session that another one opened.
 *
 * @module
 */
import type { Part, SharedRedis } from "./redis.ts";

/** A session, as it is stored. */
export interface StoredSession {
  /** The id of the key that it belongs to. */
  readonly keyId: string;
  /** The client's `initialize`, as JSON. */
  readonly initialize: string;
  /** The resources that the client has subscribed to. */
  readonly watched: readonly string[];
}

/** An event of a session's streams, as it is stored. */
export interface StoredEvent {
  /** The id of the event; absent in an entry that only says whose answer a stream carries. */
  readonly id?: string;
  /** The event that began the stream, if it was sent together with this one. */
  readonly first?: string;
  /** The stream that it belongs to. */
  readonly stream: string;
  /** The message as JSON text. */
  readonly json?: string;
  /** The request that the stream answers. */
  readonly request?: string | number;
}

/** The stored sessions. */
export interface SessionStore {
  /** Stores a new session. */
  save(id: string, session: Omit<StoredSession, "watched">): Promise<void>;
  /** The session, if it has not ended. */
  load(id: string): Promise<StoredSession | undefined>;
  /** Whether a session has not ended. */
  has(id: string): Promise<boolean>;
  /** Stores that the session lasts longer. */
  touch(id: string): void;
  /** Stores whether the client has subscribed to a resource. */
  watch(id: string, uri: string, isWatched: boolean): void;
  /** The replica that has the session's stream of notifications: this one, unless another has it already. */
  claim(id: string): Promise<string>;
  /** Makes this replica the one that has the stream. */
  takeOver(id: string): Promise<void>;
  /** Keeps an event. */
  keep(id: string, event: StoredEvent): void;
  /** The events that are kept, in the order in which they were stored. */
  events(id: string): Promise<readonly StoredEvent[]>;
  /** Ends a session. */
  remove(id: string): Promise<void>;
}

/** The field of the replica that has the stream of notifications, and what begins the fields of resources. */
const STREAM_FIELD = "stream";
const WATCHED_FIELD = "watched:";

/** How many events a session keeps at most, however short they are. */
const MAX_EVENTS = 256;

/** What the store needs. */
export interface SessionStoreOptions {
  /** The replica that stores. */
  readonly replica: string;
  /** The beginning of every name in Redis. */
  readonly prefix: string;
  /** Milliseconds that a session lasts without being touched. */
  readonly lifeMs: number;
  /** About how many characters of events a session keeps. */
  readonly keptEvents: number;
}

/** Creates the store. Each method that waits rejects with `RedisAway` while Redis is away. */
export function createSessionStore(
  redis: SharedRedis,
  { replica, prefix, lifeMs, keptEvents }: SessionStoreOptions,
): SessionStore {
  const recordOf = (id: string) => `${prefix}:session:${id}`;
  const eventsOf = (id: string) => `${prefix}:session:${id}:events`;
  return {
    async save(id, { keyId, initialize }) {
      await redis.runAll([
        ["HSET", recordOf(id), "key", keyId, "initialize", initialize],
        ["PEXPIRE", recordOf(id), lifeMs],
        // The list exists from now on: an event that comes after the end of the session does not create it.
        ["XADD", eventsOf(id), "*", "stream", ""],
        ["PEXPIRE", eventsOf(id), lifeMs],
      ]);
    },
    async load(id) {
      const fields = asFields(await redis.run("HGETALL", recordOf(id)));
      const { key, initialize } = fields;
      if (key === undefined || initialize === undefined) return undefined;
      const watched = Object.keys(fields).filter((name) => name.startsWith(WATCHED_FIELD));
      return { keyId: key, initialize, watched: watched.map((name) => name.slice(WATCHED_FIELD.length)) };
    },
    has: async (id) => Number(await redis.run("EXISTS", recordOf(id))) === 1,
    touch(id) {
      redis.note("PEXPIRE", recordOf(id), lifeMs);
      redis.note("PEXPIRE", eventsOf(id), lifeMs);
    },
    watch(id, uri, isWatched) {
      const field = WATCHED_FIELD + uri;
      if (isWatched) redis.note("HSET", recordOf(id), field, 1);
      else redis.note("HDEL", recordOf(id), field);
    },
    async claim(id) {
      await redis.run("HSETNX", recordOf(id), STREAM_FIELD, replica);
      return String(await redis.run("HGET", recordOf(id), STREAM_FIELD));
    },
    takeOver: async (id) => void await redis.run("HSET", recordOf(id), STREAM_FIELD, replica),
    keep(id, event) {
      // A message of n characters leaves room for keptEvents / n entries.
      const { length } = event.json ?? "";
      const most = Math.max(2, Math.min(MAX_EVENTS, Math.floor(keptEvents / Math.max(1, length))));
      redis.note("XADD", eventsOf(id), "NOMKSTREAM", "MAXLEN", most, "*", ...eventFields(event));
    },
    async events(id) {
      const entries = await redis.run("XRANGE", eventsOf(id), "-", "+");
      return Array.isArray(entries) ? entries.map((entry) => toEvent(asFields(entry[1]))) : [];
    },
    async remove(id) {
      await redis.run("DEL", recordOf(id), eventsOf(id));
    },
  };
}

function eventFields({ id, first, stream, json, request }: StoredEvent): Part[] {
  return [
    ...["stream", stream],
    ...(id === undefined ? [] : ["id", id]),
    ...(first === undefined ? [] : ["first", first]),
    ...(json === undefined ? [] : ["json", json]),
    ...(request === undefined ? [] : ["request", JSON.stringify(request)]),
  ];
}

function toEvent({ stream = "", request, ...rest }: Readonly<Record<string, string>>): StoredEvent {
  return { ...rest, stream, ...(request === undefined ? {} : { request: JSON.parse(request) }) };
}

/** What Redis answers for names with values: a list of both in turns. */
function asFields(answer: unknown): Readonly<Record<string, string>> {
  const list = Array.isArray(answer) ? answer.map(String) : [];
  return Object.fromEntries(list.flatMap((name, at) => at % 2 === 0 ? [[name, list[at + 1]!]] : []));
}
