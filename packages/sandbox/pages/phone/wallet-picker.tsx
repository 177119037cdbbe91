import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { WalletJson } from '../../src/http/phone-json.ts';
import { say } from './language/language.ts';
import { moneyIn } from './money-element.tsx';
import { get } from './sandbox-call.ts';

const TRY_AGAIN_MS = 1_000;

const wallets = signal<readonly WalletJson[] | undefined>(undefined);
const failed = signal(false);

/** Asks until the wallets are here. */
function load(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const ask = async (): Promise<void> => {
    const answer = await get<{ wallets: readonly WalletJson[] }>('/sandbox/wallets');
    if (ended) return;
    failed.value = !answer.ok;
    if (answer.ok) wallets.value = answer.value.wallets;
    else timer = setTimeout(() => void ask(), TRY_AGAIN_MS);
  };
  void ask();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** All wallets of the sandbox with the people who use them. */
export function WalletPicker() {
  const words = say();
  useEffect(load, []);
  return (
    <main>
      <h1 tabIndex={-1}>{words.chooseWallet}</h1>
      <p class="hint">{words.playMoney}</p>
      <p role="status">{failed.value ? words.noConnection : ''}</p>
      {(wallets.value ?? []).map(({ wallet, name, currency, accounts }) => (
        <section key={wallet} class="wallet" data-wallet={wallet} aria-labelledby={`wallet-${wallet}`}>
          <h2 id={`wallet-${wallet}`}>{words.wallets[wallet] ?? name}</h2>
          <ul>
            {accounts.map((account) => (
              <li key={account.account}>
                <a class="line" href={`#/${account.account}`}>
                  <span>{account.name}</span>
                  <span>{moneyIn(account.balance_minor, currency)}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}
