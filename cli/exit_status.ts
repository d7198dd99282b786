/** Exit statuses: stable, documented in the README and in `--help`. */
export const EXIT = {
  answered: 0,
  internal: 1,
  usage: 2,
  mcpUnreachable: 3,
  keyRefused: 4,
  mcpError: 5,
  modelUnreachable: 6,
  modelFailing: 7,
  maxSteps: 8,
  refused: 9,
  limit: 10,
  interrupted: 130,
} as const;

/** One of {@linkcode EXIT}. */
export type ExitStatus = typeof EXIT[keyof typeof EXIT];
