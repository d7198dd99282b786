/**
 * The streams of a server: whether the first event comes at once. Pure.
 *
 * @module
 */
import type { EraSeen } from "./era_seen.ts";
import { type Add, found } from "./finding.ts";

/** Judges the streams that were opened in each era. */
export function judgeStreams(eras: readonly EraSeen[], add: Add): void {
  const all = eras.flatMap(({ era, streams }) => streams.map((stream) => ({ era, ...stream })));
  if (all.length === 0) return add(found("skipped", "no_stream"));
  // An answer that comes as a stream, which ends, passes a proxy that waits for the end.
  const hasEnded = all.some(({ hasEnd, firstEventMs }) => hasEnd && firstEventMs !== undefined);
  for (const { era, firstEventMs, encoding } of all) {
    if (firstEventMs !== undefined) {
      add(found("ok", "stream_prompt", { era, ms: String(Math.round(firstEventMs)) }));
    } else if (encoding !== null && encoding !== "identity") {
      add(found("warning", "stream_compressed", { era, encoding }));
    } else {
      add(found("warning", hasEnded ? "stream_held_back" : "stream_silent", { era }));
    }
  }
}
