import { computed, signal } from '@preact/signals';
import type { RegisterSnapshot, SaleList, SaleRequest, SaleSummary } from '../../../src/page-api/index.ts';
import { type Failure, get, post } from '../api/till-call.ts';
import { play } from '../shell/sound.ts';
import { type Basket, basketNow, clearAmount, restoreBasket } from './basket.ts';
import { type Notice, notice } from './notice.ts';
import { barrier, lookAgain, snapshot, take } from './register-state.ts';
import { closeAsNotBegun, isForgotten, saleJournal, scanEntry } from './sale-journal.ts';
import { followScan, salesOf } from './scan-ends.ts';

/** The same code again within this time is one scan, whatever the scanner thinks. */
const DOUBLE_SCAN_MS = 3_000;
/** A code older than this is not sent any more: it may have changed on the phone. */
const RESEND_UNTIL_MS = 45_000;
const RESEND_WAIT_MS = 1_000;
/** How long a page that was reloaded waits for a scan that may be on its way still. */
const LATE_ARRIVAL_MS = 3_000;

/** A scan on its way to the till's server. */
export interface Sending {
  readonly basket: Basket;
  readonly scanId: string;
  readonly sinceMs: number;
  /** The answer did not come; the same scan is sent again. */
  readonly repeated: boolean;
}

/** The scan the server has not answered for yet. */
export const sending = signal<Sending | undefined>(undefined);
/** Is it another customer? An open payment has the same amount. */
export const question = signal<{ readonly code: string; readonly sale: SaleSummary | undefined } | undefined>(
  undefined,
);

/** Whether a scan may begin something now. */
const isBusy = computed(
  () =>
    sending.value !== undefined || snapshot.value?.state.kind === 'waiting' || question.value !== undefined,
);

let lastScan = { code: '', atMs: Number.NEGATIVE_INFINITY };

function isDoubleScan(code: string): boolean {
  const atMs = performance.now();
  const isSame = lastScan.code === code && atMs - lastScan.atMs < DOUBLE_SCAN_MS;
  lastScan = { code, atMs };
  return isSame;
}

function tell(news: Notice): void {
  notice.value = news;
  play('refused');
}

/** What a scan would be charged for now; a refusal that may be tried again keeps its basket. */
function basketToCharge(): Basket | undefined {
  const state = snapshot.value?.state;
  if (state?.kind !== 'not_paid') return state?.kind === 'paid' ? undefined : basketNow();
  if (!state.mayRetry) return undefined;
  const { basketId, amountMinor, currency } = state.sale;
  return { basketId, amountMinor, currency };
}

/** Why a scan begins nothing now; undefined when it may. */
function obstacle(): Notice | undefined {
  if (isBusy.value) return { kind: 'busy' };
  const why = barrier.value;
  if (why !== undefined) return { kind: 'no_line', why };
  return snapshot.value?.state.kind === 'unresolved' ? { kind: 'unresolved_first' } : undefined;
}

/** A code was scanned or typed: charges what is on the keypad, at most once. */
export function charge(code: string, otherCustomer = false): void {
  performance.mark('scan');
  if (isDoubleScan(code) && !otherCustomer) return;
  const basket = basketToCharge();
  const news = obstacle() ?? (basket === undefined ? ({ kind: 'no_amount' } as const) : undefined);
  if (basket === undefined || news !== undefined) {
    if (news !== undefined) tell(news);
    return;
  }
  notice.value = undefined;
  const scanId = crypto.randomUUID();
  // Set in the same turn: whatever comes next finds the register busy.
  sending.value = { basket, scanId, sinceMs: performance.now(), repeated: false };
  play('scanned');
  const request: SaleRequest = { scanId, ...basket, code, ...(otherCustomer ? { otherCustomer } : {}) };
  void begin(request, basket);
}

async function begin(request: SaleRequest, basket: Basket): Promise<void> {
  const { scanId, code } = request;
  const journal = await saleJournal();
  // A second tab, or a page that was killed, may have sent this code or this basket already: the server knows.
  const entry = await scanEntry({ ...request, code });
  const earlier = await journal?.begin(entry).catch(() => undefined);
  // Nobody waits for the journal: what is charged is decided by the server alone.
  if (earlier !== undefined) void settleEntries();
  const send = (): Promise<void> => deliver(request, basket);
  await (journal === undefined || earlier !== undefined ? send() : journal.exclusively(scanId, send));
}

/** Sends until there is an answer. The server takes a scan with the same id once, however often it comes. */
async function deliver(request: SaleRequest, basket: Basket): Promise<void> {
  const { scanId } = request;
  for (;;) {
    performance.mark('request');
    const answer = await post<RegisterSnapshot>('/sales', request);
    if (answer.ok) return taken(answer.value, scanId, basket);
    if (answer.error.code !== 'no_answer') return refused(answer.error, request, basket);
    const current = sending.value;
    if (current?.scanId !== scanId) return;
    if (await arrived(scanId, basket)) return;
    if (performance.now() - current.sinceMs > RESEND_UNTIL_MS) return giveUp(scanId, basket);
    sending.value = { ...current, repeated: true };
    await pause(RESEND_WAIT_MS);
  }
}

