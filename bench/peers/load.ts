/** What a load generator reports. */

/** One round of calls. */
export interface Load {
  /** Answers per second. */
  readonly perSecond: number;
  /** The median time from a call to its answer, in milliseconds. */
  readonly p50: number;
  /** The time that 99 % of the calls do not exceed, in milliseconds. */
  readonly p99: number;
  /** Calls answered. */
  readonly calls: number;
  /** Calls that failed or got another status than 2xx. */
  readonly failed: number;
}

/** How hard to call. */
export interface LoadOptions {
  /** Connections, each with one call in flight. */
  readonly connections: number;
  /** For how long. */
  readonly seconds: number;
}
