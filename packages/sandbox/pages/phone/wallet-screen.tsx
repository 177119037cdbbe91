import { LazyDeveloperPanel } from './developer/lazy-developer-panel.tsx';
import { useEffect } from 'preact/hooks';
import { CodePanel, enlarged } from './code/code-panel.tsx';
import { EnlargedCode } from './code/enlarged-code.tsx';
import { codesLeft } from './code/kept-codes.ts';
import { keepCode } from './code/pay-code.ts';
import { HistoryList } from './history-list.tsx';
import { say } from './language/language.ts';
import { moneyIn } from './money-element.tsx';
import { hasNetwork } from './network.ts';
import { askingPayment, PasswordPad, putOff } from './password-pad.tsx';
import { followAccount, online, phone, returned, unknownAccount } from './phone-state.ts';
import { endedPayment, ResultSheet } from './result-sheet.tsx';

function PutOffBanner() {
  const words = say();
  const waits = (phone.value?.waiting.length ?? 0) > 0;
  return (
    <div role="status">
      {waits ? (
        <p class="banner">
          <span>{words.paymentWaits}</span>
          <button
            type="button"
            onClick={() => {
              putOff.value = new Set();
            }}
          >
            {words.open}
          </button>
        </p>
      ) : null}
    </div>
  );
}

function NetworkBanner() {
  return (
    <div role="status">
      {hasNetwork.value ? null : <p class="banner">{say().noNetwork(codesLeft.value.length)}</p>}
    </div>
  );
}

function ReturnedBanner() {
  const words = say();
  const money = returned.value;
  const amount = money === undefined ? '' : moneyIn(money.amountMinor, money.currency);
  return (
    <div role="status">
      {money === undefined ? null : (
        <p class="banner">
          <span>{money.kind === 'refund' ? words.refundArrived(amount) : words.reversalArrived(amount)}</span>
          <button
            type="button"
            onClick={() => {
              returned.value = undefined;
            }}
          >
            {words.close}
          </button>
        </p>
      )}
    </div>
  );
}

/**
 * One dialogue at a time: the question of a payment before its answer, both before the enlarged code. Without a network the
 * wallet can ask nothing.
 */
function Dialogue() {
  const asking = hasNetwork.value ? askingPayment() : undefined;
  if (asking !== undefined) return <PasswordPad key={asking.channel_order_id} payment={asking} />;
  const ended = endedPayment();
  if (ended !== undefined) return <ResultSheet key={ended.channel_order_id} payment={ended} />;
  return enlarged.value === undefined ? null : <EnlargedCode />;
}

/** A wallet as its owner sees it. */
export function WalletScreen({ account }: { readonly account: string }) {
  const words = say();
  useEffect(() => {
    const unfollow = followAccount(account);
    const loseCode = keepCode();
    return () => {
      loseCode();
      unfollow();
    };
  }, [account]);
  const shown = phone.value;
  const name = shown === undefined ? words.loading : (words.wallets[shown.wallet] ?? shown.wallet_name);
  return (
    <main class="wallet-screen" data-wallet={shown?.wallet}>
      <header class="wallet-head">
        <a href="#/">{words.allWallets}</a>
        <h1 tabIndex={-1}>{name}</h1>
        {shown === undefined ? null : (
          <p class="row">
            <span>{shown.account.name}</span>
            <span>
              {words.balance}{' '}
              <strong data-test="balance">{moneyIn(shown.account.balance_minor, shown.currency)}</strong>
            </span>
          </p>
        )}
      </header>
      <p role="alert" class="problem">
        {unknownAccount.value ? words.noAccount : online.value ? '' : words.noConnection}
      </p>
      <NetworkBanner />
      <PutOffBanner />
      <ReturnedBanner />
      {shown === undefined ? null : (
        <>
          <CodePanel />
          <HistoryList />
          <LazyDeveloperPanel />
        </>
      )}
      <Dialogue />
    </main>
  );
}
