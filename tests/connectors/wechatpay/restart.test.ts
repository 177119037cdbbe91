import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WAITS } from './behaviour-code.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { INSTITUTION_SETTINGS, WechatPayTown } from './wechatpay-town.ts';

// What the server knows outlives it.

let folder: string;
let town: WechatPayTown;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opencpm-wechatpay-'));
  town = await WechatPayTown.open({ file: join(folder, 'wallets.db') });
});
afterEach(async () => {
  await town.close();
  rmSync(folder, { recursive: true });
});

async function restart(): Promise<void> {
  const { time } = town;
  await town.close();
  town = await WechatPayTown.open({ file: join(folder, 'wallets.db'), time });
}

it('an order that waits is still revoked 45 s after it was made', async () => {
  const order = town.order({ authCode: WAITS });
  await town.connector.charge(order, PATIENT);
  town.time.advance(20_000);
  await restart();
  expect(await town.connector.query(order, PATIENT)).toEqual({ kind: 'waiting_for_payer' });
  await town.pass(25_000);
  expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'reversed' });
  await restart();
  expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'reversed' });
});

it('an order whose time ran out meanwhile is revoked at once', async () => {
  const order = town.order({ authCode: WAITS });
  await town.connector.charge(order, PATIENT);
  const { time } = town;
  await town.close();
  time.advance(60_000);
  town = await WechatPayTown.open({ file: join(folder, 'wallets.db'), time });
  await town.pass(0);
  expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'reversed' });
});

it('an order still belongs to its shop, under both its numbers, and is paid once', async () => {
  const order = town.order();
  const paid = await town.connector.charge(order, PATIENT);
  const walletNumber = paid.kind === 'paid' ? paid.walletNumber : '';
  await restart();
  expect(await town.connector.query(order, PATIENT)).toEqual(paid);
  expect(await town.connector.charge(order, PATIENT)).toEqual(paid);
  const other = town.connect({
    ...INSTITUTION_SETTINGS,
    sub_mchid: '1900000110',
    merchant_category_code: '5942',
  });
  expect((await other.query(order, PATIENT)).kind).toBe('unknown');
  const refund = await town.connector.refund(town.refundOf(order, { walletNumber }), PATIENT);
  expect(refund.kind).toBe('returned');
});
