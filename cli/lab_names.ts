/**
 * The names of the faults of `serve --lab`.
 *
 * @module
 */

/** In the order in which `--lab list` shows them: keys, addresses, probes, sessions, streams, answers, tools. */
export const LAB_NAMES = [
  ...[
    "no-challenge",
    "expired-token",
    "oauth-bait",
    "forbidden",
    "rate-limited",
    "proxy-502",
    "moved",
    "slash-redirect",
  ],
  ...["html-page", "old-server", "odd-probe-404", "odd-probe-400", "odd-probe-500", "odd-probe-empty"],
  ...["odd-probe-html", "odd-probe-hang", "drop-session", "two-replicas", "buffered-stream", "gzip-stream"],
  ...[
    "dead-stream",
    "slow-first-byte",
    "wrong-content-type",
    "wrong-id",
    "slow-tool",
    "hung-tool",
    "tool-errors",
  ],
  ...["huge-result", "bad-tool", "null-fields", "poisoned-description", "changed-definition"],
] as const;

/** The name of a lab. */
export type LabName = typeof LAB_NAMES[number];
