/**
 * The limits of `serve`, by the names that `--limit` takes.
 *
 * @module
 */

/** One limit. */
export interface ServeLimit {
  readonly initial: number;
  readonly min: number;
  readonly max: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** Every limit that can be set. The unit is in the name. */
export const SERVE_LIMITS = {
  "body-bytes": { initial: 4 * MIB, min: KIB, max: 64 * MIB },
  "body-seconds": { initial: 30, min: 1, max: 600 },
  "json-depth": { initial: 64, min: 8, max: 1_000 },
  "batch-messages": { initial: 100, min: 1, max: 1_000 },
  "calls-per-key": { initial: 16, min: 1, max: 10_000 },
  "sessions-per-key": { initial: 1_000, min: 1, max: 1_000_000 },
  "sessions": { initial: 10_000, min: 1, max: 1_000_000 },
  "session-idle-seconds": { initial: 1_800, min: 1, max: 604_800 },
  "keep-alive-seconds": { initial: 15, min: 1, max: 3_600 },
  "queued-bytes": { initial: MIB, min: 16 * KIB, max: 256 * MIB },
  "kept-event-characters": { initial: 64 * KIB, min: KIB, max: 16 * MIB },
  "wire-bytes": { initial: 32 * MIB, min: MIB, max: KIB * MIB },
} as const satisfies Readonly<Record<string, ServeLimit>>;

/** The name of a limit. */
export type ServeLimitName = keyof typeof SERVE_LIMITS;

/** All names, in the order of the table. */
export const SERVE_LIMIT_NAMES = Object.keys(SERVE_LIMITS) as ServeLimitName[];

/** Every limit with its value. */
export type ServeLimitValues = Readonly<Record<ServeLimitName, number>>;

/** The defaults, with these in their place; of two of the same name, the last one counts. */
export function serveLimits(given: readonly (readonly [ServeLimitName, number])[]): ServeLimitValues {
  const initial = SERVE_LIMIT_NAMES.map((name) => [name, SERVE_LIMITS[name].initial]);
  return Object.fromEntries([...initial, ...given]);
}
