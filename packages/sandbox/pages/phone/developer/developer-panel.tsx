import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AccountJson } from '../../../src/http/phone-json.ts';
import { spoken } from '../language/language.ts';
import { leaveNetwork, leavesNetwork, returnToNetwork } from '../code/kept-codes.ts';
import { phone, setClock } from '../phone-state.ts';
import { get, post } from '../sandbox-call.ts';
import { DEVELOPER_WORDS, type DeveloperWords } from './developer-words.ts';
import { NextCallForm } from './next-call-form.tsx';

const MINUTES = [1, 3] as const;
const MINUTE_MS = 60_000;

type Behaviours = Readonly<
  Record<'behaviour' | 'reversal_behaviour' | 'refund_behaviour', readonly string[]>
>;

interface TestNumbers {
  readonly test_numbers: readonly { readonly behaviour: string }[];
  readonly reversal_test_numbers: readonly { readonly reversal_behaviour: string }[];
  readonly refund_test_numbers: readonly { readonly refund_behaviour: string }[];
}

const behaviours = signal<Behaviours | undefined>(undefined);
const said = signal<'saved' | 'refused' | 'clockMoved' | undefined>(undefined);

async function loadBehaviours(): Promise<void> {
  const answer = await get<TestNumbers>('/sandbox/test-numbers');
  if (!answer.ok) return;
  const {
    test_numbers: payments,
    reversal_test_numbers: reversals,
    refund_test_numbers: refunds,
  } = answer.value;
  behaviours.value = {
    behaviour: ['normal', ...new Set(payments.map(({ behaviour }) => behaviour))],
    reversal_behaviour: [...new Set(['done', ...reversals.map((each) => each.reversal_behaviour)])],
    refund_behaviour: [...new Set(['returned', ...refunds.map((each) => each.refund_behaviour)])],
  };
}

async function change(account: string, changes: Partial<AccountJson>): Promise<void> {
  said.value = undefined;
  const { ok } = await post(`/sandbox/accounts/${encodeURIComponent(account)}`, changes);
  said.value = ok ? 'saved' : 'refused';
}

async function moveClock(minutes: number): Promise<void> {
  said.value = undefined;
  const answer = await post<{ readonly now: string }>('/sandbox/clock', { advance_ms: minutes * MINUTE_MS });
  // Time passes on a phone without a network, too.
  if (answer.ok) setClock(answer.value.now);
  said.value = answer.ok ? 'clockMoved' : 'refused';
}

function sentence(words: DeveloperWords, behaviour: string): string {
  if (behaviour === 'normal') return words.normal;
  const respcd = /^(?:declined|refused)-(\d{4})$/.exec(behaviour)?.[1];
  if (respcd !== undefined) return words.declined(respcd);
  return words.sentences[behaviour] ?? '';
}

interface ChoiceProps {
  readonly words: DeveloperWords;
  readonly account: AccountJson;
  readonly field: keyof Behaviours;
  readonly label: string;
}

function BehaviourChoice({ words, account, field, label }: ChoiceProps) {
  const offered = behaviours.value?.[field] ?? [];
  const now = account[field];
  // An account may have been set to what no test number stands for.
  const all = offered.includes(now) ? offered : [now, ...offered];
  return (
    <label>
      <span>{label}</span>
      <select
        data-test={field}
        value={now}
        onChange={({ currentTarget }) => void change(account.account, { [field]: currentTarget.value })}
      >
        {all.map((each) => (
          <option key={each} value={each}>
            {[each, sentence(words, each)].filter((part) => part !== '').join(': ')}
          </option>
        ))}
      </select>
    </label>
  );
}

function AmountForm({ words, account }: { readonly words: DeveloperWords; readonly account: AccountJson }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        void change(account.account, {
          balance_minor: Number(given.get('balance')),
          free_limit_minor: Number(given.get('limit')),
        });
      }}
    >
      <label>
        <span>{words.balance}</span>
        <input
          name="balance"
          inputMode="numeric"
          defaultValue={String(account.balance_minor)}
          autoComplete="off"
        />
      </label>
      <label>
        <span>{words.freeLimit}</span>
        <input
          name="limit"
          inputMode="numeric"
          defaultValue={String(account.free_limit_minor)}
          autoComplete="off"
        />
      </label>
      <button type="submit">{words.save}</button>
    </form>
  );
}

/** Switches that make the wallet misbehave, and the clock of the sandbox. */
export function DeveloperPanel() {
  useEffect(() => void loadBehaviours(), []);
  const account = phone.value?.account;
  if (account === undefined || behaviours.value === undefined) return null;
  const words = DEVELOPER_WORDS[spoken.value?.language ?? 'en'];
  return (
    <div class="switches">
      <p class="hint">{words.intro}</p>
      <BehaviourChoice words={words} account={account} field="behaviour" label={words.behaviour} />
      <BehaviourChoice
        words={words}
        account={account}
        field="reversal_behaviour"
        label={words.reversalBehaviour}
      />
      <BehaviourChoice
        words={words}
        account={account}
        field="refund_behaviour"
        label={words.refundBehaviour}
      />
      <label>
        <span>{words.status}</span>
        <select
          data-test="status"
          value={account.status}
          onChange={({ currentTarget }) =>
            void change(account.account, { status: currentTarget.value === 'closed' ? 'closed' : 'open' })
          }
        >
          <option value="open">{words.statuses.open}</option>
          <option value="closed">{words.statuses.closed}</option>
        </select>
      </label>
      <AmountForm
        key={`${account.account} ${account.balance_minor} ${account.free_limit_minor}`}
        words={words}
        account={account}
      />
      <NextCallForm words={words} wallet={account.wallet} />
      <label class="switch">
        <span>{words.noNetwork}</span>
        <input
          type="checkbox"
          data-test="no-network"
          checked={leavesNetwork.value}
          onChange={({ currentTarget }) => {
            if (currentTarget.checked) void leaveNetwork();
            else returnToNetwork();
          }}
        />
      </label>
      <fieldset>
        <legend>{words.clock}</legend>
        {MINUTES.map((count) => (
          <button type="button" key={count} onClick={() => void moveClock(count)}>
            {words.minutes(count)}
          </button>
        ))}
      </fieldset>
      <p role="status">{said.value === undefined ? '' : words[said.value]}</p>
    </div>
  );
}
