import type { Account } from '../account.ts';
import type { VirtualTime } from '../clock/virtual-time.ts';
import type { CodeFaces, IssuedCode } from '../issue-code.ts';
import type { WalletOrder } from '../order.ts';
import type { WalletRefund } from '../refund.ts';
import type { PhoneFacts, PhonePayment } from '../phone/phone-facts.ts';
import type { WalletWithAccounts } from '../sandbox.ts';
import type { BookEntry } from '../wallet-door.ts';
import type { RefundTestNumber, ReversalTestNumber, TestNumber } from '../test-numbers.ts';

function instant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function instantOrNull(epochMs: number | undefined): string | null {
  return epochMs === undefined ? null : instant(epochMs);
}

/** The clock as JSON. */
export function clockView(time: VirtualTime): object {
  return { now: instant(time.nowMs()), ahead_ms: time.aheadMs, timers: time.running };
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
    reversal_behaviour: account.reversalBehaviour,
    refund_behaviour: account.refundBehaviour,
  };
}

/** A wallet with its accounts as JSON. */
export function walletView({ id, family, name, currency, accounts }: WalletWithAccounts): object {
  return { wallet: id, family, name, currency, accounts: accounts.map(accountView) };
}

function facesView({ authCode, emvText }: Partial<CodeFaces>): object {
  return {
    ...(authCode === undefined ? {} : { auth_code: authCode }),
    ...(emvText === undefined ? {} : { emv_text: emvText }),
  };
}

/** A fresh payment code as JSON: a `CodeJson`. */
export function codeView({ expiresAtMs, account, wallet, damaged, ...faces }: IssuedCode): object {
  return {
    ...facesView(faces),
    expires_at: instant(expiresAtMs),
    account,
    wallet,
    ...(damaged === undefined ? {} : { damaged: facesView(damaged) }),
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
    refunded_minor: order.refundedMinor,
    refunding_minor: order.refundingMinor,
    reversed: order.state === 'reversed',
    respcd: order.respcd ?? null,
    reason: order.reason,
    description: order.description,
    merchant_name: order.merchantName,
    created_at: instant(order.createdAtMs),
    paid_at: order.timesCharged > 0 ? instantOrNull(order.endedAtMs) : null,
    ended_at: instantOrNull(order.endedAtMs),
    reversed_at: instantOrNull(order.reversedAtMs),
    due_at: instantOrNull(order.dueAtMs),
  };
}

function refundView(refund: WalletRefund): object {
  return {
    channel_refund_id: refund.channelRefundId,
    state: refund.state,
    behaviour: refund.behaviour,
    amount_minor: refund.amountMinor,
    currency: refund.currency,
    credit_minor: refund.creditMinor ?? null,
    respcd: refund.respcd ?? null,
    reason: refund.reason,
    created_at: instant(refund.createdAtMs),
    ended_at: instantOrNull(refund.endedAtMs),
    due_at: instantOrNull(refund.dueAtMs),
  };
}

/** A payment of a wallet's own book with its refunds as JSON. */
export function entryView(entry: BookEntry): object {
  return { ...orderView(entry), refunds: entry.refunds.map(refundView) };
}

function paymentOfPhoneView(payment: PhonePayment): object {
  return { ...entryView(payment), attempts_left: payment.attemptsLeft };
}

/** What a phone shows, as JSON: a `PhoneJson`. */
export function phoneView(facts: PhoneFacts): object {
  const { nowMs, wallet, account, freshCodes, waiting, history } = facts;
  return {
    now: instant(nowMs),
    wallet: wallet.id,
    wallet_name: wallet.name,
    currency: wallet.currency,
    account: accountView(account),
    fresh_codes: freshCodes,
    waiting: waiting.map(paymentOfPhoneView),
    history: history.map(paymentOfPhoneView),
  };
}

/** A test number of reversals as JSON. */
export function reversalTestNumberView(each: ReversalTestNumber): object {
  const { number, amountMinor, reversalBehaviour, meaning } = each;
  return { code_ending: number, amount_minor: amountMinor, reversal_behaviour: reversalBehaviour, meaning };
}

/** A test number of refunds as JSON. */
export function refundTestNumberView(each: RefundTestNumber): object {
  const { amountMinor, refundBehaviour, meaning } = each;
  return { refund_amount_minor: amountMinor, refund_behaviour: refundBehaviour, meaning };
}

/** A test number as JSON. */
export function testNumberView({ number, amountMinor, behaviour, meaning }: TestNumber): object {
  return { code_ending: number, amount_minor: amountMinor, behaviour, meaning };
}
