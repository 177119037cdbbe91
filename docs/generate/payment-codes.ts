import { classify } from '../../packages/protocol/src/payment-code/classify.ts';
import { MAX_AUTH_CODE_LENGTH } from '../../packages/protocol/src/payment-code/code-length.ts';
import { EMV_CPM_PREFIX } from '../../packages/protocol/src/payment-code/emv-cpm.ts';
import { matchPayType } from '../../packages/protocol/src/payment-code/match-pay-type.ts';
import { PAYMENT_CODE_RULES, type PaymentCodeRule } from '../../packages/protocol/src/payment-code/rules.ts';
import { WALLET_FAMILY_NAMES } from '../../packages/protocol/src/payment-code/wallet-family.ts';
import type { PayType } from '../../packages/protocol/src/pay-type.ts';
import { code, GENERATED_NOTE, page, table } from './markdown-table.ts';

interface SampleScan {
  /** How the scan is shown; the scan itself when left out. */
  readonly shown?: string;
  readonly scan: string;
  readonly payType: PayType;
}

const SAMPLES: readonly SampleScan[] = [
  { scan: '284957201846375920', payType: '800008' },
  { scan: '2849 5720 1846 3759 20', payType: '800108' },
  { scan: '284957201846375920', payType: '800208' },
  { scan: '157840926351478203', payType: '800208' },
  { scan: '6230581947362058194', payType: '800708' },
  { scan: '805263917408265391', payType: '805808' },
  { scan: '805263917408265391', payType: '800008' },
  { scan: 'HqvdufyWmwe', shown: 'an EMV text scanned with Caps Lock on', payType: '800008' },
  { scan: `${EMV_CPM_PREFIX}wM`, shown: 'an EMV text cut short', payType: '800008' },
  { scan: 'https://qr.alipay.com/fkx01234', payType: '800008' },
  { scan: '00020101021126580014', shown: '`000201…`, the QR of a shop', payType: '800008' },
  { scan: '4901234567894', payType: '800008' },
  { scan: '157840926351478203'.repeat(2), shown: 'a code read twice at once', payType: '800008' },
  { scan: `${EMV_CPM_PREFIX}wMWE%2BA%3D`, shown: 'an EMV text URL-encoded twice', payType: '800008' },
  { scan: ' ', shown: 'blanks only', payType: '800008' },
  {
    scan: '1'.repeat(MAX_AUTH_CODE_LENGTH + 1),
    shown: `${MAX_AUTH_CODE_LENGTH + 1} digits`,
    payType: '800008',
  },
];

function ruleRow(rule: PaymentCodeRule): readonly string[] {
  const { name, family, payType, prefixes, minLength, maxLength, characters, enabled, source } = rule;
  const length = minLength === maxLength ? String(minLength) : `${minLength} to ${maxLength}`;
  return [
    code(name),
    WALLET_FAMILY_NAMES[family],
    prefixes.map(code).join(' '),
    `${length} ${characters === 'digits' ? 'digits' : 'letters and digits'}`,
    enabled ? 'yes' : `no, would count under ${code(payType)} only`,
    `[document](${source})`,
  ];
}

function sampleRow({ scan, shown, payType }: SampleScan): readonly string[] {
  const classification = classify(scan);
  const match = matchPayType(payType, classification);
  const result = match.ok ? `goes to ${WALLET_FAMILY_NAMES[match.family]}` : code(match.respcd);
  return [
    shown ?? code(scan),
    code(payType),
    classification.kind.replaceAll('_', ' '),
    result,
    match.ok ? '' : match.detail,
  ];
}

/** The reference page of payment codes: how a scan is cleaned, recognised and matched with a pay type. */
export function renderPaymentCodes(): string {
  return page(
    '# Payment codes',
    GENERATED_NOTE,
    'The gateway looks at `auth_code` before it calls a wallet. It decides which wallet the code belongs to and whether the merchant may charge it. A certain mismatch ends there: nothing is sent, no money can move.',
    '## Cleaning',
    `The signature covers the code exactly as it was sent. For everything else scanner noise is taken off: byte-order mark, control characters and line ends, the AIM identifier (\`]Q1\`), outer blanks, blanks and hyphens between digits, full-width digits. Blanks inside an EMV text become \`+\` again. Letter case is never changed and nothing is cut to fit: a cleaned code of more than ${MAX_AUTH_CODE_LENGTH} characters is refused.`,
    '## Order of tests',
    [
      `1. An EMV text (begins with \`${EMV_CPM_PREFIX}\`): read in full; UnionPay card schemes go on, others are refused.`,
      '2. An EMV text whose letter case was changed: refused.',
      '3. The QR of a payee or shop (`000201…`, any web address): refused.',
      '4. The rules below, in their order.',
      '5. A product bar code (8, 12, 13 or 14 digits): refused.',
      '6. Unknown: refused, except under `805808`.',
    ].join('\n'),
    '## Rules',
    'At most one enabled rule accepts any code; that is checked when the rules are loaded.',
    table(['Rule', 'Wallet', 'Begins with', 'Length', 'Enabled', 'Source'], PAYMENT_CODE_RULES.map(ruleRow)),
    'Alipay and AlipayHK codes cannot be told apart by their digits; Alipay decides. PayMe has no rule, because it publishes no format.',
    '## Examples',
    table(['Scan', '`pay_type`', 'Read as', 'Result', 'Text for the cashier'], SAMPLES.map(sampleRow)),
    '## One code, one payment',
    'A code that was sent to a wallet for one order is refused with 1202 for another order number during 48 hours. Only a keyed hash of the code is stored. With or without its `=` padding, an EMV text is the same code.',
  );
}
