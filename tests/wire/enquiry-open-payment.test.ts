import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualTime } from './support/virtual-time.ts';
import type { WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

describe('an enquiry by number of a payment that is still open asks its wallet', () => {
  it('1143 becomes 0000 when the customer approves, and the row is that of any paid payment', async () => {
    const { auth_code } = await gateway.phoneCode('alipayhk');
    const waiting = await shop.pay({ auth_code, txamt: '150000' });
    expect(waiting.respcd).toBe('1143');
    const open = await shop.query({ syssn: waiting.syssn });
    expect(open.rows).toMatchObject([{ respcd: '1143', cancel: '0', paydtm: '', chnlsn: '' }]);

    await gateway.sandbox('/payments/latest/approve', { password: '123456' });
    const paid = await shop.query({ out_trade_no: String(waiting.body['out_trade_no']) });
    expect(paid.rows).toMatchObject([
      { respcd: '0000', syssn: waiting.syssn, txamt: '150000', errmsg: '交易成功', cash_fee: '150000' },
    ]);
    expect(paid.rows[0]?.['paydtm']).not.toBe('');
    expect(paid.rows[0]?.['chnlsn']).not.toBe('');
  });

  it('1143 becomes the code of the refusal when the customer refuses', async () => {
    const waiting = await shop.pay({ txamt: '401143' });
    await gateway.sandbox('/payments/latest/refuse', {});
    const { rows } = await shop.query({ syssn: waiting.syssn });
    expect(rows).toMatchObject([{ respcd: '1205', cancel: '0', paydtm: '' }]);
  });

  it('1143 becomes 1142 when the customer does nothing', async () => {
    const waiting = await shop.pay({ txamt: '401143' });
    time.advance(180_000);
    const { rows } = await shop.query({ syssn: waiting.syssn });
    expect(rows).toMatchObject([{ respcd: '1142' }]);
  });

  it('and a payment that turns 0000 by this very enquiry is found under respcd=0000', async () => {
    const { syssn } = await shop.pay({ txamt: '401143' });
    await gateway.sandbox(`/payments/${syssn}/approve`, {});
    const { rows } = await shop.query({ syssn, respcd: '0000' });
    expect(rows).toMatchObject([{ syssn, respcd: '0000' }]);
    expect((await shop.query({ syssn, respcd: '1143' })).rows).toEqual([]);
  });

  it('also when newer payments of the same enquiry fill the page that the filter thins out', async () => {
    const { syssn } = await shop.pay({ txamt: '401143' });
    const declined: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      time.advance(1_000);
      declined.push((await shop.pay({ txamt: '401205' })).syssn);
    }
    await gateway.sandbox(`/payments/${syssn}/approve`, {});
    const { rows } = await shop.query({
      syssn: [syssn, ...declined].join(','),
      respcd: '0000',
      page_size: '2',
    });
    expect(rows).toMatchObject([{ syssn, respcd: '0000' }]);
  });

  it('but one without numbers shows what is recorded', async () => {
    const lone = await gateway.merchant();
    const { syssn } = await lone.pay({ txamt: '401143' });
    await gateway.sandbox(`/payments/${syssn}/approve`, {});
    expect((await lone.query()).rows).toMatchObject([{ syssn, respcd: '1143' }]);
    expect((await lone.query({ syssn })).rows).toMatchObject([{ syssn, respcd: '0000' }]);
    expect((await lone.query()).rows).toMatchObject([{ syssn, respcd: '0000' }]);
  });

  it('and forty who ask at once all hear the truth', async () => {
    const { syssn } = await shop.pay({ txamt: '401143' });
    await gateway.sandbox(`/payments/${syssn}/approve`, {});
    const answers = await Promise.all(Array.from({ length: 40 }, () => shop.query({ syssn })));
    for (const { rows } of answers) expect(rows).toMatchObject([{ syssn, respcd: '0000' }]);
  });
});
