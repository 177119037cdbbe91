import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeUpCode } from './support/payment-codes.ts';
import { VirtualTime } from './support/virtual-time.ts';
import { freshOrderNumber, type WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const HOUR_MS = 3_600_000;
const SWEEP_MS = 600_000;

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

const REFUSED = { respcd: '1202', respmsg: expect.stringMatching(/^auth_code: /) };

describe('a code that was sent to a wallet', () => {
  it('under twenty order numbers at once is charged once, and the others are refused with 1202', async () => {
    const { auth_code } = await gateway.phoneCode('wechatpayhk');
    const before = await gateway.traces();
    const orders = Array.from({ length: 20 }, () => freshOrderNumber());
    const answers = await Promise.all(
      orders.map((out_trade_no) => shop.pay({ auth_code, out_trade_no, pay_type: '801008' })),
    );
    const paid = answers.filter(({ respcd }) => respcd === '0000');
    expect(paid).toHaveLength(1);
    expect(answers.filter(({ respcd }) => respcd === '1202')).toHaveLength(19);
    expect(await gateway.traces()).toEqual({
      transactions: before.transactions + 1,
      codeUses: before.codeUses + 1,
      walletOrders: before.walletOrders + 1,
    });
    const { rows } = await shop.query({ out_trade_no: orders.join(',') });
    expect(rows).toMatchObject([{ syssn: paid[0]?.syssn, respcd: '0000' }]);
  });

  it('is refused for every other merchant, store and pay type too', async () => {
    const auth_code = madeUpCode();
    await shop.pay({ auth_code });
    const chain = await gateway.partner('REUSE01');
    expect(await chain.forStore('REUSE01').pay({ auth_code })).toMatchObject(REFUSED);
    expect(await shop.pay({ auth_code, pay_type: '800008', txamt: '1' })).toMatchObject(REFUSED);
  });

  it('is refused after a declined payment and in another spelling', async () => {
    const auth_code = madeUpCode();
    await shop.pay({ auth_code, txamt: '401205' });
    const spellings = [`${auth_code}\n`, `]C0${auth_code}`, auth_code.replace(/(\d{4})/g, '$1 ')];
    for (const spelling of spellings) expect(await shop.pay({ auth_code: spelling })).toMatchObject(REFUSED);
  });

  it('leaves the order number of a refused try free for a fresh code', async () => {
    const auth_code = madeUpCode();
    await shop.pay({ auth_code });
    const out_trade_no = freshOrderNumber();
    expect(await shop.pay({ auth_code, out_trade_no })).toMatchObject(REFUSED);
    expect((await shop.pay({ out_trade_no })).respcd).toBe('0000');
  });

  it('as digits is used up with its EMV text only by the wallet, which then declines', async () => {
    const { auth_code, emv_text } = await gateway.phoneCode('unionpay');
    expect((await shop.pay({ auth_code, pay_type: '800708' })).respcd).toBe('0000');
    const { respcd, syssn } = await shop.pay({ auth_code: emv_text, pay_type: '800708' });
    expect(respcd).toBe('1202');
    expect(syssn).not.toBe('');
  });

  it('is refused for 48 hours of running time, and free after the next sweep', async () => {
    /** Until the gateway has swept once more. An answer takes more turns of the loop than a sweep. */
    const sweep = async (): Promise<void> => {
      time.advance(SWEEP_MS);
      await time.whenWaiting(SWEEP_MS);
      await shop.query({ syssn: first.syssn });
    };
    // The sweep at the start of the gateway.
    time.advance(0);
    await time.whenWaiting(SWEEP_MS);
    const auth_code = madeUpCode();
    const first = await shop.pay({ auth_code });
    for (let passedMs = 0; passedMs < 48 * HOUR_MS; passedMs += SWEEP_MS) await sweep();
    expect(await shop.pay({ auth_code })).toMatchObject(REFUSED);
    await sweep();
    const second = await shop.pay({ auth_code });
    expect(second.respcd).toBe('0000');
    expect(second.syssn).not.toBe(first.syssn);
    expect(await shop.pay({ auth_code })).toMatchObject(REFUSED);
  });

  it('still answers its own order after 48 hours and after a year', async () => {
    const order = { auth_code: madeUpCode(), out_trade_no: freshOrderNumber() };
    const paid = await shop.pay(order);
    for (const wait of [49 * HOUR_MS, 365 * 24 * HOUR_MS]) {
      time.advance(wait);
      expect(await shop.pay(order)).toMatchObject({ respcd: '0000', syssn: paid.syssn });
    }
  });
});
