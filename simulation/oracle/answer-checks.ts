import { runningNumberOf } from '@opencpm/protocol';
import type { Store } from '../../packages/gateway/src/store/store.ts';
import type { TillAnswer, TillCall } from '../gateway/till-call.ts';
import type { World } from '../world.ts';

/** What has to hold the moment an answer leaves a gateway, read from the disk at that moment. */
export function checkAnswer(
  world: World,
  disk: Store,
  call: Pick<TillCall, 'op' | 'merchant'>,
  answer: TillAnswer,
): void {
  for (const row of answer.rows ?? []) {
    if (row.merchantNumber !== call.merchant.merchantNumber) {
      world.violate('I12', `merchant ${call.merchant.merchantNumber} was shown ${row.syssn} of another`);
    }
  }
  const { syssn, state } = answer;
  if (syssn === undefined || state === undefined) return;
  const id = runningNumberOf(syssn) ?? -1;
  const found = Promise.all([disk.findPayment(id), disk.findRefund(id)]);
  void world.hold(found).then(([payment, refund]) => {
    const row = payment ?? refund;
    if (row?.syssn !== syssn) {
      world.violate('I11', `${call.op} named ${syssn}, which is not durable`);
      return;
    }
    if (row.merchantNumber !== call.merchant.merchantNumber) {
      world.violate('I12', `${call.op} of merchant ${call.merchant.merchantNumber} was told about ${syssn}`);
    }
    if (isFinal(state) && row.state !== state && !(isReturn(row.state) && isReturn(state))) {
      world.violate('I11', `${call.op} said ${state} for ${syssn}; durable is ${row.state}`);
    }
  });
}

function isFinal(state: string): boolean {
  return !['accepted', 'processing', 'waiting_for_payer', 'reversing', 'reserved'].includes(state);
}

/** States between which money goes back while an answer is on its way. */
function isReturn(state: string): boolean {
  return state === 'paid' || state === 'partly_refunded' || state === 'refunded';
}
