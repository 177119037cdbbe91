import type { NoticeSubject } from '../../book/wire-notices.ts';
import { refundNumber } from '../../make-refund.ts';
import type { Misbehaviour } from '../../misbehaviour.ts';
import type { WalletDoor } from '../../wallet-door.ts';
import { kindOf, type Notice, numberIn } from '../notice-outbox.ts';
import { type AcpReplyWriter, ODD_FIELDS } from './acp-reply.ts';
import { moneyFields, queryIdOf } from './acp-saying.ts';
import { type Fields, writeForm } from './message.ts';
import { purchaseNote, refundNote, UNIONPAY } from './note.ts';

/** What writing a notification of ACP needs. */
export interface AcpNoticeParts {
  readonly door: WalletDoor;
  readonly writer: AcpReplyWriter;
  readonly merchantId: string;
}

interface Told {
  readonly url: string;
  readonly fields: Fields;
}

/** The subject of a refund: the same number with another time is another refund. */
export function refundSubject(number: string, txnTime: string): NoticeSubject {
  return `refund ${number} ${txnTime}`;
}

/** Writes what is told of a purchase or refund that is done; undefined when it is not, or asked for no notification. */
export async function writeAcpNotice(
  parts: AcpNoticeParts,
  subject: NoticeSubject,
  spoilt: Misbehaviour | undefined,
): Promise<Notice | undefined> {
  const told = await (kindOf(subject) === 'payment' ? ofPurchase : ofRefund)(parts, subject, spoilt);
  if (told === undefined || told.url === '') return undefined;
  const { orderId = '', ...fields } = told.fields;
  const facts = {
    version: '5.1.0',
    encoding: 'UTF-8',
    bizType: '000000',
    accessType: '0',
    merId: parts.merchantId,
    orderId: spoilt === 'other-payment' ? `${orderId}X` : orderId,
    respCode: '00',
    respMsg: 'Success!',
    ...fields,
    ...(spoilt === 'odd-form' ? ODD_FIELDS : {}),
  };
  return {
    url: told.url,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    body: writeForm(parts.writer.signed(facts, spoilt)),
    accepts: ({ status }) => status === 200 || status === 302,
  };
}

async function ofPurchase(
  { door }: AcpNoticeParts,
  subject: NoticeSubject,
  spoilt: Misbehaviour | undefined,
): Promise<Told | undefined> {
  const entry = await door.find(numberIn(subject));
  if (entry === undefined) return undefined;
  const [orderId = '', laterTime] = entry.channelOrderId.split('T');
  const txnTime = laterTime ?? (await door.readNote(UNIONPAY, `first ${orderId}`)) ?? '';
  const note = await purchaseNote(door, orderId, txnTime);
  return note === undefined
    ? undefined
    : {
        url: note.notifyUrl,
        fields: {
          txnType: '01',
          txnSubType: '06',
          orderId,
          txnTime,
          queryId: queryIdOf(entry),
          ...moneyFields(entry, entry.amountMinor + excess(spoilt)),
        },
      };
}

async function ofRefund(
  { door }: AcpNoticeParts,
  subject: NoticeSubject,
  spoilt: Misbehaviour | undefined,
): Promise<Told | undefined> {
  const [, number = '', txnTime = ''] = subject.split(' ');
  const [orderId = ''] = number.split('T');
  const [note, made] = await Promise.all([refundNote(door, orderId, txnTime), door.findRefund(number)]);
  const entry = note === undefined ? undefined : await door.find(note.payment);
  if (note === undefined || made === undefined || entry === undefined) return undefined;
  const { endedAtMs = made.createdAtMs } = made;
  return {
    url: note.notifyUrl,
    fields: {
      txnType: '04',
      txnSubType: '00',
      orderId,
      txnTime,
      origQryId: queryIdOf(entry),
      queryId: refundNumber(entry, made),
      ...moneyFields({ ...entry, endedAtMs }, made.amountMinor + excess(spoilt)),
    },
  };
}

function excess(spoilt: Misbehaviour | undefined): number {
  return spoilt === 'other-amount' ? 1 : 0;
}
