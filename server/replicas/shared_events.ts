/**
 * The events of a session whose streams may be resumed on another replica.
 *
 * @module
 */
import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import { asObject } from "../../lib/json.ts";
import { PRIMING, type SessionEvents } from "../event_store.ts";
import { REFUSED } from "../json_rpc.ts";
import type { StoredEvent } from "./session_store.ts";

/** The SDK's name of the stream of notifications. */
export const NOTIFICATIONS = "_GET_stream";

/** Why a call is not answered whose replica ended before it. */
const REPLICA_ENDED = "The server that ran this call ended before the call was over.";

/** What is shared. */
export interface SharedEventsOptions {
  /** This replica's name: event ids begin with it. */
  readonly replica: string;
  /** Keeps an event for the other replicas. */
  readonly keep: (event: StoredEvent) => void;
  /** Loads what all replicas have kept. */
  readonly load: () => Promise<readonly StoredEvent[]>;
}

/** The events of a copy of a session. */
export interface SharedEvents extends SessionEvents {
  /** Keeps whose answer the next stream carries, in the order in which streams were begun. */
  nameRequest(id: string | number): void;
}

/** The replica whose event this is. */
export function replicaOfEvent(eventId: string): string {
  return eventId.split("-", 1)[0]!;
}

/**
 * Shares the events of one copy of a session.
 *
 * @param own keeps those of this replica
 */
export function shareEvents(
  own: SessionEvents,
  { replica, keep, load }: SharedEventsOptions,
): SharedEvents {
  const named = (id: string) => `${replica}-${id}`;
  const numberOf = (id: string) => replicaOfEvent(id) === replica ? id.slice(replica.length + 1) : undefined;
  /** The streams that have begun, whose requests have not been named. */
  const unnamed: string[] = [];
  const loadFrom = async (id: string) => {
    const events = await load();
    const at = events.findIndex((event) => event.id === id || event.first === id);
    return at < 0 ? undefined : { events, at, stream: events[at]!.stream, isWhole: events[at]!.id === id };
  };
  return {
    keepAnswer(stream, json, isPrimed) {
      const { first, id } = own.keepAnswer(stream, json, isPrimed);
      const ids = { ...(first === undefined ? {} : { first: named(first) }), id: named(id) };
      keep({ ...ids, stream, json });
      return ids;
    },
    async storeEvent(stream, message) {
      const id = named(await own.storeEvent(stream, message));
      const json = JSON.stringify(message);
      if (json === PRIMING) unnamed.push(stream);
      keep({ id, stream, json });
      return id;
    },
    nameRequest(request) {
      const stream = unnamed.shift();
      if (stream !== undefined) keep({ stream, request });
    },
    async getStreamIdForEventId(id) {
      const number = numberOf(id);
      return number === undefined ? (await loadFrom(id))?.stream : await own.getStreamIdForEventId(number);
    },
    async replayEventsAfter(id, { send }) {
      const number = numberOf(id);
      // The stream of notifications may have been on other replicas since.
      if (number !== undefined && await own.getStreamIdForEventId(number) !== NOTIFICATIONS) {
        return await own.replayEventsAfter(number, { send: (each, message) => send(named(each), message) });
      }
      const found = await loadFrom(id);
      if (!found) throw new Error("The event is not kept any more.");
      const { events, at, stream, isWhole } = found;
      const ofStream = events.filter((event) => event.stream === stream);
      for (const event of events.slice(isWhole ? at + 1 : at)) {
        if (event.stream !== stream || event.id === undefined || event.json === PRIMING) continue;
        await send(event.id, JSON.parse(event.json!));
      }
      const request = ofStream.find((event) => event.request !== undefined)?.request;
      if (request !== undefined && !ofStream.some(isAnswer)) {
        const error = { code: REFUSED, message: REPLICA_ENDED };
        await send("", { jsonrpc: "2.0", id: request, error } as JSONRPCMessage);
      }
      return stream;
    },
  };
}

function isAnswer({ json }: StoredEvent): boolean {
  if (json === undefined || json === PRIMING) return false;
  return !("method" in asObject(JSON.parse(json)));
}
