import { useState } from 'preact/hooks';
import type { Approval, CashierName } from '../../../src/page-api/index.ts';
import { say } from '../language/language.ts';
import { PinField } from './pin-field.tsx';
import { session, start } from './session.ts';

/** A PIN that is being entered for one act. */
export interface ApprovalEntry {
  readonly candidates: readonly CashierName[];
  readonly cashierId: string;
  readonly pin: string;
  readonly choose: (cashierId: string) => void;
  readonly type: (pin: string) => void;
  /** Gives the approval out and forgets the PIN: it is asked anew every time. */
  readonly take: () => Approval;
}

/** Those who may approve: `manager`s, or everybody who may `refund`. */
export function useApproval(what: 'manager' | 'refund'): ApprovalEntry {
  const candidates = (start.value?.cashiers ?? []).filter(
    ({ role, mayRefund }) => role === 'manager' || (what === 'refund' && mayRefund),
  );
  const own = session.value?.cashier.id;
  const first = candidates.find(({ id }) => id === own) ?? candidates[0];
  const [cashierId, choose] = useState(first?.id ?? '');
  const [pin, type] = useState('');
  return {
    candidates,
    cashierId,
    pin,
    choose,
    type,
    take() {
      type('');
      return { cashierId, pin };
    },
  };
}

/** Who approves, and with which PIN. */
export function ApprovalFields({ approval }: { readonly approval: ApprovalEntry }) {
  const phrases = say();
  const { candidates, cashierId, pin, choose, type } = approval;
  return (
    <>
      <label class="field">
        <span>{phrases.approver}</span>
        <select value={cashierId} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          {candidates.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <PinField label={phrases.pin} value={pin} onInput={type} name="approval-pin" />
    </>
  );
}
