import { useEffect, useState } from 'preact/hooks';
import type { CashierFacts, CashierList, Role } from '../../../src/page-api/index.ts';
import { type Answer, get, post } from '../api/till-call.ts';
import { say } from '../language/language.ts';
import { ApprovalFields, useApproval } from '../session/approval.tsx';
import { failureText, PinField } from '../session/pin-field.tsx';
import { begin } from '../session/session.ts';
import { Modal } from '@opencpm/page-host/kit';

/** A cashier as the form holds them; without an id it is a new one. */
interface Draft {
  readonly id: string | undefined;
  readonly name: string;
  readonly role: Role;
  readonly mayRefund: boolean;
  readonly active: boolean;
  readonly pin: string;
}

const NOBODY: Draft = { id: undefined, name: '', role: 'cashier', mayRefund: false, active: true, pin: '' };

interface CashierFormProps {
  readonly cashier: Draft;
  readonly onLeave: (list?: CashierList) => void;
}

function CashierForm({ cashier, onLeave }: CashierFormProps) {
  const phrases = say();
  const [draft, setDraft] = useState(cashier);
  const [problem, setProblem] = useState('');
  const approval = useApproval('manager');
  const isNew = cashier.id === undefined;
  const submit = async (): Promise<void> => {
    const { id, name, role, mayRefund, active, pin } = draft;
    const facts = { approval: approval.take(), name, role, mayRefund, ...(pin === '' ? {} : { pin }) };
    const answer: Answer<CashierList> =
      id === undefined
        ? await post<CashierList>('/cashiers', facts)
        : await post<CashierList>(`/cashiers/${encodeURIComponent(id)}`, { ...facts, active });
    if (!answer.ok) return setProblem(failureText(phrases, answer.error));
    // The log-in and the approvals list the cashiers, too.
    await begin();
    onLeave(answer.value);
  };
  return (
    <Modal labelledBy="cashier-title" onLeave={() => onLeave()}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h2 id="cashier-title">{isNew ? phrases.addCashier : cashier.name}</h2>
        <label class="field">
          <span>{phrases.name}</span>
          <input
            value={draft.name}
            required
            maxLength={40}
            autoComplete="off"
            onInput={({ currentTarget }) => setDraft({ ...draft, name: currentTarget.value })}
          />
        </label>
        <label class="field">
          <span>{phrases.role}</span>
          <select
            value={draft.role}
            onChange={({ currentTarget }) =>
              setDraft({ ...draft, role: currentTarget.value === 'manager' ? 'manager' : 'cashier' })
            }
          >
            <option value="cashier">{phrases.roles.cashier}</option>
            <option value="manager">{phrases.roles.manager}</option>
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={draft.mayRefund}
            onChange={({ currentTarget }) => setDraft({ ...draft, mayRefund: currentTarget.checked })}
          />
          <span>{phrases.mayRefund}</span>
        </label>
        {isNew ? null : (
          <label class="check">
            <input
              type="checkbox"
              checked={draft.active}
              onChange={({ currentTarget }) => setDraft({ ...draft, active: currentTarget.checked })}
            />
            <span>{phrases.active}</span>
          </label>
        )}
        <NewPin isNew={isNew} pin={draft.pin} onInput={(pin) => setDraft({ ...draft, pin })} />
        <ApprovalFields approval={approval} />
        <p role="alert" class="problem">
          {problem}
        </p>
        <div class="actions">
          <button type="button" onClick={() => onLeave()}>
            {phrases.cancel}
          </button>
          <button type="submit" class="main">
            {phrases.save}
          </button>
        </div>
      </form>
    </Modal>
  );
}

interface NewPinProps {
  readonly isNew: boolean;
  readonly pin: string;
  readonly onInput: (pin: string) => void;
}

/** A cashier who is there already keeps their PIN unless another one is given. */
function NewPin({ isNew, pin, onInput }: NewPinProps) {
  return (
    <PinField label={say().newPin} value={pin} onInput={onInput} fresh required={isNew} name="cashier-pin" />
  );
}

/** The cashiers, for managers; every change takes a manager's PIN. */
export function CashierSettings() {
  const phrases = say();
  const [cashiers, setCashiers] = useState<readonly CashierFacts[]>([]);
  const [draft, setDraft] = useState<Draft>();
  useEffect(() => {
    void get<CashierList>('/cashiers').then((answer) => {
      if (answer.ok) setCashiers(answer.value.cashiers);
    });
  }, []);
  return (
    <section aria-labelledby="cashiers-title">
      <h2 id="cashiers-title">{phrases.cashiers}</h2>
      <ul class="sales">
        {cashiers.map((cashier) => (
          <li key={cashier.id}>
            <button type="button" class="line" onClick={() => setDraft({ ...cashier, pin: '' })}>
              <span class="grow">
                <span>{cashier.name}</span>
                <span class="hint">
                  {phrases.roles[cashier.role]}
                  {cashier.mayRefund ? ` · ${phrases.mayRefund}` : ''}
                </span>
              </span>
              {cashier.locked ? <strong>{phrases.lockedMark}</strong> : null}
              {cashier.active ? null : <span>{phrases.off}</span>}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => setDraft(NOBODY)}>
        {phrases.addCashier}
      </button>
      {draft === undefined ? null : (
        <CashierForm
          cashier={draft}
          onLeave={(list) => {
            if (list !== undefined) setCashiers(list.cashiers);
            setDraft(undefined);
          }}
        />
      )}
    </section>
  );
}
