import type { HistoryEntry, TransactionLife } from '@opencpm/gateway';
import { describePayType, formatAmount, formatWireTime } from '@opencpm/protocol';
import type { CommandContext } from '../context.ts';
import { paint, type Tone } from '../terminal/paint.ts';
import { printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';
import { formatFields } from '../terminal/table.ts';
import { entryJson, entryWords } from './entry-words.ts';

/** Blanks in front of what belongs to the transaction above. */
const INDENT = '    ';

const TONES: Readonly<Record<string, Tone>> = {
  paid: 'good',
  partly_refunded: 'good',
  refunded: 'good',
  succeeded: 'good',
  declined: 'bad',
  reversed: 'bad',
  refused: 'bad',
};

/** Prints lives one after the other. */
export function reportLives(context: CommandContext, lives: readonly TransactionLife[]): void {
  if (context.json) {
    printJson(context.stdout, { transactions: lives.map(lifeJson) });
    return;
  }
  context.stdout.write(lives.map((life) => lifeText(context, life)).join('\n'));
}

function lifeText(context: CommandContext, life: TransactionLife): string {
  const { transaction, refunds } = life;
  const { kind, state, amountMinor, currency } = transaction;
  const words = state.replaceAll('_', ' ').toUpperCase();
  const heading = `${kind === 'payment' ? 'Payment' : 'Refund'} ${transaction.syssn}`;
  return [
    `${heading}  ${paint(context.stdout, TONES[state] ?? 'waiting', words)}  ${formatAmount(amountMinor, currency)}\n`,
    formatFields(fieldsOf(life)),
    '\n',
    ...life.entries.map(entryLine),
    ...refunds.map((refund) => `\n${indented(lifeText(context, refund))}`),
  ].join('');
}

function fieldsOf(life: TransactionLife): readonly (readonly [string, string | undefined])[] {
  const { transaction, merchant, reversal, lateCharge, notification } = life;
  const isPayment = transaction.kind === 'payment';
  return [
    ['merchant', `${merchant.name} (${merchant.appCode})`],
    ['store', transaction.storeId],
    ['order', transaction.orderNumber],
    ['refund of', isPayment ? '' : transaction.originalSyssn],
    ['pay type', `${transaction.payType} ${describePayType(transaction.payType).name}`],
    ['result', `${transaction.respcd} ${transaction.detail}`],
    ['refunded', isPayment ? refundedText(transaction) : ''],
    ['wallet number', transaction.walletNumber],
    ['reversal', reversal && `${reversal.syssn}, begun by the ${reversal.origin}`],
    ['late charge', lateCharge && `${lateCharge.state}, tries to return it: ${lateCharge.attempts}`],
    [
      'notification',
      notification && `${notification.state.replace('_', ' ')}, tries: ${notification.attempts}`,
    ],
    ['note', transaction.note],
  ];
}

function refundedText(
  payment: Extract<TransactionLife['transaction'], { readonly kind: 'payment' }>,
): string {
  const { refundedMinor, refundPendingMinor, currency } = payment;
  const parts = [
    refundedMinor === 0 ? '' : formatAmount(refundedMinor, currency),
    refundPendingMinor === 0 ? '' : `${formatAmount(refundPendingMinor, currency)} under way`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Times are those of the wire, UTC+8, with milliseconds: several entries often fall into one second. */
function entryLine(entry: HistoryEntry): string {
  const milliseconds = String(entry.atMs % 1000).padStart(3, '0');
  return `${formatWireTime(entry.atMs)}.${milliseconds}  ${printable(entryWords(entry))}\n`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, INDENT);
}

function lifeJson(life: TransactionLife): Readonly<Record<string, unknown>> {
  const { transaction, merchant, reversal, lateCharge, notification } = life;
  const isPayment = transaction.kind === 'payment';
  return {
    kind: transaction.kind,
    syssn: transaction.syssn,
    app_code: merchant.appCode,
    merchant: merchant.name,
    mchid: transaction.storeId,
    out_trade_no: transaction.orderNumber,
    ...(isPayment ? {} : { orig_syssn: transaction.originalSyssn }),
    pay_type: transaction.payType,
    txamt: transaction.amountMinor,
    txcurrcd: transaction.currency,
    state: transaction.state,
    respcd: transaction.respcd,
    detail: transaction.detail,
    ...(isPayment
      ? { refunded: transaction.refundedMinor, refund_pending: transaction.refundPendingMinor }
      : {}),
    chnlsn: transaction.walletNumber,
    note: transaction.note,
    created_at: timeText(transaction.createdAtMs),
    reversal:
      reversal === undefined
        ? null
        : {
            syssn: reversal.syssn,
            origin: reversal.origin,
            begun_at: timeText(reversal.begunAtMs),
            acknowledged_at: timeText(reversal.acknowledgedAtMs),
          },
    late_charge:
      lateCharge === undefined
        ? null
        : {
            number: lateCharge.channelRefundId,
            state: lateCharge.state,
            amount: lateCharge.amountMinor,
            currency: lateCharge.currency,
            found_at: timeText(lateCharge.foundAtMs),
            returned_at: timeText(lateCharge.returnedAtMs),
          },
    notification:
      notification === undefined
        ? null
        : {
            id: notification.notifyId,
            url: notification.url,
            state: notification.state,
            attempts: notification.attempts,
            last_result: notification.lastResult,
          },
    history: life.entries.map(entryJson),
    refunds: life.refunds.map(lifeJson),
  };
}

function timeText(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}
