/** The protocol revisions that this server speaks. */

/** Stateless: every request carries its own revision. */
export const MODERN_REVISIONS = ["2026-07-28"];

/** Agreed on by `initialize`, newest first. */
export const LEGACY_REVISIONS = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

export const REVISIONS = [...MODERN_REVISIONS, ...LEGACY_REVISIONS];
