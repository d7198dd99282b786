/**
 * What a server does differently from the specification, and the client can read nevertheless.
 *
 * @module
 */
import type { Messages } from "../../cli/messages/messages.ts";

/** A deviation, and the name of the tool, block or type that it is about, as the server wrote it. */
export interface Deviation {
  /** Its sentence in the messages. */
  readonly kind: keyof Messages["deviations"];
  /** What fills in the sentence. */
  readonly name?: string;
}

/** Called with each deviation, as often as the server repeats it. Must not throw. */
export type OnDeviation = (deviation: Deviation) => void;
