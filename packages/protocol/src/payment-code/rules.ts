import type { PayType } from '../pay-type.ts';
import { checkRules, type CheckedRules } from './check-rules.ts';
import type { WalletFamily } from './wallet-family.ts';

export { type CheckedRules, checkRules } from './check-rules.ts';

/**
 * One documented shape of payment codes, as data. A code matches when it begins with one of `prefixes`, has
 * `minLength` to `maxLength` characters in all, and consists of `characters` after the prefix.
 */
export interface PaymentCodeRule {
  /** Unique name, for configuration and messages. */
  readonly name: string;
  readonly family: WalletFamily;
  /** The pay type whose connector charges such a code. */
  readonly payType: PayType;
  /** The rule counts only when the merchant named `payType` itself, never under 800008 or another pay type. */
  readonly explicitPayTypeOnly?: true;
  /** Literal beginnings, printable ASCII, at least one. */
  readonly prefixes: readonly string[];
  /** Length of the whole code in characters, both ends included. */
  readonly minLength: number;
  readonly maxLength: number;
  /** What may follow the prefix: ASCII digits, or ASCII letters and digits. */
  readonly characters: 'digits' | 'alphanumeric';
  readonly enabled: boolean;
  /** Where the shape is documented. */
  readonly source: string;
  /** Day of the last review of this rule, `YYYY-MM-DD`. */
  readonly reviewedOn: string;
}

/** Name of the switchable rule for Hong Kong WeChat codes with prefix 16. */
export const WECHATPAY_HK_16_RULE = 'wechatpay-hk-16';

const REVIEWED_ON = '2026-11-21';

/**
 * The documented shapes, in the order they are tried. PayMe has none: its own format is not published, so its codes
 * are charged under 805808 unless an aggregator's rule is added.
 */
export const PAYMENT_CODE_RULES: CheckedRules = checkRules([
  {
    name: 'unionpay-62',
    family: 'unionpay',
    payType: '800708',
    prefixes: ['62'],
    minLength: 19,
    maxLength: 20,
    characters: 'digits',
    enabled: true,
    source: 'https://developer.unionpayintl.com/cjweb/api/detail?apiSvcId=16',
    reviewedOn: REVIEWED_ON,
  },
  {
    name: 'wechatpay-hk-15',
    family: 'wechatpay_hk',
    payType: '801008',
    prefixes: ['15'],
    minLength: 18,
    maxLength: 18,
    characters: 'digits',
    enabled: true,
    source: 'https://pay.weixin.qq.com/wiki/doc/api/micropay.php?chapter=5_1',
    reviewedOn: REVIEWED_ON,
  },
  {
    name: 'wechatpay-10-14',
    family: 'wechatpay',
    payType: '800208',
    prefixes: ['10', '11', '12', '13', '14'],
    minLength: 18,
    maxLength: 18,
    characters: 'digits',
    enabled: true,
    source: 'https://pay.weixin.qq.com/wiki/doc/api/micropay.php?chapter=5_1',
    reviewedOn: REVIEWED_ON,
  },
  {
    name: 'alipay-25-30',
    family: 'alipay',
    payType: '800108',
    prefixes: ['25', '26', '27', '28', '29', '30'],
    minLength: 16,
    maxLength: 24,
    characters: 'digits',
    enabled: true,
    source: 'https://opendocs.alipay.com/open/194/106039/',
    reviewedOn: REVIEWED_ON,
  },
  {
    // One Hong Kong page names prefix 16; nothing else does, so a merchant has to ask for it.
    name: WECHATPAY_HK_16_RULE,
    family: 'wechatpay_hk',
    payType: '801008',
    explicitPayTypeOnly: true,
    prefixes: ['16'],
    minLength: 18,
    maxLength: 18,
    characters: 'digits',
    enabled: false,
    source: 'https://pay.weixin.qq.com/wiki/doc/api/wxpay/en/fusion_wallet/QuickPay/chapter3_1.shtml',
    reviewedOn: REVIEWED_ON,
  },
]);

/**
 * The same rules with one of them switched on.
 *
 * @throws RangeError when no rule has that name, or when the rule shadows an enabled one.
 */
export function enableRule(
  name: string,
  rules: readonly PaymentCodeRule[] = PAYMENT_CODE_RULES,
): CheckedRules {
  if (!rules.some((rule) => rule.name === name)) {
    throw new RangeError(
      `No payment code rule is called "${name}"; known are ${rules.map((rule) => rule.name).join(', ')}.`,
    );
  }
  return checkRules(rules.map((rule) => (rule.name === name ? { ...rule, enabled: true } : rule)));
}
