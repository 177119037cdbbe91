import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALIPAY_CODES } from '../../packages/gateway/src/wallet/alipay/codes.ts';
import type { ChargeOrder, Connector, RefundOrder } from '../../packages/gateway/src/wallet/connector.ts';
import { UNIONPAY_CODES } from '../../packages/gateway/src/wallet/unionpay/codes.ts';
import type { CodeResult, WalletCall, WalletCode } from '../../packages/gateway/src/wallet/wallet-codes.ts';
import { WECHATPAY_CODES } from '../../packages/gateway/src/wallet/wechatpay/codes.ts';
import type { Misbehaviour, Sandbox } from '../../packages/sandbox/src/index.ts';
import { AlipayTown } from './alipay/alipay-town.ts';
import { PATIENT } from './support/gateway-side.ts';
import { UnionPayTown } from './unionpay/unionpay-town.ts';
import { WechatPayTown } from './wechatpay/wechatpay-town.ts';

// Every code a connector knows is one its wallet on this machine can be told to say, and means over the wire what the table
// says it means.

interface Town {
  readonly sandbox: Sandbox;
  readonly connector: Connector;
  order(changes?: Partial<ChargeOrder>): ChargeOrder;
  refundOf(order: ChargeOrder): RefundOrder;
  during<Answer>(call: Promise<Answer>): Promise<Answer>;
  pass(durationMs: number): Promise<void>;
  close(): Promise<void>;
}

interface Case {
  readonly call: WalletCall;
  readonly code: string;
  readonly row: WalletCode;
}

function casesOf(rows: readonly WalletCode[]): readonly Case[] {
  return rows.flatMap((row) => row.calls.map((call) => ({ call, code: row.code, row })));
}

const OPEN = { kind: 'unknown' };

/** What a connector answers to a code, by what the table says it means. */
function expected(call: WalletCall, { result, respcd }: WalletCode): object {
  const answers: Readonly<Record<CodeResult, object>> = {
    paid: { kind: 'paid', amountMinor: 12_880 },
    'waiting for payer': { kind: 'waiting_for_payer' },
    processing:
      call === 'charge' || call === 'query' ? { ...OPEN, processing: true } : { kind: 'processing' },
    unknown: OPEN,
    // Too young to be certain: it may yet arrive.
    'not found': call === 'reverse' ? { kind: 'refused', mayRetry: true } : { kind: 'not_found' },
    'not sent': { kind: 'not_sent' },
    reversed: { kind: 'reversed' },
    declined: { kind: 'declined', respcd, mayStillCharge: false },
    'declined for now': { kind: 'declined', respcd, mayStillCharge: true },
    refused: call === 'reverse' ? { kind: 'refused', respcd, mayRetry: false } : { kind: 'refused', respcd },
    'refused for now':
      call === 'reverse'
        ? { kind: 'refused', respcd, mayRetry: true }
        : { kind: 'refused', respcd, mayStillReturn: true },
    returned: { kind: 'returned' },
  };
  return answers[result];
}

/** Brings a payment to the point where the call takes place, lets the wallet say a code, and makes the call. */
async function answerTo(
  town: Town,
  { call }: Case,
  fault: Misbehaviour | undefined,
  waitingCode: string,
): Promise<unknown> {
  const { connector, sandbox } = town;
  // Wallets count calls about an order, and refunds of one a minute.
  await town.pass(61_000);
  const spoil = (): void => {
    if (fault !== undefined) sandbox.faults.add({ call, fault, times: 1 });
  };
  const order = town.order({ currency: 'CNY', ...(call === 'reverse' ? { authCode: waitingCode } : {}) });
  if (call === 'charge') {
    spoil();
    return town.during(connector.charge(order, PATIENT));
  }
  await town.during(connector.charge(order, PATIENT));
  if (call === 'query') {
    await town.pass(5_000);
    spoil();
    return town.during(connector.query(order, PATIENT));
  }
  if (call === 'reverse') {
    await town.pass(16_000);
    spoil();
    return town.during(connector.reverse(order, PATIENT));
  }
  const refund = town.refundOf(order);
  if (call === 'refund') {
    spoil();
    return town.during(connector.refund(refund, PATIENT));
  }
  await town.during(connector.refund(refund, PATIENT));
  await town.pass(5_000);
  spoil();
  return town.during(connector.queryRefund(refund, PATIENT));
}

