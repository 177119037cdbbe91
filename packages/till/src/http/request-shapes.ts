import { AMOUNT_MINOR_MAX } from '@opencpm/protocol';
import { SCAN_LENGTH_MAX, type SaleState, type Wallet } from '../page-api/index.ts';
import {
  listOf,
  objectOf,
  oneOf,
  optional,
  type Reader,
  textOf,
  wholeNumber,
  yesOrNo,
} from './read-fields.ts';

const WALLETS: readonly Wallet[] = ['alipay', 'wechatpay', 'wechatpay_hk', 'unionpay', 'payme', 'other'];
const SALE_STATES: readonly SaleState[] = [
  ...(['open', 'unresolved', 'paid', 'part_refunded', 'refunded', 'not_paid'] as const),
];

const ownId = textOf(/^[A-Za-z0-9-]{8,64}$/, 'give 8 to 64 letters, digits and hyphens, such as a UUID');
const cashierId = textOf(/^[0-9a-f]{16}$/, 'give the id of a cashier');
// Old PINs are only compared; what a new one has to be is decided where it is set.
const pin = textOf(/^\d{1,12}$/, 'give the digits of the PIN');
const amountMinor = wholeNumber(1, AMOUNT_MINOR_MAX);
const anyAmountMinor = wholeNumber(-AMOUNT_MINOR_MAX, AMOUNT_MINOR_MAX);
const name = textOf(/^.{1,80}$/u, 'give 1 to 40 characters');
const scan = textOf(
  new RegExp(`^[\\s\\S]{1,${SCAN_LENGTH_MAX}}$`),
  `give the scan, at most ${SCAN_LENGTH_MAX} characters`,
);
const role = oneOf(['cashier', 'manager'] as const);
const currency = textOf(/^[A-Z]{3}$/, 'give a currency of this till, such as HKD');
const approval = objectOf({ cashierId, pin });
const limit = optional(queryNumber(1, 100));
const before = optional(queryNumber(1, Number.MAX_SAFE_INTEGER));

/** Values of an address are texts. */
function queryNumber(min: number, max: number): Reader<number> {
  const number = wholeNumber(min, max);
  return (value, field) =>
    number(typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value, field);
}

/** The form of every request, by its name in the API. */
export const SHAPES = {
  nothing: objectOf({}),
  setUp: objectOf({ setUpCode: textOf(/^[\w -]{1,40}$/, 'give the code of the terminal'), name, pin }),
  logIn: objectOf({
    cashierId,
    pin,
    registerId: optional(textOf(/^\w{1,16}$/, 'give the id of a register')),
  }),
  changePin: objectOf({ pin, newPin: pin }),
  sale: objectOf({
    scanId: ownId,
    basketId: ownId,
    amountMinor,
    currency,
    code: scan,
    otherCustomer: optional(yesOrNo),
  }),
  release: objectOf({ approval, reason: textOf(/^[^\p{Cc}]{1,200}$/u, 'say why, in 1 to 200 characters') }),
  lookUp: objectOf({
    number: optional(
      textOf(/^\s*#?[A-Za-z0-9_-]{1,64}\s*$/, 'give an order number, receipt number or reference'),
    ),
    code: optional(scan),
  }),
  refund: objectOf({ refundId: ownId, amountMinor, approval }),
  saleQuery: objectOf({
    search: optional(textOf(/^[^\p{Cc}]{0,64}$/u, 'give at most 64 characters')),
    state: optional(oneOf(SALE_STATES)),
    before,
    limit,
  }),
  openShift: objectOf({
    float: optional(objectOf({ currency, amountMinor: wholeNumber(0, AMOUNT_MINOR_MAX) })),
  }),
  closeShift: objectOf({
    shiftId: textOf(/^[0-9a-f]{16}$/, 'give the id of the open shift'),
    counted: listOf(
      objectOf({ what: oneOf([...WALLETS, 'float' as const]), currency, countedMinor: anyAmountMinor }),
      100,
    ),
    note: optional(textOf(/^[^\p{Cc}]{0,500}$/u, 'give at most 500 characters on one line')),
  }),
  shiftQuery: objectOf({ before, limit }),
  days: objectOf({ from: optional(dayText()), to: optional(dayText()) }),
  addCashier: objectOf({ approval, name, pin, role, mayRefund: yesOrNo }),
  changeCashier: objectOf({
    approval,
    name: optional(name),
    pin: optional(pin),
    role: optional(role),
    mayRefund: optional(yesOrNo),
    active: optional(yesOrNo),
  }),
} as const;

function dayText(): Reader<string> {
  return textOf(/^\d{4}-\d{2}-\d{2}$/, 'give a day as YYYY-MM-DD');
}
