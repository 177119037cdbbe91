import { describe, expect, it } from 'vitest';
import { madeUpCode } from './support/payment-codes.ts';
import { GatewayProcess } from './support/gateway-process.ts';
import { readLogLines, SecretWatch } from './support/secret-watch.ts';
import { PAYMENT_PATH, paymentOf, WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';
import { digestOf, type Parameters, signatureOf } from './support/wire-signing.ts';

/** Characters that some reader of logs takes for the end of a line, or that forge an entry behind it. */
const LINE_ENDS = ['\n', '\r\n', '\r', '\u0085', '\u2028', '\u2029', '\n{"level":"info","event":"forged"}\n'];

/** Everything a till can say or get wrong, with line ends in every parameter and header that takes them. */
async function saySomethingOfEverything(till: WireClient): Promise<void> {
  const { appCode, clientKey } = till.credentials;
  const code = madeUpCode();
  await till.pay({ auth_code: code });
  await till.pay({ auth_code: code });
  await till.pay({ txamt: '401143' });
  await till.pay({ txamt: '401205' });
  await till.pay({}, { algorithm: 'SHA256' });
  await till.pay({ txamt: '0' });
  await till.pay({ pay_type: '800208' });
  await till.pay({ auth_code: 'https://qr.alipay.com/fkx12345abcdefgh' });
  await till.pay({ key: clientKey });
  await till.query();
  await till.query({}, { method: 'GET' });
  await till.query({ page: '0' });
  await till.send('/nowhere', paymentOf());
  await till.send(PAYMENT_PATH, paymentOf(), { body: 'a=1&a=1' });
  await till.send(PAYMENT_PATH, paymentOf(), { body: 'x'.repeat(70_000) });
  await till.pay({}, { headers: { 'X-QF-SIGN': digestOf('MD5', 'anything') } });
  await till.pay({}, { headers: { 'X-QF-SIGN': digestOf('SHA256', 'anything'), 'X-QF-SIGNTYPE': 'SHA256' } });
  await till.pay({}, { headers: { 'X-QF-APPCODE': 'F'.repeat(32) } });
  for (const end of LINE_ENDS) {
    const ended: Parameters = Object.fromEntries(
      Object.entries({ ...paymentOf(), goods_name: 'Tea', udid: 'A', mchid: 'M', [`x`]: 'y' }).map(
        ([name, value]) => [name, `${value}${end}more`],
      ),
    );
    await till.send(PAYMENT_PATH, ended);
    for (const name of Object.keys(ended)) await till.pay({ [name]: ended[name] });
    await till.query({ syssn: `1${end}`, out_trade_no: `A${end}` });
  }
  for (const header of ['X-QF-APPCODE', 'X-QF-SIGN', 'X-QF-SIGNTYPE', 'Content-Type', 'User-Agent']) {
    const headers = new Map([
      ['X-QF-APPCODE', appCode],
      ['X-QF-SIGN', signatureOf({}, clientKey)],
    ]);
    headers.set(header, `A\u0085{"level":"info","event":"forged"}`);
    await till.sendBytes(`POST ${PAYMENT_PATH}`, [...headers], 'a=1');
  }
}

/** What a confused developer puts into the wrong header. */
async function mixUpCredentials(till: WireClient): Promise<void> {
  const { clientKey } = till.credentials;
  await till.pay({}, { headers: { 'X-QF-APPCODE': clientKey } });
  await till.pay({}, { headers: { 'X-QF-APPCODE': clientKey.toLowerCase(), 'X-QF-SIGN': undefined } });
  const parameters = paymentOf();
  const signature = signatureOf(parameters, clientKey);
  await till.send(PAYMENT_PATH, parameters, { headers: { 'X-QF-APPCODE': signature } });
  const code = madeUpCode();
  await till.pay({ auth_code: code }, { headers: { 'X-QF-APPCODE': code } });
}

/** One object per line, nothing forged, and none of the secrets. */
function judge(text: string, watch: SecretWatch, events: readonly string[]): void {
  const entries = readLogLines(text);
  expect(watch.size).toBeGreaterThan(50);
  expect(watch.leaksIn(text)).toEqual([]);
  const told = new Set(entries.map(({ event }) => event));
  for (const event of events) expect(told).toContain(event);
  expect(told).not.toContain('forged');
  for (const entry of entries) {
    expect(entry).toMatchObject({
      level: expect.stringMatching(/^(info|warn|alert)$/),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      event: expect.any(String),
    });
  }
}

describe('the log of a gateway', () => {
  it('holds one JSON object per line and no secret, whatever is sent', async () => {
    const gateway = await WireGateway.start();
    try {
      const till = await gateway.merchant();
      await saySomethingOfEverything(till);
      await mixUpCredentials(till);
      const entries = await gateway.logEntries();
      const text = `${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`;
      judge(text, gateway.watch, ['payment', 'query']);
      expect(entries.find(({ respcd }) => respcd === '0000')).toMatchObject({
        app: till.credentials.appCode,
      });
    } finally {
      // Judges the text of the log itself once more.
      await gateway.close();
    }
  });

  it('on standard error of a process holds one JSON object per line and no secret either', async () => {
    const running = await GatewayProcess.start(true);
    const watch = new SecretWatch();
    watch.add('master key', running.masterKey);
    let stopped: Awaited<ReturnType<GatewayProcess['stop']>>;
    try {
      for (const credentials of running.credentials) {
        const till = new WireClient(running.url, credentials, watch);
        await saySomethingOfEverything(till);
        await mixUpCredentials(till);
      }
    } finally {
      stopped = await running.stop();
    }
    expect(stopped.exitCode).toBe(0);
    judge(stopped.errorText, watch, ['payment', 'query', 'stopped']);
  });

  it('that cannot be written stops no payment', async () => {
    const running = await GatewayProcess.start(false);
    let stopped: Awaited<ReturnType<GatewayProcess['stop']>>;
    try {
      const [credentials = { appCode: '', clientKey: '' }] = running.credentials;
      const till = new WireClient(running.url, credentials, new SecretWatch());
      for (let count = 0; count < 100; count += 1) expect((await till.pay()).respcd).toBe('0000');
      expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
    } finally {
      stopped = await running.stop();
    }
    expect(stopped.exitCode).toBe(0);
  });
});
