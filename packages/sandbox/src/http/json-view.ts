import type { Account } from '../account.ts';
import type { IssuedCode } from '../issue-code.ts';
import type { WalletOrder } from '../order.ts';
import type { WalletWithAccounts } from '../sandbox.ts';
import type { TestNumber } from '../test-numbers.ts';

function instant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function instantOrNull(epochMs: number | undefined): string | null {
  return epochMs === undefined ? null : instant(epochMs);
}

/** An account as JSON. */
export function accountView(account: Account): object {
  return {
    account: account.id,
    wallet: account.wallet,
    name: account.name,
    balance_minor: account.balanceMinor,
    free_limit_minor: account.freeLimitMinor,
    password: account.password,
    status: account.status,
    behaviour: account.behaviour,
  };
}

/** A wallet with its accounts as JSON. */
export function walletView({ id, family, name, currency, accounts }: WalletWithAccounts): object {
  return { wallet: id, family, name, currency, accounts: accounts.map(accountView) };
}

/** A fresh payment code as JSON. */
export function codeView({ authCode, emvText, expiresAtMs, account, wallet }: IssuedCode): object {
  return {
    auth_code: authCode,
    ...(emvText === undefined ? {} : { emv_text: emvText }),
    expires_at: instant(expiresAtMs),
    account,
    wallet,
  };
}

/** A payment of a wallet's own book as JSON; instants in ISO 8601, UTC. */
export function orderView(order: WalletOrder): object {
  return {
    sequence: order.sequence,
    channel_order_id: order.channelOrderId,
    wallet_number: order.walletNumber,
    wallet: order.wallet,
    account: order.account ?? null,
    state: order.state,
    behaviour: order.behaviour,
    amount_minor: order.amountMinor,
    currency: order.currency,
    debit_minor: order.debitMinor ?? null,
    debit_currency: order.debitCurrency ?? null,
    times_charged: order.timesCharged,
    respcd: order.respcd ?? null,
    reason: order.reason,
    description: order.description,
    merchant_name: order.merchantName,
    created_at: instant(order.createdAtMs),
    paid_at: order.state === 'paid' ? instantOrNull(order.endedAtMs) : null,
    ended_at: instantOrNull(order.endedAtMs),
    due_at: instantOrNull(order.dueAtMs),
  };
}

/** A test number as JSON. */
export function testNumberView({ number, amountMinor, behaviour, meaning }: TestNumber): object {
  return { code_ending: number, amount_minor: amountMinor, behaviour, meaning };
}
