import { refundNumber } from '../../make-refund.ts';
import type { Misbehaviour } from '../../misbehaviour.ts';
import type { WalletRefund } from '../../refund.ts';
import type { BookEntry, WalletDoor } from '../../wallet-door.ts';
import { type Notice, numberIn } from '../notice-outbox.ts';
import type { NoticeSubject } from '../../book/wire-notices.ts';
import { strangeKey } from '../strange-key.ts';
import { sealAnswer, sealText } from './answer-seal.ts';
import type { ContractBook } from './merchants.ts';
import type { OrderNotes } from './order-note.ts';
import { offsetTime, orderIdOf, refundIdOf } from './order-view.ts';
import type { ReplyWriterParts } from './reply-writer.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Waiting times between two sends, some 24 hours altogether. */
export const REFUND_NOTICE_GAPS_MS: readonly number[] = [
  15 * SECOND_MS,
  15 * SECOND_MS,
  30 * SECOND_MS,
  3 * MINUTE_MS,
  10 * MINUTE_MS,
  20 * MINUTE_MS,
  ...Array.from({ length: 3 }, () => 30 * MINUTE_MS),
  HOUR_MS,
  ...Array.from({ length: 3 }, () => 3 * HOUR_MS),
  ...Array.from({ length: 2 }, () => 6 * HOUR_MS),
];

/** What writing the notification of a refund needs. */
export interface RefundNoticeParts extends Pick<ReplyWriterParts, 'platform' | 'clock' | 'randomBytes'> {
  readonly door: WalletDoor;
  readonly notes: OrderNotes;
  readonly contracts: ContractBook;
}

/** What has become of a refund that is to be told. */
export async function standingOfRefund(
  door: WalletDoor,
  subject: NoticeSubject,
): Promise<'open' | 'to_be_told'> {
  const made = await door.findRefund(numberIn(subject));
  return made === undefined || made.state === 'processing' ? 'open' : 'to_be_told';
}

/** Writes the notification of a refund that has ended: sealed with the APIv3 key, signed by the platform's key of now. */
export async function writeRefundNotice(
  { door, notes, contracts, platform, clock, randomBytes }: RefundNoticeParts,
  subject: NoticeSubject,
  spoilt: Misbehaviour | undefined,
): Promise<Notice | undefined> {
  const number = numberIn(subject);
  const [made, asked] = [await door.findRefund(number), await notes.refundToTell(number)];
  const entry = made === undefined ? undefined : await door.find(made.channelOrderId);
  const note = entry === undefined ? undefined : await notes.read(entry.channelOrderId);
  const contract = note === undefined ? undefined : contracts.find(note.signer);
  if (made === undefined || asked === undefined || entry === undefined) return undefined;
  if (note === undefined || contract === undefined) return undefined;
  const random = (length: number): string => Buffer.from(randomBytes(length)).toString('hex');
  const nonce = random(6);
  const content = JSON.stringify(contentOf(entry, made, numbersIn(note.identity), spoilt));
  const body = Buffer.from(
    JSON.stringify({
      id: random(16),
      create_time: offsetTime(clock.nowMs()),
      resource_type: 'encrypt-resource',
      event_type: made.state === 'returned' ? 'REFUND.SUCCESS' : 'REFUND.CLOSED',
      summary: 'a refund has ended',
      resource: {
        original_type: 'refund',
        algorithm: 'AEAD_AES_256_GCM',
        ciphertext: sealText(contract.apiV3Key, content, ASSOCIATED_DATA, nonce),
        associated_data: ASSOCIATED_DATA,
        nonce,
      },
    }),
  );
  const signer = spoilt === 'forged' ? { ...platform.signer, privateKey: strangeKey() } : platform.signer;
  return {
    url: asked,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      ...sealAnswer(signer, body, Math.floor(clock.nowMs() / SECOND_MS), random(16)),
    },
    body,
    accepts: ({ status }) => status >= 200 && status < 300,
  };
}

const ASSOCIATED_DATA = 'refund';

/** The merchant as a notification names it: numbers alone. */
function numbersIn(identity: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(identity).filter(([name]) => name.endsWith('mchid')));
}

function contentOf(
  entry: BookEntry,
  made: WalletRefund,
  merchant: Readonly<Record<string, string>>,
  spoilt: Misbehaviour | undefined,
): Readonly<Record<string, unknown>> {
  const returned = made.state === 'returned';
  return {
    ...(spoilt === 'odd-form' ? { settlement_hint: { batch: 'none' }, promotion_total: null } : {}),
    ...merchant,
    transaction_id: orderIdOf(entry),
    out_trade_no: entry.channelOrderId,
    refund_id: refundIdOf(refundNumber(entry, made)),
    out_refund_no: spoilt === 'other-payment' ? `${made.channelRefundId}X` : made.channelRefundId,
    refund_status: returned ? 'SUCCESS' : 'CLOSED',
    ...(returned ? { success_time: offsetTime(made.endedAtMs ?? made.createdAtMs) } : {}),
    user_received_account: 'balance of the payer',
    amount: {
      total: entry.amountMinor,
      refund: made.amountMinor + (spoilt === 'other-amount' ? 1 : 0),
      currency: made.currency,
    },
  };
}
