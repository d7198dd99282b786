/**
 * Records exchanges as redacted, bounded {@linkcode TraceEvent}s.
 *
 * @module
 */
import { createCauses } from "../steps/cause.ts";
import {
  createRecording,
  type HeaderList,
  type RecordedRequest,
  type Recording,
  type RecordingOptions,
} from "./recording.ts";

export type { HeaderList, RecordedRequest, Recording };

/**
 * The options of a recorder. One recorder numbers the exchanges of all the fetches that it
 * observes.
 */
export interface RecorderOptions extends RecordingOptions {
  /** Called for each event that could not be recorded, for instance because a sink threw. */
  readonly onDropped?: () => void;
  /**
   * Whether exchanges of many clients are interleaved, as at a server: their sessions are then kept
   * apart.
   */
  readonly manyClients?: boolean;
}

/** Records exchanges. */
export interface Recorder {
  /** Begins an exchange. Neither this method nor the recording ever throws. */
  begin(request: RecordedRequest): Recording;
}

/** Creates a recorder. */
export function createRecorder(options: RecorderOptions): Recorder {
  const causes = createCauses(options.manyClients ?? false);
  let count = 0;
  /** A recording must never break the exchange that it records. */
  const safely = (record: () => void) => {
    try {
      record();
    } catch {
      options.onDropped?.();
    }
  };
  return {
    begin(request) {
      const id = ++count;
      let recording: Recording | undefined;
      safely(() => recording = createRecording(id, request, options, causes));
      return {
        response: (status, headers) => safely(() => recording?.response(status, headers)),
        chunk: (piece, more) => safely(() => recording?.chunk(piece, more)),
        end: (isAborted) => safely(() => recording?.end(isAborted)),
        fail: (error) => safely(() => recording?.fail(error)),
      };
    },
  };
}