/** The code is too old to be sent again. What became of the scan is asked until the server answers. */
async function giveUp(scanId: string, basket: Basket): Promise<void> {
  while (!(await lookAgain())) await pause(RESEND_WAIT_MS);
  if (await arrived(scanId, basket)) return;
  await notBegun(scanId, basket, { kind: 'not_begun' });
}

function taken(news: RegisterSnapshot, scanId: string, basket: Basket): void {
  take(news);
  const sale = saleOf(news, basket.basketId);
  if (sale === undefined) {
    // The register waits for a payment of another tab: nothing was begun.
    void notBegun(scanId, basket, { kind: 'busy' });
    return;
  }
  void followScan(scanId, sale);
  clearAmount();
  sending.value = undefined;
}

async function arrived(scanId: string, basket: Basket): Promise<boolean> {
  const known = snapshot.value;
  const sale = known === undefined ? undefined : saleOf(known, basket.basketId);
  // An earlier try for the basket that was refused says nothing about this one.
  if (known === undefined || sale === undefined || sale.state === 'not_paid') return false;
  taken(known, scanId, basket);
  return true;
}

async function refused(error: Failure, request: SaleRequest, basket: Basket): Promise<void> {
  if (error.code === 'same_amount_open') {
    await closeAsNotBegun(request.scanId, error.code);
    sending.value = undefined;
    restoreBasket(basket);
    question.value = { code: request.code, sale: 'sale' in error ? error.sale : undefined };
    play('refused');
    return;
  }
  await notBegun(request.scanId, basket, noticeOf(error));
  if (error.code === 'basket_open' || error.code === 'conflict') await lookAgain();
}

function noticeOf(error: Failure): Notice {
  if (error.code === 'gateway_unreachable') return { kind: 'no_line', why: 'gateway_unreachable' };
  if (error.code === 'code_refused' && error.words !== undefined) {
    return { kind: 'code_refused', words: error.words };
  }
  const isKnown = error.code === 'code_used' || error.code === 'basket_open' || error.code === 'basket_paid';
  return isKnown ? { kind: error.code, sale: error.sale } : { kind: 'failed' };
}

async function notBegun(scanId: string, basket: Basket, news: Notice): Promise<void> {
  if (snapshot.value?.state.kind === 'ready') restoreBasket(basket);
  sending.value = undefined;
  tell(news);
  await closeAsNotBegun(scanId, news.kind);
}

/** The newest sale of a basket the server speaks of. */
function saleOf(known: RegisterSnapshot, basketId: string): SaleSummary | undefined {
  return salesOf(known).find((sale) => sale.basketId === basketId);
}

/** Writes down what the server says of every scan without an end in the journal. */
async function settleEntries(): Promise<void> {
  const journal = await saleJournal();
  const entries = (await journal?.listOpen()) ?? [];
  if (entries.length === 0) return;
  const answer = await get<SaleList>('/sales?limit=100');
  if (!answer.ok) return;
  for (const entry of entries) {
    const { orderNumber, basketId } = entry;
    const sale = answer.value.sales.find((each) => each.basketId === basketId);
    if (sale !== undefined) await followScan(orderNumber, sale);
    // The journal lets go of what has ended only.
    else if (isForgotten(entry)) await closeAsNotBegun(orderNumber, 'forgotten');
  }
}

/**
 * After a reload: a scan that this page had begun before it died may have reached the server or not. Until that is known
 * the register shows it as on its way; then the amount is back on the keypad, under the same basket.
 */
export async function recoverScans(): Promise<void> {
  const journal = await saleJournal();
  await settleEntries();
  for (const { orderNumber, basketId, amountMinor, currency, stage } of (await journal?.listOpen()) ?? []) {
    if (stage !== 'sending') continue;
    const basket = { basketId, amountMinor, currency };
    await journal?.exclusively(orderNumber, () => awaitArrival(orderNumber, basket));
  }
}

async function awaitArrival(scanId: string, basket: Basket): Promise<void> {
  const sinceMs = performance.now();
  sending.value = { basket, scanId, sinceMs, repeated: true };
  while (performance.now() - sinceMs < LATE_ARRIVAL_MS || snapshot.value === undefined) {
    await lookAgain();
    if (await arrived(scanId, basket)) return;
    await pause(RESEND_WAIT_MS / 2);
  }
  await giveUp(scanId, basket);
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** The cashier has answered whether it is another customer. */
export function answerQuestion(isOther: boolean): void {
  const asked = question.value;
  question.value = undefined;
  if (asked !== undefined && isOther) charge(asked.code, true);
}
