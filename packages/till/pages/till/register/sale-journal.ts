import type { Attempt, AttemptProgress, Verdict } from '@opencpm/client';
import { IndexedDbJournal } from '@opencpm/client/browser';
import type { SaleSummary } from '../../../src/page-api/index.ts';

/** How long the page remembers a scan. */
const KEEP_MS = 7 * 24 * 3_600_000;

let opening: Promise<IndexedDbJournal | undefined> | undefined;

/**
 * The journal of the scans this browser has sent. The server's journal is the one the money hangs on; this one lets a
 * page that was killed know what it had begun, and keeps two tabs from sending the same code. Absent in a browser that
 * keeps nothing: then the server's word alone counts.
 */
export function saleJournal(): Promise<IndexedDbJournal | undefined> {
  opening ??= IndexedDbJournal.open({ name: 'opencpm-till-scans', keepMs: KEEP_MS }).catch(() => undefined);
  return opening;
}

/** What is written down of a scan before it leaves. */
export interface ScanFacts {
  readonly scanId: string;
  readonly basketId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly code: string;
}

/** The entry of a scan. The code itself is never kept: a digest recognises it. */
export async function scanEntry({
  scanId,
  basketId,
  amountMinor,
  currency,
  code,
}: ScanFacts): Promise<Attempt> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`till scan ${code}`));
  return {
    orderNumber: scanId,
    basketId,
    amountMinor,
    currency,
    payType: '',
    storeId: undefined,
    authCodeHash: Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    callerTime: '',
    startedAtMs: Date.now(),
    signType: 'SHA256',
    stage: 'sending',
    syssn: '',
    verdict: undefined,
    release: undefined,
  };
}

/** Whether a scan that reached the server is so old that nobody asks for it here any more. */
export function isForgotten({ stage, startedAtMs }: Attempt): boolean {
  return stage !== 'sending' && Date.now() - startedAtMs > KEEP_MS;
}

/** Writes down what became of a scan. */
async function update(scanId: string, progress: AttemptProgress): Promise<void> {
  const journal = await saleJournal();
  await journal?.update(scanId, progress).catch(() => undefined);
}

/** The server said that it began nothing for the scan, or does not know it. */
export function closeAsNotBegun(scanId: string, reason: string): Promise<void> {
  const verdict: Verdict = { kind: 'not_begun', reason };
  return update(scanId, { stage: 'ended', syssn: '', verdict });
}

/** The server has the scan; what it says of the sale is written down. */
export function noteSale(scanId: string, { state, syssn, walletNumber }: SaleSummary): Promise<void> {
  const verdict = verdictOf(state, walletNumber);
  const open = state === 'unresolved' ? 'unresolved' : 'polling';
  return update(scanId, { stage: verdict === undefined ? open : 'ended', syssn, verdict });
}

function verdictOf(state: SaleSummary['state'], walletNumber: string): Verdict | undefined {
  switch (state) {
    case 'open':
    case 'unresolved':
      return undefined;
    case 'paid':
    case 'part_refunded':
    case 'refunded':
      return { kind: 'paid', paidAt: '', walletNumber };
    case 'not_paid':
      return { kind: 'declined', respcd: '', reason: 'not paid' };
  }
}
