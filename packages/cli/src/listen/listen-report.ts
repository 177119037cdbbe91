import { formatAmount, isCurrencyCode, parseAmountMinor } from '@opencpm/protocol';
import type { CommandContext } from '../context.ts';
import { isRecord, type JsonRecord, readJson, textOf } from '../json-record.ts';
import { paint } from '../terminal/paint.ts';
import { formatFields } from '../terminal/table.ts';
import type { SignatureVerdict } from './check-notification.ts';
import type { ReceivedRequest } from './receiver.ts';

/** What happened to one request. */
export interface Heard {
  readonly request: ReceivedRequest;
  readonly verdict: SignatureVerdict;
  /** How often this id was heard, this time included. */
  readonly times: number;
  /** What the sender was answered, in words. */
  readonly answered: string;
}

/** Prints a notification: as text, with `--json` as one line of JSON. */
export function reportHeard(context: CommandContext, heard: Heard): void {
  const { request, verdict, times, answered } = heard;
  const body = readJson(request.body);
  const members = isRecord(body) ? body : undefined;
  const notifyId = request.header('x-qf-notify-id');
  if (context.json) {
    const line = {
      notify_id: notifyId,
      times,
      signature: verdict.ok ? 'verified' : verdict.problem,
      signer: verdict.ok ? verdict.signer : undefined,
      answered,
      body: members ?? Buffer.from(request.body).toString('utf8'),
    };
    context.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const title = members === undefined ? `${request.method} ${request.path}` : titleOf(members);
  context.stdout.write(
    [
      `\n${paint(context.stdout, verdict.ok ? 'good' : 'bad', title)}\n`,
      formatFields([
        ['order', members && textOf(members, 'out_trade_no')],
        ['syssn', members && textOf(members, 'syssn')],
        ['pay type', members && textOf(members, 'pay_type')],
        ['store', members && textOf(members, 'mchid')],
        ['paid at', members && textOf(members, 'paydtm')],
        ['id', notifyId === undefined ? undefined : `${notifyId}${times > 1 ? ` (time ${times})` : ''}`],
        ['signature', signatureWords(verdict)],
        ['answered', answered],
      ]),
    ].join(''),
  );
}

function titleOf(members: JsonRecord): string {
  const type = textOf(members, 'notify_type').toUpperCase() || 'NOTIFICATION';
  const amountMinor = parseAmountMinor(textOf(members, 'txamt'));
  const currency = textOf(members, 'txcurrcd');
  if (amountMinor === undefined || !isCurrencyCode(currency)) return type;
  return `${type}  ${formatAmount(amountMinor, currency)}`;
}

function signatureWords(verdict: SignatureVerdict): string {
  if (!verdict.ok) return `WRONG: ${verdict.problem}`;
  const checked = verdict.timed ? 'X-QF-SIGN and X-QF-SIGNATURE-V2' : 'X-QF-SIGN alone';
  return `verified, ${checked}, key of ${verdict.signer}`;
}
