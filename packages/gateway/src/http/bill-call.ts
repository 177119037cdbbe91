import {
  businessDay,
  findAmbiguity,
  findStrangeName,
  PAY_TYPES,
  type PayType,
  readTradeBillRequest,
  TRADE_BILL_NAMES,
  type TradeBillRequest,
} from '@opencpm/protocol';
import type { Readable } from 'node:stream';
import type { BusinessClock } from '../clock/business-clock.ts';
import type { Log } from '../log/log.ts';
import type { Merchant } from '../merchant/merchant.ts';
import type { Refusal } from '../payment/refusal.ts';
import type { StatementStore } from '../store/statement-store.ts';
import { ifWritable } from '../trade/if-writable.ts';
import { readStatement } from '../trade/read-statement.ts';
import { StatementTotals } from '../trade/statement-totals.ts';
import { refusalAnswer, resultMembers, signedAnswer } from './answer.ts';
import { BILL_HEADER, billLine, billTotals } from './bill-csv.ts';
import { zipStream } from './bill-zip.ts';
import type { AuthenticRequest, Call, CallResult } from './call.ts';

/** Statements written at once; each holds some hundred rows and a compression in memory. */
const STATEMENTS_MAX = 4;
const RETRY_AFTER_SECONDS = 5;

const CANNOT_WRITE: Refusal = {
  respcd: '1100',
  message: 'the gateway cannot write now; ask for the statement again later',
};

/** What a statement needs. */
export interface BillCallParts {
  readonly store: StatementStore;
  readonly clock: BusinessClock;
  readonly log: Log;
}

/** `GET /download/v1/trade_bill`: the account statement of a day as a zip (contract section 5.7). */
export function billCall(parts: BillCallParts): Call {
  const underWay = new Set<string>();
  return {
    path: '/download/v1/trade_bill',
    methods: ['GET'],
    event: 'trade_bill',
    async handle(request) {
      const { parameters, merchant } = request;
      const fault =
        findStrangeName(parameters, TRADE_BILL_NAMES) ?? findAmbiguity(parameters, TRADE_BILL_NAMES);
      const read = fault === undefined ? readTradeBillRequest(parameters) : { ok: false as const, ...fault };
      if (!read.ok) return refuse(request, { respcd: '1104', message: `${read.field}: ${read.problem}` });
      const refusal = refuseDay(parts, merchant, read.request);
      if (refusal !== undefined) return refuse(request, refusal);
      if (underWay.has(merchant.appCode) || underWay.size >= STATEMENTS_MAX) return tooMany(request);
      underWay.add(merchant.appCode);
      if (!(await isClosed(parts, read.request))) {
        underWay.delete(merchant.appCode);
        return refuse(request, CANNOT_WRITE);
      }
      const body = statementZip(parts, merchant, read.request);
      body.once('close', () => underWay.delete(merchant.appCode));
      body.once('error', (error) => {
        parts.log.warn('trade_bill_cut_off', { app: merchant.appCode, why: error.message });
      });
      return { answer: zipAnswer(read.request.tradeDate, body), log: { respcd: '0000' } };
    },
  };
}

function refuseDay(
  { clock }: BillCallParts,
  merchant: Merchant,
  request: TradeBillRequest,
): Refusal | undefined {
  if (merchant.status === 'disabled') return { respcd: '1243', message: 'this app code is disabled' };
  // Days are compared by their name: the day of sysdtm, whose clock never runs backwards, is over or it is not.
  if (businessDay(request.day.fromMs) < businessDay(clock.nowMs())) return undefined;
  return { respcd: '1104', message: 'trade_date: this day is not over yet (UTC+8); ask for an earlier one' };
}

/** Whether it is on the disk that the day has had its statement: nothing may be added to it from now on. */
async function isClosed({ store, log }: BillCallParts, { day }: TradeBillRequest): Promise<boolean> {
  const closed = await ifWritable(log, () => store.closeDay(day.toMs).then(() => true));
  return closed === true;
}

function statementZip({ store }: BillCallParts, merchant: Merchant, request: TradeBillRequest): Readable {
  const { merchantNumber } = merchant;
  const entries = PAY_TYPES.map((payType) => ({
    path: `${request.tradeDate}_${payType}.csv`,
    text: () => statementText(store, { merchantNumber, payType, window: request.day }),
  }));
  return zipStream(entries, request.day.toMs);
}

async function* statementText(
  store: StatementStore,
  request: {
    readonly merchantNumber: number;
    readonly payType: PayType;
    readonly window: TradeBillRequest['day'];
  },
): AsyncGenerator<string> {
  yield BILL_HEADER;
  const totals = new StatementTotals();
  for await (const lines of readStatement(store, request)) {
    let text = '';
    for (const line of lines) {
      totals.add(line);
      text += billLine(line);
    }
    yield text;
  }
  if (totals.lines > 0) yield billTotals(request.payType, totals);
}

function zipAnswer(tradeDate: string, body: Readable): CallResult['answer'] {
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="trade_bill_${tradeDate}.zip"`,
      'Cache-Control': 'no-store',
    },
    body,
  };
}

function tooMany({ answerKey }: AuthenticRequest): CallResult {
  const why = `another statement is being written; nothing was started, ask again in ${RETRY_AFTER_SECONDS} s`;
  return {
    answer: signedAnswer(resultMembers('1297', why), answerKey, 429, {
      'Retry-After': String(RETRY_AFTER_SECONDS),
    }),
    log: { respcd: '1297', why },
  };
}

function refuse(request: AuthenticRequest, refusal: Refusal): CallResult {
  return {
    answer: refusalAnswer(refusal, request.answerKey),
    log: { respcd: refusal.respcd, why: refusal.message },
  };
}
