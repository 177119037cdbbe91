import type { NoticeSubject } from '../../book/wire-notices.ts';
import type { WalletDoor } from '../../wallet-door.ts';
import { kindOf, type NoticeOutboxParts, numberIn } from '../notice-outbox.ts';

/** How both contracts of UnionPay tell. */
export const UNIONPAY_TELLING: Pick<NoticeOutboxParts, 'families' | 'firstLook' | 'lookMs'> = {
  families: ['unionpay'],
  firstLook: 'by_timer',
  lookMs: 500,
};

type Standing = Awaited<ReturnType<NoticeOutboxParts['standingOf']>>;

/** UnionPay tells of success alone: a payment or refund that failed is told to nobody. */
export async function standingOf(door: WalletDoor, subject: NoticeSubject): Promise<Standing> {
  const number = numberIn(subject);
  const made = await (kindOf(subject) === 'payment' ? door.find(number) : door.findRefund(number));
  switch (made?.state) {
    case undefined:
    case 'in_transit':
    case 'processing':
    case 'waiting':
      return 'open';
    case 'paid':
    case 'returned':
      return 'to_be_told';
    case 'declined':
    case 'closed':
    case 'reversed':
    case 'refused':
      return 'silent';
  }
}
