/** A client that only calls. */

export interface Caller extends AsyncDisposable {
  /** Throws unless the answer is the result of this very call. */
  call(id: number): Promise<void>;
}

/** Opens a client of one era. Rejects if the server refuses it, or when `signal` is aborted. */
export type OpenCaller = (server: string, signal: AbortSignal) => Promise<Caller>;
