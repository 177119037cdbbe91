import { signal } from '@preact/signals';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import './appearance.ts';
import { say, speakFirst, spoken } from './language/language.ts';
import { SettingsBar } from './settings-bar.tsx';
import { WalletPicker } from './wallet-picker.tsx';
import { WalletScreen } from './wallet-screen.tsx';

function accountInAddress(): string {
  return decodeURIComponent(location.hash.replace(/^#\/?/, ''));
}

const account = signal(accountInAddress());
addEventListener('hashchange', () => {
  account.value = accountInAddress();
});

function Phone() {
  const { title } = say();
  useEffect(() => {
    document.title = `${title} · OpenCPM`;
  }, [title]);
  const here = account.value;
  useEffect(() => {
    // Whoever follows a link by keyboard or screen reader goes on at the top of what it led to.
    if (here !== first) document.querySelector('h1')?.focus();
  }, [here]);
  return (
    <>
      <SettingsBar />
      {here === '' ? <WalletPicker /> : <WalletScreen account={here} />}
    </>
  );
}

const first = account.value;
const root = document.querySelector('#phone');
await speakFirst();
if (root !== null && spoken.value !== undefined) render(<Phone />, root);
