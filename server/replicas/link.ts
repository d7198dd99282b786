/**
 * How replicas reach one another: messages to all, and calls to one, over the channels of Redis.
 *
 * @module
 */
import type { SharedRedis } from "./redis.ts";

/** A piece of an answer: the last one says so. */
export interface Piece<T> {
  readonly value?: T;
  readonly isLast?: boolean;
}

/** Answers a call piece by piece. */
export interface Replier<T> {
  /** Sends a piece. */
  send(piece: Piece<T>): void;
  /** Aborted when the caller has left. */
  readonly signal: AbortSignal;
}

/** What a replica does with what it receives. */
export interface LinkHandlers<Message, Call, Answer> {
  /** Receives a message from another replica. */
  onMessage(message: Message): void;
  /** Answers the call of another replica. */
  onCall(call: Call, replier: Replier<Answer>): void;
}

/** A call that is being answered. */
export interface OpenCall {
  /** Ends it: no more pieces come. */
  stop(): void;
}

/** The way to the other replicas. */
export interface Link<Message, Call, Answer> {
  /** Sends a message to all other replicas. Resolves when it is on its way, or Redis is away. */
  broadcast(message: Message): Promise<void>;
  /** Sends a message to one replica. */
  send(to: string, message: Message): void;
  /**
   * Calls a replica.
   *
   * @param onPiece called with each piece of its answer; with `undefined` if the replica is gone
   * @returns `undefined` if no replica has that name
   * @throws {RedisAway}
   */
  call(
    to: string,
    call: Call,
    onPiece: (piece: Piece<Answer> | undefined) => void,
  ): Promise<OpenCall | undefined>;
  /** Forgets the open calls. */
  close(): void;
}

/** Milliseconds between two looks at whether the replicas of open calls are still there. */
const LOOK_MS = 1_000;

type Envelope<Message, Call, Answer> =
  | { readonly kind: "message"; readonly from: string; readonly message: Message }
  | { readonly kind: "call"; readonly from: string; readonly ref: string; readonly call: Call }
  | { readonly kind: "piece"; readonly ref: string; readonly piece: Piece<Answer> }
  | { readonly kind: "stop"; readonly ref: string }
  | { readonly kind: "look" };

/**
 * Connects a replica with the others.
 *
 * @param id of this replica, which no other has
 * @param prefix of all channels
 */
export async function openLink<Message, Call, Answer>(
  redis: SharedRedis,
  { id, prefix }: { readonly id: string; readonly prefix: string },
  handlers: LinkHandlers<Message, Call, Answer>,
): Promise<Link<Message, Call, Answer>> {
  type Sent = Envelope<Message, Call, Answer>;
  const all = `${prefix}:all`;
  const channelOf = (replica: string) => `${prefix}:to:${replica}`;
  /** The calls of this replica, and where they went. */
  const calls = new Map<string, { readonly to: string; readonly onPiece: (piece?: Piece<Answer>) => void }>();
  /** The calls that this replica is answering. */
  const answering = new Map<string, AbortController>();
  let count = 0;

  const publish = async (to: string, envelope: Sent) =>
    Number(await redis.run("PUBLISH", channelOf(to), JSON.stringify(envelope))) > 0;
  const post = (to: string, envelope: Sent) => redis.note("PUBLISH", channelOf(to), JSON.stringify(envelope));
  const lose = (ref: string) => {
    const call = calls.get(ref);
    calls.delete(ref);
    call?.onPiece(undefined);
  };

  const answer = (from: string, ref: string, call: Call) => {
    const controller = new AbortController();
    answering.set(ref, controller);
    handlers.onCall(call, {
      signal: controller.signal,
      send(piece) {
        if (controller.signal.aborted) return;
        if (piece.isLast) answering.delete(ref);
        const leave = () => {
          answering.delete(ref);
          controller.abort();
        };
        publish(from, { kind: "piece", ref, piece }).then((isThere) => isThere || leave(), leave);
      },
    });
  };

  const receive = (envelope: Sent) => {
    switch (envelope.kind) {
      case "message":
        if (envelope.from !== id) handlers.onMessage(envelope.message);
        break;
      case "call":
        answer(envelope.from, envelope.ref, envelope.call);
        break;
      case "piece": {
        const call = calls.get(envelope.ref);
        if (envelope.piece.isLast) calls.delete(envelope.ref);
        if (call) call.onPiece(envelope.piece);
        break;
      }
      case "stop":
        answering.get(envelope.ref)?.abort();
        answering.delete(envelope.ref);
    }
  };
  await redis.subscribe([all, channelOf(id)], (text) => {
    try {
      receive(JSON.parse(text));
    } catch {
      // It is not from a replica of this version.
    }
  });

  const looks = setInterval(() => {
    for (const [ref, { to }] of calls) {
      publish(to, { kind: "look" }).then((isThere) => isThere || lose(ref), () => lose(ref));
    }
  }, LOOK_MS);

  return {
    async broadcast(message) {
      const sent: Sent = { kind: "message", from: id, message };
      await redis.run("PUBLISH", all, JSON.stringify(sent)).catch(() => {});
    },
    send: (to, message) => post(to, { kind: "message", from: id, message }),
    async call(to, call, onPiece) {
      const ref = `${id}.${++count}`;
      calls.set(ref, { to, onPiece });
      try {
        if (!await publish(to, { kind: "call", from: id, ref, call })) {
          calls.delete(ref);
          return undefined;
        }
      } catch (error) {
        calls.delete(ref);
        throw error;
      }
      return {
        stop() {
          if (calls.delete(ref)) post(to, { kind: "stop", ref });
        },
      };
    },
    close() {
      clearInterval(looks);
      for (const ref of [...calls.keys()]) lose(ref);
      for (const controller of answering.values()) controller.abort();
      answering.clear();
    },
  };
}
