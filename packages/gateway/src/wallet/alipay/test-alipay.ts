import type { ChargeOrder, RefundOrder } from '../connector.ts';
import type { ConnectorPorts } from '../connector-ports.ts';
import type { WalletExchange, WalletHttp, WalletReply, WalletRequest } from '../http/wallet-http.ts';
import type { AlipayDialectName } from './dialect.ts';
import { readPrivateKey, readPublicKey, signatureHeader } from './signature.ts';
import type { AlipaySettings } from './settings.ts';
import { TEST_CLIENT_ID, TEST_KEYS } from './test-vectors.ts';

/** 2026-01-02 10:00:00 in Hong Kong. */
export const TEST_NOW_MS = Date.UTC(2026, 0, 2, 2);
export const WALLET_KEY = readPrivateKey(TEST_KEYS.walletPrivate);

/** Settings of a sandbox client. */
export function testSettings(dialect: AlipayDialectName = 'ams'): AlipaySettings {
  return {
    dialect,
    host: new URL('https://open-sea-global.alipay.com'),
    clientId: TEST_CLIENT_ID,
    keyVersion: 1,
    privateKey: readPrivateKey(TEST_KEYS.merchantPrivate),
    walletPublicKey: readPublicKey(TEST_KEYS.walletPublic),
    agentToken: undefined,
    billFiles: undefined,
    notifyUrl: 'https://gw.example.test/alipay/notify',
    merchantId: 'M0001',
    merchantMcc: '5814',
    storeId: 'S0001',
    storeNames: { S0001: 'Test Cafe Central' },
    terminalId: 'T01',
    merchantRegion: undefined,
    settlementCurrency: undefined,
    acquirerId: dialect === 'alipayhk' ? 'A1' : undefined,
    pspId: dialect === 'alipayhk' ? 'P1' : undefined,
  };
}

/** A sale of HKD 38.00. */
export const TEST_ORDER: ChargeOrder = {
  channelOrderId: '20260102000100020000000001',
  family: 'alipay',
  payType: '800108',
  authCode: '288888888888888888',
  amountMinor: 3_800,
  currency: 'HKD',
  description: '奶茶 Milk tea',
  creditBarred: false,
  createdAtMs: TEST_NOW_MS,
  merchantNumber: 1,
  merchantName: 'Test Cafe',
  storeId: '',
  deviceId: '',
};

/** A refund of HKD 10.00 of that sale. */
export const TEST_REFUND: RefundOrder = {
  channelRefundId: '20260102000100020000000002',
  channelOrderId: TEST_ORDER.channelOrderId,
  family: 'alipay',
  walletNumber: '202601021940108001001880000000000001',
  amountMinor: 1_000,
  paymentAmountMinor: 3_800,
  currency: 'HKD',
  createdAtMs: TEST_NOW_MS + 60_000,
  paymentCreatedAtMs: TEST_NOW_MS,
};

/** An answer as Alipay would sign it. */
export function signedReply(url: string, content: object | string): WalletReply {
  const { pathname: path } = new URL(url);
  const time = '2026-01-02T10:00:02+08:00';
  const body = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  const parts = { path, clientId: TEST_CLIENT_ID, time, body };
  return {
    kind: 'answer',
    status: 200,
    headers: { 'response-time': time, signature: signatureHeader(parts, WALLET_KEY, '1') },
    body,
  };
}

/** A result envelope. */
export function resultOf(resultStatus: string, resultCode: string, resultMessage = 'words'): object {
  return { result: { resultStatus, resultCode, resultMessage } };
}

/** A network whose answers a test makes up; it keeps what was sent and what was alerted. */
export class ScriptedHttp implements WalletHttp {
  readonly sent: WalletRequest[] = [];
  readonly alerts: string[] = [];
  answer: (request: WalletRequest) => WalletExchange;

  constructor(answer: (request: WalletRequest) => WalletExchange) {
    this.answer = answer;
  }

  async send(request: WalletRequest): Promise<WalletExchange> {
    this.sent.push(request);
    return this.answer(request);
  }

  close(): void {
    this.sent.length = 0;
  }

  /** The bodies that were sent, read again. */
  get bodies(): readonly unknown[] {
    return this.sent.map(({ body }) => JSON.parse(String(body)));
  }

  ports(nowMs = TEST_NOW_MS): ConnectorPorts {
    return {
      name: 'alipay',
      http: this,
      clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
      timers: { after: () => () => undefined },
      randomBytes: (length) => new Uint8Array(length),
      alert: (why) => this.alerts.push(why),
    };
  }
}
