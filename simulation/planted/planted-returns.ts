import type { PlantedBug } from './plant.ts';

const SENDER = 'packages/gateway/src/notify/notification-sender.ts';
const TRANSPORT = 'packages/gateway/src/notify/notify-transport.ts';
const OUTCOME = 'packages/gateway/src/trade/refund-outcome.ts';
const MEMORY = 'simulation/store/memory-payments.ts';

/** Mistakes in refunds, in the return of late charges, in notifications, and in what a store has to hold. */
export const PLANTED_RETURN_BUGS: readonly PlantedBug[] = [
  {
    name: 'silence is a refused refund',
    file: 'packages/gateway/src/payment/refund-verdict.ts',
    find: `    case 'not_sent':
    case 'unknown':
    case 'not_found':
      return outcomeUnknown('The wallet has not given a result yet; ask again');`,
    replace: `    case 'not_sent':
    case 'unknown':
      return { event: 'refused_by_wallet', respcd: '1101', detail: 'no answer' };
    case 'not_found':
      return outcomeUnknown('The wallet has not given a result yet; ask again');`,
  },
  {
    name: 'a repeated refund gets a new number',
    file: 'packages/gateway/src/trade/refund-order.ts',
    find: '    channelRefundId: refund.channelRefundId,',
    replace: '    channelRefundId: `${refund.channelRefundId}-${refund.asks}`,',
  },
  {
    name: 'a refund that never arrived is not sent again',
    file: 'packages/gateway/src/trade/resume-refund.ts',
    find: "    if (known.kind !== 'not_found') return known;",
    replace: '    if (known.kind.length > 0) return known;',
  },
  {
    name: "open refunds are nobody's work",
    file: 'packages/gateway/src/resolver/resolver.ts',
    find: "leased.kind === 'refund' ? refunds.drive(leased) : payments.resolve(leased)",
    replace: "leased.kind === 'refund' ? Promise.resolve(refunds) : payments.resolve(leased)",
  },
  {
    name: 'a refund that could not be written counts as written',
    file: OUTCOME,
    find: 'step === undefined ? current : await store.changeRefund(current, step);',
    replace:
      'step === undefined ? current : await store.changeRefund(current, step).catch(() => ({ ...current, ...step.progress }));',
  },
  {
    name: 'a late charge is returned under a new number each time',
    file: 'packages/gateway/src/resolver/return-late-charge.ts',
    find: '    channelRefundId: charge.channelRefundId,',
    replace: '    channelRefundId: `${charge.channelRefundId}-${charge.attempts}`,',
  },
  {
    name: 'refunds are not announced',
    file: OUTCOME,
    find: "moves && progress.state === 'succeeded' ? parts.announce",
    replace: "moves && progress.state === 'refused' ? parts.announce",
  },
  {
    name: 'payments are not announced',
    file: 'packages/gateway/src/trade/record-answer.ts',
    find: "notification: progress.state === 'paid' ? parts.announce",
    replace: "notification: progress.state === 'refunded' ? parts.announce",
  },
  {
    name: 'whatever happens is announced as a success',
    file: 'packages/gateway/src/trade/record-answer.ts',
    find: "notification: progress.state === 'paid' ? parts.announce",
    replace: "notification: progress.state !== 'reversing' ? parts.announce",
  },
  {
    name: 'the body is made anew for each try',
    file: SENDER,
    find: '      const { url, body } = notification;',
    replace:
      '      const { url } = notification; const body = notification.body.replace(\'"1"\', `"${notification.attempts + 1}"`);',
  },
  {
    name: 'the id is made anew for each try',
    file: SENDER,
    find: "      'X-QF-NOTIFY-ID': notification.notifyId,",
    replace: "      'X-QF-NOTIFY-ID': `${notification.notifyId}${notification.attempts}`,",
  },
  {
    name: 'a try that cannot be recorded keeps its lease for ever',
    file: SENDER,
    find: '      const leaseEndMs = nowMs + LEASE_MS;',
    replace: '      const leaseEndMs = nowMs + 1e12 + LEASE_MS;',
  },
  {
    name: 'any answer with 200 acknowledges',
    file: TRANSPORT,
    find: "    answer.body.trim().toUpperCase() === 'SUCCESS'",
    replace: '    answer.body.length >= 0',
  },
  {
    name: 'a redirect acknowledges',
    file: TRANSPORT,
    find: '    answer.status === 200 &&\n    answer.complete',
    replace: '    answer.status < 400 &&\n    answer.complete',
  },
  {
    name: 'a notification is given up after its first failure',
    file: 'packages/gateway/src/notify/retry-schedule.ts',
    find: '[tries - 1];',
    replace: '[tries + 99];',
  },
  {
    name: 'the store does not look what is left of a payment',
    file: MEMORY,
    find: '  if (!open || payment.refundPendingMinor > 0 || payment.refundedMinor + amountMinor > payment.amountMinor) {',
    replace: '  if (!open) {',
  },
  {
    name: 'a refused refund keeps its reservation',
    file: MEMORY,
    find: '      refundPendingMinor: payment.refundPendingMinor - amountMinor,',
    replace: '      refundPendingMinor: payment.refundPendingMinor - (settled ? amountMinor : 0),',
  },
  {
    name: 'a partial refund is counted twice',
    file: MEMORY,
    find: '    const refundedMinor = payment.refundedMinor + (settled ? amountMinor : 0);',
    replace:
      '    const refundedMinor = payment.refundedMinor + (settled ? amountMinor * (payment.refundedMinor + 2 * amountMinor > payment.amountMinor ? 1 : 2) : 0);',
  },
  {
    name: 'the store lets whoever comes last win',
    file: MEMORY,
    find: '  const stored = database.payment(seen.id);\n  if (stored?.version !== seen.version) return undefined;',
    replace: '  const stored = database.payment(seen.id);\n  if (stored === undefined) return undefined;',
  },
  {
    name: 'the store forgets that an order number exists',
    file: 'simulation/store/memory-database.ts',
    find: '    if (existing !== undefined) return existing;',
    replace: "    if (existing !== undefined && row.kind === 'refund') return existing;",
  },
  {
    name: 'a list shows what other merchants have',
    file: 'simulation/store/memory-list.ts',
    find: '    row.merchantNumber === filter.merchantNumber &&',
    replace: '    row.merchantNumber > 0 &&',
  },
];
