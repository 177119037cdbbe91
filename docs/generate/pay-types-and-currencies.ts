import { CURRENCIES } from '../../packages/protocol/src/currency.ts';
import { AMOUNT_MINOR_MAX, formatAmount } from '../../packages/protocol/src/money.ts';
import { describePayType, PAY_TYPES, type PayType } from '../../packages/protocol/src/pay-type.ts';
import { matchPayType } from '../../packages/protocol/src/payment-code/match-pay-type.ts';
import {
  WALLET_FAMILIES,
  WALLET_FAMILY_NAMES,
} from '../../packages/protocol/src/payment-code/wallet-family.ts';
import { code, GENERATED_NOTE, page, table } from './markdown-table.ts';

/** An amount whose digits show where the decimals are. */
const SAMPLE_MINOR = 1050;

/** Names of the wallet families whose codes a pay type takes. */
function familiesTaken(payType: PayType): readonly string[] {
  return WALLET_FAMILIES.filter(
    (family) => matchPayType(payType, { kind: 'recognised', family, code: '', hints: {} }).ok,
  ).map((family) => WALLET_FAMILY_NAMES[family]);
}

function payTypeRow(payType: PayType): readonly string[] {
  const { name, currencies } = describePayType(payType);
  return [
    code(payType),
    name,
    familiesTaken(payType).join(', '),
    currencies === 'any' ? 'all' : currencies.join(', '),
  ];
}

/** The reference page of pay types and currencies. */
export function renderPayTypesAndCurrencies(): string {
  return page(
    '# Pay types and currencies',
    GENERATED_NOTE,
    '## Pay types',
    "OpenCPM takes the six consumer-presented pay types of QFPay's published documents. Every other `pay_type` answers 1104.",
    table(['`pay_type`', 'Name', 'Takes codes of', 'Currencies'], PAY_TYPES.map(payTypeRow)),
    "`800008` finds the wallet by the scanned code. It does not take PayMe codes: PayMe publishes no code format, so its codes cannot be told from strangers'. Charge them under `805808`, which passes on any code that is of no other known wallet.",
    'A merchant may use a pay type only when it is open for that merchant, otherwise 1242. Under `800008` the pay type of the wallet itself must be open too; for WeChat Pay either of its two contracts is enough.',
    'A code that certainly belongs to another wallet answers 2006 and nothing is sent. See [payment codes](payment-codes.md).',
    '## Currencies',
    `\`txamt\` is a whole number of the smallest unit of \`txcurrcd\`, from 1 to ${AMOUNT_MINOR_MAX}. There is never a decimal point. Check the decimals of your market before you go live: a wrong factor charges a hundred times too much or too little.`,
    table(
      ['`txcurrcd`', 'Name', 'Decimals', `\`txamt=${SAMPLE_MINOR}\` means`],
      Array.from(CURRENCIES.values(), ({ code: currency, name, minorUnits }) => [
        code(currency),
        name,
        String(minorUnits),
        formatAmount(SAMPLE_MINOR, currency),
      ]),
    ),
    'A currency that is not in the list, not open for the merchant, or not taken by the pay type answers 1104. A merchant with exactly one currency may leave `txcurrcd` out.',
  );
}
