import type { BillDayEnd, ReadBill } from '@opencpm/gateway';
import { wrongUsage } from '../command-failure.ts';

/** How a kind of connector makes its bills. */
export interface BillForm {
  readonly read: ReadBill;
  readonly dayEnd: BillDayEnd;
}

/**
 * The form of a kind of connector's bills.
 *
 * @throws CommandFailure naming the kinds there are, when this is none or makes no bills.
 */
export async function findBillForm(kind: string): Promise<BillForm> {
  const { allConnectorKinds } = await import('@opencpm/gateway');
  const readable = (await allConnectorKinds()).flatMap(({ name, readBill, billDayEnd }) =>
    readBill === undefined ? [] : [{ name, form: { read: readBill, dayEnd: billDayEnd } }],
  );
  const found = readable.find(({ name }) => name === kind);
  if (found !== undefined) return found.form;
  throw wrongUsage(
    `There is no form of bills named ${kind}.`,
    `Name the one of the files with --format: ${readable.map(({ name }) => name).join(', ')}.`,
  );
}
