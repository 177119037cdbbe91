import { inflateSync } from 'node:zlib';
import { BILL_BYTES_MAX, eightDigits, type FetchedBill } from '../bill-source.ts';
import { zipEntries } from '../zip-entries.ts';
import { ACP_PATHS, type AcpLine, callAcp } from './acp-exchange.ts';
import { fileTransfer } from './acp-messages.ts';
import type { UnionPaySettings } from './settings.ts';

/** UnionPay's word for a day of which there is no file. */
const NO_FILE = '98';

/**
 * Fetches the bill of a day by file transfer (76/01). The answer carries the file as text: Base64 of a deflated zip, as
 * UnionPay's own samples unpack it.
 */
export async function fetchBill(
  line: AcpLine,
  settings: UnionPaySettings,
  day: string,
  signal: AbortSignal,
): Promise<FetchedBill> {
  const message = fileTransfer(eightDigits(day).slice(4), line.ports.clock.nowMs(), settings);
  const exchange = await callAcp(
    { ...line, host: settings.fileHost },
    ACP_PATHS.file,
    message,
    signal,
    BILL_BYTES_MAX,
  );
  if (exchange.kind !== 'answer') return failed(exchange.reason);
  const { respCode = '', fileContent = '' } = exchange.fields;
  if (respCode === NO_FILE) {
    return {
      kind: 'none',
      reason: 'UnionPay has no file of that day: nothing happened, or it is not ready yet',
    };
  }
  if (respCode !== '00') return failed(`UnionPay answered ${respCode.slice(0, 8)}`);
  const files = unpacked(fileContent);
  const [file] = files ?? [];
  if (file === undefined || files?.length !== 1) return failed('the file of UnionPay cannot be unpacked');
  return { kind: 'bill', bytes: file.bytes };
}

function unpacked(content: string): ReturnType<typeof zipEntries> {
  try {
    const zip = inflateSync(Buffer.from(content, 'base64'), { maxOutputLength: BILL_BYTES_MAX });
    return zipEntries(zip, BILL_BYTES_MAX);
  } catch {
    return undefined;
  }
}

function failed(reason: string): FetchedBill {
  return { kind: 'failed', reason };
}
