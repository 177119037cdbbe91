import type { InvalidRequestError } from '@opencpm/client';
import { type CommandFailure, wrongUsage } from '../command-failure.ts';

/** What the fields of the client are called on the command line. */
const OPTIONS: Readonly<Record<string, string>> = {
  amountMinor: 'AMOUNT',
  authCode: '--code',
  basketId: '--basket',
  currency: '--currency',
  deviceId: '--udid',
  from: '--from',
  goodsName: '--goods',
  notifyUrl: '--notify-url',
  orderNumber: '--order',
  page: '--page',
  pageSize: '--page-size',
  payType: '--pay-type',
  respcd: '--respcd',
  storeId: '--store',
  syssn: '--syssn',
  to: '--to',
};

/** A value that no gateway takes. Nothing was sent. */
export function wrongRequest({ field, message }: InvalidRequestError): CommandFailure {
  const problem = message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  return wrongUsage(
    `${OPTIONS[field] ?? field} cannot be sent: ${problem}.`,
    'Correct it. Nothing was sent.',
  );
}
