/**
 * What a replica does with what the others send.
 *
 * @module
 */
import type { Sessions } from "../sessions.ts";
import { answerRelayed } from "./relay.ts";
import type { Replicas } from "./replicas.ts";

/**
 * Begins to receive.
 *
 * @param onProblem called with bugs
 */
export function receiveFromReplicas(
  { attach, sessions: stored }: Replicas,
  sessions: Sessions,
  onProblem: (error: unknown) => void,
): void {
  /** What one message breaks must not break the connection on which the next ones come. */
  const safely = <T extends unknown[]>(act: (...given: T) => void) => (...given: T) => {
    try {
      act(...given);
    } catch (error) {
      onProblem(error);
    }
  };
  attach({
    onMessage: safely((message) => {
      const session = sessions.get(message.session);
      if (message.kind !== "ended") session?.shared?.receive(message);
      else if (session?.shared) sessions.end(message.session);
    }),
    onCall: safely((call, replier) => {
      if (call.kind === "release") {
        const isReleased = sessions.get(call.session)?.shared?.release() ?? true;
        return replier.send({ value: { isReleased }, isLast: true });
      }
      const session = sessions.find(call.session, { keyId: call.keyId }, call.era);
      answerRelayed(call, session, replier).catch((error) => {
        onProblem(error);
        replier.send({ isLast: true });
      });
    }),
    onReturn: () => void endStale().catch(onProblem),
  });

  /** Messages may have been missed: a copy is made again when it is needed, and one that has ended ends here too. */
  async function endStale() {
    for (const [id, { shared, hasOpenStream }] of [...sessions.entries()]) {
      if (shared && (!hasOpenStream() || !await stored.has(id))) sessions.end(id);
    }
  }
}
