/** A client that only calls. */

export interface Caller extends AsyncDisposable {
  /** Throws where the call is not answered with the result of this very call. */
  call(id: number): Promise<void>;
}

export type OpenCaller = (server: string, signal: AbortSignal) => Promise<Caller>;
