import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FaultsJson } from '../../../src/http/phone-json.ts';
import { get, post } from '../sandbox-call.ts';
import type { DeveloperWords } from './developer-words.ts';

const faults = signal<FaultsJson | undefined>(undefined);
const call = signal('charge');
const chosen = signal('');
const said = signal<'ordered' | 'refused' | undefined>(undefined);

async function load(): Promise<void> {
  const answer = await get<FaultsJson>('/sandbox/faults');
  if (answer.ok) faults.value = answer.value;
}

async function order(family: string, fault: string): Promise<void> {
  said.value = undefined;
  const { ok } = await post('/sandbox/faults', { wallet: family, call: call.value, fault });
  said.value = ok ? 'ordered' : 'refused';
}

/** How the name of a fault ends that takes a code of the wallet. */
const CODE = 'CODE';

/** Orders what goes wrong with the next call of a wallet, by the names every way of choosing has. */
export function NextCallForm({ words, wallet }: { readonly words: DeveloperWords; readonly wallet: string }) {
  useEffect(() => void load(), []);
  const served = faults.value?.wallets.find((each) => each.wallet === wallet);
  if (faults.value === undefined || served === undefined) return null;
  const can = faults.value.names.filter(
    ({ servers }) => servers === 'any' || servers.some((server) => server === served.server),
  );
  const offered = can.filter(({ calls }) => calls.includes(call.value));
  const fault = offered.find(({ name }) => name === chosen.value)?.name ?? offered[0]?.name ?? '';
  const needsCode = fault.endsWith(CODE);
  return (
    <form
      data-test="next-call"
      onSubmit={(event) => {
        event.preventDefault();
        const code = new FormData(event.currentTarget).get('code');
        const named = needsCode && typeof code === 'string';
        void order(served.family, named ? fault.replace(CODE, code.trim().toUpperCase()) : fault);
      }}
    >
      <label>
        <span>{words.nextCall}</span>
        <select
          data-test="call"
          value={call.value}
          onChange={({ currentTarget }) => {
            call.value = currentTarget.value;
          }}
        >
          {faults.value.calls
            .filter((each) => served.calls.includes(each) && can.some(({ calls }) => calls.includes(each)))
            .map((each) => (
              <option key={each} value={each}>
                {words.calls[each] ?? each}
              </option>
            ))}
        </select>
      </label>
      <label>
        <span>{words.fault}</span>
        <select
          name="fault"
          data-test="fault"
          value={fault}
          onChange={({ currentTarget }) => {
            chosen.value = currentTarget.value;
          }}
        >
          {offered.map(({ name, meaning }) => (
            <option key={name} value={name} title={meaning}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {needsCode ? (
        <label>
          <span>{words.code}</span>
          <input
            name="code"
            data-test="fault-code"
            required
            maxLength={64}
            pattern="\s*[A-Za-z0-9][A-Za-z0-9_]*\s*"
            autoCapitalize="characters"
            autoComplete="off"
            spellcheck={false}
          />
        </label>
      ) : null}
      <button type="submit">{words.order}</button>
      <p role="status" data-test="ordered">
        {said.value === undefined ? '' : words[said.value]}
      </p>
    </form>
  );
}
