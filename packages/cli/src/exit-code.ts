/** What the exit code of `opencpm` tells a script. */
export const EXIT = {
  /** Done; for a payment: paid. */
  done: 0,
  /** Refused for good, or a check failed. */
  refused: 1,
  /** Wrong usage: nothing was attempted. */
  usage: 2,
  /** This machine cannot do it: Node too old, data directory or configuration of wallets unusable. */
  cannotRun: 3,
  /** The gateway or the sandbox was not reached, or its answer cannot be used; no payment is left open by that. */
  unreachable: 4,
  /** A payment is pending or its outcome is unknown: ask again before charging again. */
  pending: 5,
} as const;

/** One of the values of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Every exit code with its meaning, for `opencpm help exit-codes` and the reference pages. */
export const EXIT_CODE_MEANINGS: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [EXIT.done, 'Done. For a payment: paid.'],
  [EXIT.refused, 'Refused for good, or a check failed. For a payment: not paid, no money moved.'],
  [EXIT.usage, 'Wrong usage. Nothing was attempted.'],
  [
    EXIT.cannotRun,
    'Cannot run here: Node is too old, or the data directory or the configuration of wallets cannot be used.',
  ],
  [
    EXIT.unreachable,
    'The gateway or sandbox is not reachable, or its answer cannot be used. No payment was left open.',
  ],
  [
    EXIT.pending,
    'Pending, or the outcome is unknown. Ask again; do not charge again before the answer is final.',
  ],
];
