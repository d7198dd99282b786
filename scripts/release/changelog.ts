/** Reads `CHANGELOG.md`, in the form of Keep a Changelog 1.1.0. */

export interface Entry {
  /** `1.2.3`, or `Unreleased`. */
  readonly version: string;
  /** `2026-11-24`, if the entry has a date. */
  readonly date: string | undefined;
  /** The text below its heading. */
  readonly notes: string;
}

/** The top entry, or `undefined` if there is none. */
export function topEntry(changelog: string): Entry | undefined {
  const [, entry] = changelog.split(/^## /m);
  const [, version, date, notes] = entry?.match(/^\[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?\n(.*)$/s) ?? [];
  return version === undefined ? undefined : { version, date, notes: (notes ?? "").trim() };
}
