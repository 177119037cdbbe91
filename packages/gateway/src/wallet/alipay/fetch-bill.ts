import { BILL_BYTES_MAX, eightDigits, type FetchedBill } from '../bill-source.ts';
import type { ConnectorPorts } from '../connector-ports.ts';
import type { AlipaySettings } from './settings.ts';

const BY_HAND =
  'Alipay lays its files on an SFTP server (/v1/settlements/…): fetch transactionItems of that day, or name a mirror of it in bill_files';

/** Fetches the transactions of a day from where the operator mirrors Alipay's SFTP server. Alipay itself has no call for it. */
export async function fetchBill(
  { billFiles }: AlipaySettings,
  { http }: ConnectorPorts,
  day: string,
  signal: AbortSignal,
): Promise<FetchedBill> {
  if (billFiles === undefined) return { kind: 'by_hand', reason: BY_HAND };
  const digits = eightDigits(day);
  const fetchPart = (part: string) =>
    http.send(
      {
        method: 'GET',
        url: `${billFiles.replace(/\/$/, '')}/${digits}/transactionItems_${digits}_${part}.csv`,
        headers: { accept: 'text/csv' },
        answerBytesMax: BILL_BYTES_MAX,
      },
      signal,
    );
  const first = await fetchPart('000');
  if (first.kind !== 'answer') return { kind: 'failed', reason: first.reason };
  if (first.status === 404) return { kind: 'none', reason: 'the mirror has no file of that day yet' };
  if (first.status !== 200) return { kind: 'failed', reason: `the mirror answered HTTP ${first.status}` };
  const second = await fetchPart('001');
  if (second.kind === 'answer' && second.status === 404) return { kind: 'bill', bytes: first.body };
  return {
    kind: 'failed',
    reason: 'the day has several files, or the mirror does not say; join them and give the file with --bill',
  };
}
