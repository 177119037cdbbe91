import { type Caller, readCallerOfQuery } from './caller.ts';
import type { Contract } from './merchants.ts';
import type { OrderNote } from './order-note.ts';
import { orderBody, orderIdOf } from './order-view.ts';
import type { OrderParts, Saying } from './pay.ts';
import { CAUSE, WireRefusal } from './wire-refusal.ts';

/** What an enquiry or a reversal needs to know before it is worked on. */
export interface FoundOrder {
  readonly number: string;
  readonly note: OrderNote;
}

/** How an order is named in a path. */
export type OrderName = { readonly by: 'number' | 'id'; readonly value: string };

/**
 * The order a caller means.
 *
 * @throws WireRefusal when there is none, or when it is another shop's.
 */
export async function findOrder(
  { notes }: OrderParts,
  { contract, shop }: Caller,
  name: OrderName,
): Promise<FoundOrder> {
  const number = name.by === 'number' ? name.value : await notes.numberOf(name.value);
  const note = number === undefined ? undefined : await notes.read(number);
  if (number === undefined || note === undefined || note.signer !== contract.mchid) throw noSuchOrder();
  if (note.shop !== shop.number) {
    throw new WireRefusal(400, 'INVALID_REQUEST', 'the order was made for another sub_mchid', {
      cause: CAUSE.otherShop,
    });
  }
  return { number, note };
}

/** The refusal for a number the wallet does not know. */
export function noSuchOrder(): WireRefusal {
  return new WireRefusal(404, 'ORDER_NOT_EXIST', 'there is no such order', { cause: CAUSE.noOrder });
}

/** Answers what has become of an order. */
export async function enquire(
  parts: OrderParts,
  contract: Contract,
  name: OrderName,
  query: URLSearchParams,
): Promise<Saying> {
  const { door, notes, habits } = parts;
  const { number, note } = await findOrder(parts, readCallerOfQuery(contract, query), name);
  const entry = await door.find(number);
  // Asked even when nothing has arrived, so that what a developer wants to go wrong with enquiries does.
  const { answer, manner } = await door.query({
    channelOrderId: number,
    family: note.family,
    amountMinor: entry?.amountMinor ?? 1,
    currency: entry?.currency ?? 'CNY',
  });
  if (entry === undefined) {
    const { error } = noSuchOrder();
    return { status: error.status, body: { wire: error }, manner };
  }
  const receipt = answer.kind === 'paid' ? answer : undefined;
  if (receipt !== undefined) await notes.rememberId(orderIdOf(entry), number);
  return { status: 200, body: orderBody(number, entry, note, habits(), receipt), manner };
}
