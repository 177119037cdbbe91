/** A figure that must not be missed, as a ratio of two rates of the same run. */
export interface Floor {
  readonly figure: 'payment' | 'query' | 'growth' | 'pending';
  readonly atLeast: number;
  readonly reason: string;
}

/** The floors. They are ratios, so that they hold on any machine; a change of one is a decision and needs a reason. */
export const FLOORS: readonly Floor[] = [
  {
    figure: 'payment',
    atLeast: 0.3,
    reason:
      'Against an echo of the same bytes a payment also checks and makes a signature, makes its intent and its outcome durable and charges the wallet; below this something is done twice or one by one.',
  },
  {
    figure: 'query',
    atLeast: 0.4,
    reason:
      'Tills ask every few seconds while a customer types a password; an enquiry by syssn reads one row by its primary key and must stay cheaper than a payment.',
  },
  {
    figure: 'growth',
    atLeast: 0.9,
    reason:
      'A till must not slow down with the years: with increasing order numbers every insert lands at the end of its index, so a million stored payments may cost hardly anything.',
  },
  {
    figure: 'pending',
    atLeast: 0.8,
    reason:
      'A wallet that is down leaves every payment open. The resolver works through them at a bounded pace, so that shops whose wallets answer hardly notice.',
  },
];

/** Most memory a gateway may hold while 100,000 payments are open, in bytes: it keeps in memory what is in flight only. */
export const PENDING_MEMORY_MAX = 400 * 1_000_000;
