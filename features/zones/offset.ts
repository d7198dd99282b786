/**
 * The offset of a time zone from UTC, by our own copy of the IANA time zone database: the runtime's copy is
 * as old as the runtime, and governments change their clocks at a few weeks' notice.
 *
 * @module
 */
import { LINES, SINCE } from "./data.ts";
import { offsetByRule, type PosixRule, readPosixRule } from "./posix_rule.ts";

/** The clocks of a zone. Moments in seconds since 1970-01-01T00:00:00Z, offsets in seconds. */
interface Clocks {
  /** Until {@linkcode rule} holds, the offset that begins at each moment, in the order of time. */
  readonly changes: readonly { readonly at: number; readonly offset: number }[];
  /** Holds from the last change on. */
  readonly rule: PosixRule;
  /** What was found last: most questions are about the present second. */
  latest?: { readonly at: number; readonly offset: number };
}

interface Zone {
  readonly name: string;
  /** Listed in `zone.tab`. */
  readonly isCurrent: boolean;
  /** Parsed on first use; zones with the same rules share them. */
  readonly clocks: () => Clocks;
}

const zones: ReadonlyMap<string, Zone> = new Map(
  LINES.trim().split("\n").flatMap((line) => {
    const [names = "", rules = ""] = line.split("|");
    let read: Clocks | undefined;
    const clocks = () => read ??= readClocks(rules);
    return names.split(" ").map((marked) => {
      const name = marked.replace("*", "");
      return [name.toLowerCase(), { name, isCurrent: marked !== name, clocks }];
    });
  }),
);

function readClocks(rules: string): Clocks {
  const [rule = "", first, ...later] = rules.split(" ");
  const changes = later.map((change) => {
    const [at = NaN, offset = NaN] = change.split(":").map(Number);
    return { at, offset };
  });
  if (first !== undefined) changes.unshift({ at: SINCE, offset: Number(first) });
  return { changes, rule: readPosixRule(rule) };
}

/** The name of a zone as the database writes it; `undefined` if it has none of that name, in any case. */
export function knownZone(name: string): string | undefined {
  return zones.get(name.toLowerCase())?.name;
}

/** The zones by their current names, one or more for each region, in alphabetical order. */
export function currentZones(): string[] {
  return [...zones.values()].filter(({ isCurrent }) => isCurrent).map(({ name }) => name).sort();
}

/**
 * Seconds to add to UTC in a zone at a moment; `undefined` for an unknown zone, and before the data begin.
 *
 * @param at seconds since 1970-01-01T00:00:00Z
 */
export function offsetAt(zone: string, at: number): number | undefined {
  const clocks = at < SINCE ? undefined : zones.get(zone.toLowerCase())?.clocks();
  if (!clocks) return undefined;
  if (clocks.latest?.at !== at) clocks.latest = { at, offset: offsetBy(clocks, at) };
  return clocks.latest.offset;
}

function offsetBy({ changes, rule }: Clocks, at: number): number {
  const last = changes.at(-1);
  if (!last || at >= last.at) return offsetByRule(rule, at);
  return changes.findLast((change) => change.at <= at)!.offset;
}
