import { signRequest, writeForm } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import { BILL_BYTES_MAX, type FetchedBill } from '../bill-source.ts';
import type { ConnectorPorts } from '../connector-ports.ts';
import { hostOf, type UpstreamSettings } from './settings.ts';

const PATH = '/download/v1/trade_bill';
/** Codes by which a gateway says that there is no statement. */
const NO_STATEMENT: readonly string[] = ['1268', '1136'];
/** Longest text of a refusal that is repeated; the wire has String(128). */
const WORDS_MAX = 128;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Fetches the statement of a day (`/download/v1/trade_bill`), a zip that nobody signs; the connection vouches for it. */
export async function fetchBill(
  settings: UpstreamSettings,
  { http }: ConnectorPorts,
  day: string,
  signal: AbortSignal,
): Promise<FetchedBill> {
  const { appCode, clientKey, signType } = settings;
  const algorithm = signType === 'MD5' ? 'MD5' : 'SHA256';
  const parameters = [['trade_date', day]] as const;
  const reply = await http.send(
    {
      method: 'GET',
      url: `${hostOf(settings).origin}${PATH}?${writeForm(parameters)}`,
      headers: {
        'x-qf-appcode': appCode,
        'x-qf-sign': signRequest(parameters, clientKey, algorithm, nodeDigest),
        'x-qf-signtype': algorithm,
      },
      answerBytesMax: BILL_BYTES_MAX,
    },
    signal,
  );
  if (reply.kind !== 'answer') return { kind: 'failed', reason: reply.reason };
  if (reply.status === 200 && (reply.headers['content-type'] ?? '').startsWith('application/zip')) {
    return { kind: 'bill', bytes: reply.body };
  }
  const { respcd, words } = refusalIn(reply.body);
  if (NO_STATEMENT.includes(respcd)) {
    return { kind: 'none', reason: 'the other gateway has no statement of that day yet' };
  }
  const said = respcd === '' ? `HTTP ${reply.status} without a statement` : respcd;
  return { kind: 'failed', reason: `the other gateway answered ${said}${words}` };
}

/** Code of a refusal and its text in brackets; empty where there is none. */
function refusalIn(body: Buffer): { readonly respcd: string; readonly words: string } {
  const { respcd, respmsg } = membersOf(body);
  const known = typeof respcd === 'string' && /^\d{4}$/.test(respcd);
  const said = typeof respmsg === 'string' ? respmsg.replace(UNPRINTABLE, '?').slice(0, WORDS_MAX) : '';
  return { respcd: known ? respcd : '', words: known && said !== '' ? ` (${said})` : '' };
}

function membersOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(body.toString('utf8'));
    return typeof answer === 'object' && answer !== null ? { ...answer } : {};
  } catch {
    return {};
  }
}
