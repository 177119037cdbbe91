import { lazyPage } from './lazy-page.tsx';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { SessionFacts, StartFacts } from '../../../src/page-api/index.ts';
import { say } from '../language/language.ts';
import { recoverScans } from '../register/charge.ts';
import { notice } from '../register/notice.ts';
import { NoticeBanner } from '../register/notice-banner.tsx';
import { barrier, followRegister } from '../register/register-state.ts';
import { Register } from '../register/register.tsx';
import { deleteDigit, typeDigits } from '../register/basket.ts';
import { canType } from '../register/screen-state.ts';
import { takeKeys } from '../scan/wedge.ts';
import { wholeScan } from '../scan/whole-scan.ts';
import { handScan } from './hand-scan.ts';
import { Icon, type IconName } from './icon.tsx';
import { ADDRESSES, type Place, place } from './place.ts';
import { SandboxBanner } from './sandbox-banner.tsx';
import { keepScreenOn } from './wake-lock.ts';

const ICONS: Readonly<Record<keyof typeof ADDRESSES, IconName>> = {
  register: 'register',
  sales: 'list',
  lookUp: 'question',
  shift: 'shift',
  settings: 'settings',
};
const PAGES = Object.keys(ADDRESSES) as readonly (keyof typeof ADDRESSES)[];

// What is not needed for selling comes later.
const Sales = lazyPage(async () => (await import('../sale/sales-page.tsx')).SalesPage);
const Sale = lazyPage(async () => (await import('../sale/sale-page.tsx')).SalePage);
const Receipt = lazyPage(async () => (await import('../sale/receipt-page.tsx')).ReceiptPage);
const LookUp = lazyPage(async () => (await import('../sale/look-up-page.tsx')).LookUpPage);
const Shift = lazyPage(async () => (await import('../shift/shift-page.tsx')).ShiftPage);
const Settings = lazyPage(async () => (await import('../settings/settings-page.tsx')).SettingsPage);

function Page({ at }: { readonly at: Place }) {
  switch (at.page) {
    case 'register':
      return <Register />;
    case 'sales':
      return <Sales />;
    case 'sale':
      return <Sale key={at.id} id={at.id} />;
    case 'receipt':
      return <Receipt key={at.id} id={at.id} />;
    case 'lookUp':
      return <LookUp />;
    case 'shift':
      return <Shift />;
    case 'settings':
      return <Settings />;
  }
}

function LineBanner() {
  const phrases = say();
  const why = barrier.value;
  const texts = {
    till_unreachable: phrases.noTill,
    gateway_unreachable: phrases.noGateway,
    gateway_refuses: phrases.gatewayRefuses,
  };
  return (
    <div role="alert" data-test="line" data-line={why ?? 'ok'}>
      {why === undefined ? null : (
        <p class="line-banner">
          <Icon name="offline" />
          <strong>{texts[why]}</strong>
          <span>{phrases.cannotCharge}</span>
        </p>
      )}
    </div>
  );
}

interface ShellProps {
  readonly facts: StartFacts;
  readonly session: SessionFacts;
}

/** The till of somebody who is logged in: what is over every page, and the page. */
export function Shell({ facts, session }: ShellProps) {
  const phrases = say();
  const at = place.value;
  const { id } = session.cashier;
  // Before the first paint: whoever sees the till may already scan.
  useLayoutEffect(() => {
    const unfollow = followRegister();
    const screenOff = keepScreenOn();
    void recoverScans();
    const letKeysGo = takeKeys({
      onScan: (scan, before) => {
        const { text, takenBack } = wholeScan(scan, before);
        if (canType()) for (let digit = 0; digit < takenBack; digit += 1) deleteDigit();
        handScan(text);
      },
      onTyped: (key) => {
        if (!/^\d$/.test(key) || !canType()) return;
        // What was said about the act before this one is over, as it is after a key on the screen.
        notice.value = undefined;
        typeDigits(key);
      },
    });
    return () => {
      letKeysGo();
      screenOff();
      unfollow();
    };
  }, [id]);
  const address = location.hash;
  useEffect(() => {
    // Whoever follows a link by keyboard or screen reader goes on at the top of what it led to.
    if (at.page !== 'register') document.querySelector('h1')?.focus();
  }, [address]);
  return (
    <div class="shell">
      {facts.sandbox ? <SandboxBanner /> : null}
      <header class="top-bar">
        <p class="shop">{facts.shopName}</p>
        <p class="who">
          {session.register.name} · {session.cashier.name}
        </p>
        <nav aria-label={phrases.navigation}>
          {PAGES.map((page) => (
            <a
              key={page}
              href={ADDRESSES[page]}
              aria-current={page === at.page || (page === 'sales' && at.page === 'sale') ? 'page' : undefined}
              title={phrases.pages[page]}
            >
              <Icon name={ICONS[page]} />
              <span>{phrases.pages[page]}</span>
            </a>
          ))}
        </nav>
      </header>
      <LineBanner />
      <NoticeBanner />
      <Page at={at} />
    </div>
  );
}
