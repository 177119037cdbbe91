import type { ReadBill } from '@opencpm/gateway';
import { wrongUsage } from '../command-failure.ts';

/**
 * The reader of a kind of connector's bills.
 *
 * @throws CommandFailure naming the kinds there are, when this is none or makes no bills.
 */
export async function findBillReader(kind: string): Promise<ReadBill> {
  const { allConnectorKinds } = await import('@opencpm/gateway');
  const readable = (await allConnectorKinds()).flatMap(({ name, readBill }) =>
    readBill === undefined ? [] : [{ name, readBill }],
  );
  const found = readable.find(({ name }) => name === kind);
  if (found !== undefined) return found.readBill;
  throw wrongUsage(
    `There is no form of bills named ${kind}.`,
    `Name the one of the files with --format: ${readable.map(({ name }) => name).join(', ')}.`,
  );
}
