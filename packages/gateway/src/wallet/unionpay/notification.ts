import type { ConnectorPorts } from '../connector-ports.ts';
import type {
  NotificationReading,
  NotificationReceiver,
  NotificationReply,
  WalletNotification,
} from '../notification-receiver.ts';
import { flawOf } from './acp-exchange.ts';
import { acpLineOf } from './acp-line.ts';
import { type AskBudget, askBudgetOf } from './ask-budget.ts';
import { type Fields, readForm } from './fields.ts';
import { readPartnerMessage } from './partner-exchange.ts';
import type { UnionPaySettings } from './settings.ts';
import { isSignedByKey } from './signature.ts';

const TEXT = { 'Content-Type': 'text/plain; charset=UTF-8' };
const ACKNOWLEDGED: NotificationReply = { status: 200, headers: TEXT, body: 'success' };
const LATER: NotificationReply = { status: 503, headers: TEXT, body: 'not recorded, please send it again' };
const NOT_VERIFIED: NotificationReply = { status: 401, headers: TEXT, body: 'the signature does not verify' };
const UNREADABLE: NotificationReply = { status: 400, headers: TEXT, body: 'the body is no notification' };

const NUMBER = /^[A-Za-z0-9]{1,64}$/;

/** Reads a verified body; the flaw in words otherwise. */
type ReadBody = (body: string) => Fields | { readonly flaw: string } | undefined;

/**
 * Reads UnionPay's notifications, of either contract. Only success is told, so silence says nothing; and what is told
 * moves no money: it is a hint to ask.
 */
export class UnionPayNotificationReceiver implements NotificationReceiver {
  readonly #alert: ConnectorPorts['alert'];
  readonly #merchantId: string;
  readonly #budget: AskBudget;
  readonly #read: ReadBody;
  readonly #contract: UnionPaySettings['contract'];

  constructor(settings: UnionPaySettings, ports: ConnectorPorts) {
    this.#alert = ports.alert;
    this.#merchantId = settings.merchantId;
    this.#budget = askBudgetOf(settings);
    this.#contract = settings.contract;
    this.#read = settings.contract === 'acp' ? acpReader(settings, ports) : partnerReader(settings);
  }

  async read({ method, body }: WalletNotification): Promise<NotificationReading> {
    const read = method === 'POST' ? this.#read(Buffer.from(body).toString('utf8')) : undefined;
    if (read === undefined) return refused('its body is no notification', UNREADABLE);
    if (hasFlaw(read)) {
      this.#alert(`a notification of UnionPay ${read.flaw}`);
      return refused(`it ${read.flaw}`, NOT_VERIFIED);
    }
    if (read['merId'] !== this.#merchantId) return refused('it is about another merchant', NOT_VERIFIED);
    const number = (this.#contract === 'acp' ? read['orderId'] : read['orderNo']) ?? '';
    if (!NUMBER.test(number)) return refused('it names no order', UNREADABLE);
    // It will be asked about, however often it was asked about before.
    this.#budget.grant(number);
    const kind = read['txnType'] === '04' || read['origOrderNo'] !== undefined ? 'refund' : 'payment';
    return { kind, number, acknowledged: ACKNOWLEDGED, later: LATER };
  }
}

function acpReader(settings: UnionPaySettings, ports: ConnectorPorts): ReadBody {
  const line = acpLineOf(settings, ports);
  return (body) => {
    const fields = readForm(body);
    if (fields?.['signature'] === undefined) return undefined;
    const flaw = flawOf(line, fields);
    return flaw === undefined ? fields : { flaw };
  };
}

function partnerReader({ walletPublicKey }: UnionPaySettings): ReadBody {
  return (body) => {
    const fields = readPartnerMessage(body);
    if (fields === undefined || walletPublicKey === undefined) return undefined;
    return isSignedByKey(fields, walletPublicKey) ? fields : { flaw: 'has a bad signature' };
  };
}

function hasFlaw(read: Fields | { readonly flaw: string }): read is { readonly flaw: string } {
  return Object.hasOwn(read, 'flaw') && !Object.hasOwn(read, 'signature');
}

function refused(why: string, reply: NotificationReply): NotificationReading {
  return { kind: 'refused', why, reply };
}