function checkAll(
  cases: readonly Case[],
  open: () => Promise<Town>,
  waitingCode: string,
  faultOf: (each: Case) => Misbehaviour | undefined,
  expectedOf: (each: Case) => object = ({ call, row }) => expected(call, row),
): void {
  let town: Town;
  beforeAll(async () => {
    town = await open();
  });
  afterAll(() => town.close());

  it.each(cases)('$call: $code', async (each) => {
    expect(await answerTo(town, each, faultOf(each), waitingCode)).toMatchObject(expectedOf(each));
    expect(town.sandbox.faults.list()).toEqual([]);
  });
}

/** A town whose connector waits for nothing by itself. */
function unhurried(
  town: Omit<Town, 'during' | 'pass'> & { readonly pass: (ms: number) => Promise<void> },
): Town {
  return {
    sandbox: town.sandbox,
    connector: town.connector,
    order: (changes) => town.order(changes),
    refundOf: (order) => town.refundOf(order),
    during: (call) => call,
    pass: (ms) => town.pass(ms),
    close: () => town.close(),
  };
}

describe('Alipay', () => {
  checkAll(
    casesOf(ALIPAY_CODES),
    async () => {
      const town = await AlipayTown.open();
      return unhurried({
        ...{ sandbox: town.sandbox, connector: town.connector },
        order: (changes) => town.order(changes),
        refundOf: (order) => town.refundOf(order),
        async pass(ms) {
          town.time.advance(ms);
        },
        close: () => town.close(),
      });
    },
    '280000000000410004',
    ({ call, code, row: { result } }) => {
      // Said of itself when all is well.
      if (code === 'SUCCESS') return undefined;
      const undecided = result === 'waiting for payer' || result === 'processing';
      return undecided && call !== 'reverse' ? `says-${code}` : `refuse-${code}`;
    },
  );
});

describe('WeChat Pay', () => {
  /** States, told in an answer that is no error. */
  const STATES = new Set(
    'SUCCESS REFUND NOTPAY USERPAYING ACCEPT CLOSED REVOKED PAYERROR PROCESSING REFUNDCLOSE ABNORMAL CHANGE'.split(
      ' ',
    ),
  );
  checkAll(
    casesOf(WECHATPAY_CODES),
    async () => unhurried(await WechatPayTown.open()),
    '130000000000410004',
    ({ call, code }) => (STATES.has(code) && call !== 'reverse' ? `says-${code}` : `refuse-${code}`),
    ({ call, code, row }) =>
      // The number was used before, and an enquiry decides: it finds nothing here.
      call === 'charge' && ['ORDER_PAID', 'OUT_TRADE_NO_USED'].includes(code)
        ? { kind: 'not_found' }
        : expected(call, row),
  );
});

describe.each(['acp', 'partner'] as const)('UnionPay (%s)', (contract) => {
  const prefix = 'partner ';
  const rows = UNIONPAY_CODES.filter(({ code }) => code.startsWith(prefix) === (contract === 'partner'));
  checkAll(
    casesOf(rows),
    () => UnionPayTown.open({ contract }),
    '6200000000000410004',
    ({ call, code }) => {
      const plain = code.replace(prefix, '');
      const told = call === 'query' || call === 'queryRefund';
      if (plain === '00' && !told && call !== 'reverse') return undefined;
      return told ? `says-${plain}` : `refuse-${plain}`;
    },
    ({ call, code, row }) => {
      // "Accepted", and an enquiry finds it paid or returned.
      if (code.endsWith('00') && call === 'charge') return { kind: 'paid' };
      if (code.endsWith('00') && call === 'refund') return { kind: 'returned' };
      // A refund that was returned before, while this one is not there.
      if (code === '45' && call === 'refund') return { kind: 'refused', respcd: '1262' };
      return expected(call, row);
    },
  );
});
