/**
 * Keeps the last events of a session's streams, so that a client that lost a stream can resume it.
 *
 * @module
 */
import type { EventStore, JSONRPCMessage } from "@modelcontextprotocol/server";

interface Kept {
  readonly number: number;
  readonly streamId: string;
  /** The message as JSON text. */
  readonly json: string;
}

/** A store of events, to which the server itself can add some. */
export interface SessionEvents extends Required<EventStore> {
  /**
   * Keeps the answer that is all of a stream.
   *
   * @param isPrimed whether an empty event comes first
   * @returns the ids of the events
   */
  keepAnswer(
    streamId: string,
    json: string,
    isPrimed: boolean,
  ): { readonly first?: string; readonly id: string };
}

/**
 * A store for one session, limited in characters: it drops the oldest events.
 *
 * An event's id is its number in the session. The events after it are sent again once, in order, and only
 * those of the same stream (MCP 2025-11-25 `basic/transports`, Resumability and Redelivery).
 */
export function createEventStore(maxCharacters: number): SessionEvents {
  let kept: Kept[] = [];
  let size = 0;
  let count = 0;
  const find = (id: string) => kept.find(({ number }) => String(number) === id);
  const keep = (streamId: string, json: string) => {
    kept.push({ number: ++count, streamId, json });
    size += json.length;
    // Drops a quarter at a time, so that the list is not copied for every event.
    const target = size > maxCharacters ? maxCharacters * 0.75 : Infinity;
    let gone = 0;
    while (size > target && gone < kept.length - 1) size -= kept[gone++]!.json.length;
    if (gone > 0) kept = kept.slice(gone);
    return String(count);
  };
  return {
    keepAnswer: (streamId, json, isPrimed) => ({
      ...(isPrimed ? { first: keep(streamId, PRIMING) } : {}),
      id: keep(streamId, json),
    }),
    storeEvent: (streamId, message) => Promise.resolve(keep(streamId, JSON.stringify(message))),
    getStreamIdForEventId: (id) => Promise.resolve(find(id)?.streamId),
    async replayEventsAfter(id, { send }) {
      const last = find(id);
      if (!last) throw new Error("The event is not kept any more.");
      // Looked up again each time, because events stored meanwhile belong to the stream too.
      let next: Kept | undefined = last;
      const isNext = ({ number, streamId }: Kept) => number > next!.number && streamId === last.streamId;
      while ((next = kept.find(isNext))) {
        const message: JSONRPCMessage = JSON.parse(next.json);
        if (isSent(message)) await send(String(next.number), message);
      }
      return last.streamId;
    },
  };
}

/** The event that primes a stream for resumption, as JSON: it is empty, and is not repeated. */
export const PRIMING = "{}";

function isSent(message: JSONRPCMessage): boolean {
  return Object.keys(message).length > 0;
}
