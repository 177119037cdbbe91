import { businessDay } from '@opencpm/protocol';
import type { BookEntry, WalletId, WalletRefund as BookRefund } from '../../../packages/sandbox/src/index.ts';
import type { WalletOrder, WalletRefund } from '../wallet-order.ts';

const WALLETS: Readonly<Record<WalletOrder['profile']['family'], { id: WalletId; mark: string }>> = {
  alipay: { id: 'alipay', mark: '10' },
  wechatpay: { id: 'wechatpay', mark: '20' },
  wechatpay_hk: { id: 'wechatpayhk', mark: '21' },
  unionpay: { id: 'unionpay', mark: '30' },
  payme: { id: 'payme', mark: '40' },
};

/** Where an order stands in the words of the wire servers. What was closed or reversed answers alike: it is undone. */
const STATES: Readonly<Record<WalletOrder['state'], BookEntry['state']>> = {
  waiting: 'waiting',
  processing: 'processing',
  refused_not_final: 'processing',
  paid: 'paid',
  declined: 'declined',
  closed: 'reversed',
  reversed: 'reversed',
  barred: 'reversed',
};

/** What of an entry is not in the double's own book. */
export interface EntryPlace {
  /** Place in the book, from 1. */
  readonly sequence: number;
  /** When the world began, milliseconds since 1970-01-01 UTC. */
  readonly beganAtMs: number;
  /** Whether the wallet has just denied what is paid. */
  readonly denied: boolean;
  readonly refundSequence: (channelRefundId: string) => number;
}

/** An order of a wallet double as the wire servers read it in the sandbox's book. */
export function bookEntry(order: WalletOrder, place: EntryPlace): BookEntry {
  const { amountMinor, currency, channelOrderId } = order;
  const createdAtMs = place.beganAtMs + order.createdAtMs;
  const state = place.denied ? 'declined' : STATES[order.state];
  const sum = (wanted: WalletRefund['state']): number =>
    [...order.refunds.values()].reduce(
      (total, refund) => total + (refund.state === wanted ? refund.amountMinor : 0),
      0,
    );
  return {
    channelOrderId,
    wallet: WALLETS[order.profile.family].id,
    account: 'payer',
    state,
    behaviour: 'paid',
    reversalBehaviour: 'done',
    amountMinor,
    currency,
    debitMinor: undefined,
    debitCurrency: undefined,
    respcd: state === 'declined' ? '1201' : undefined,
    reason: '',
    description: '',
    merchantName: '',
    createdAtMs,
    dueAtMs: undefined,
    sequence: place.sequence,
    walletNumber: walletNumberOf(order, place),
    timesCharged: order.charges,
    wrongPasswords: 0,
    endedAtMs: order.charges > 0 ? order.paidAtMs : createdAtMs,
    reversedAtMs: undefined,
    refundedMinor: sum('returned'),
    refundingMinor: sum('processing'),
    refundedDebitMinor: 0,
    refunds: [...order.refunds.values()].map((refund) => bookRefund(order, refund, place)),
  };
}

/** The wallet's own number of an order, 22 digits. */
export function walletNumberOf(
  order: WalletOrder,
  { sequence, beganAtMs }: Pick<EntryPlace, 'sequence' | 'beganAtMs'>,
): string {
  const { mark } = WALLETS[order.profile.family];
  return `${businessDay(beganAtMs + order.createdAtMs)}${mark}${String(sequence).padStart(12, '0')}`;
}

/** A refund of a wallet double as the wire servers read it. */
export function bookRefund(
  { channelOrderId, currency }: WalletOrder,
  { channelRefundId, amountMinor, createdAtMs, state, returnedAtMs }: WalletRefund,
  { refundSequence }: Pick<EntryPlace, 'refundSequence'>,
): BookRefund {
  return {
    channelRefundId,
    channelOrderId,
    state,
    behaviour: 'returned',
    amountMinor,
    currency,
    respcd: state === 'refused' ? '1269' : undefined,
    reason: '',
    createdAtMs,
    dueAtMs: undefined,
    sequence: refundSequence(channelRefundId),
    creditMinor: undefined,
    endedAtMs: state === 'returned' ? returnedAtMs : undefined,
  };
}
