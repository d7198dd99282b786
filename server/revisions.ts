/**
 * The protocol revisions that this server supports.
 *
 * @module
 */

/** Stateless: every request carries its own revision. */
export const MODERN_REVISIONS: readonly string[] = ["2026-07-28"];

/** Agreed on by `initialize`, newest first. */
export const LEGACY_REVISIONS: readonly string[] = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

/** All of them, newest first. */
export const REVISIONS: readonly string[] = [...MODERN_REVISIONS, ...LEGACY_REVISIONS];
