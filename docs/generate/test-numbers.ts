import { SEED_ACCOUNTS } from '../../packages/sandbox/src/account.ts';
import { shapesInWords } from '../../packages/sandbox/src/payment-code/code-shape.ts';
import { convertMinor, MICRO_YUAN_PER_UNIT } from '../../packages/sandbox/src/exchange-rate.ts';
import {
  REFUND_TEST_NUMBERS,
  REVERSAL_TEST_NUMBERS,
  TEST_NUMBERS,
  type TestNumber,
} from '../../packages/sandbox/src/test-numbers.ts';
import { WALLETS } from '../../packages/sandbox/src/wallet.ts';
import { CURRENCIES } from '../../packages/protocol/src/currency.ts';
import { formatAmount } from '../../packages/protocol/src/money.ts';
import { code, GENERATED_NOTE, page, table } from './markdown-table.ts';

/** Test numbers of behaviours begin with these digits, those of response codes with `40`. */
const BEHAVIOUR_START = '4100';
/** The sale used to show the exchange rates: 100 of the major unit. */
const SAMPLE_MAJOR = 100;

function numberTable(numbers: readonly TestNumber[]): string {
  return table(
    ['Number', 'Behaviour', 'What the merchant side sees'],
    numbers.map(({ number, behaviour, meaning }) => [code(number), code(behaviour), meaning]),
  );
}

/** The test numbers that choose a behaviour of the wallet. */
export function behaviourTable(): string {
  return numberTable(TEST_NUMBERS.filter(({ number }) => number.startsWith(BEHAVIOUR_START)));
}

/** The test numbers of payments that are made to be reversed. */
export function reversalTable(): string {
  return table(
    ['Number', 'Reversal behaviour', 'What comes of the reversal'],
    REVERSAL_TEST_NUMBERS.map(({ number, reversalBehaviour, meaning }) => [
      code(number),
      code(reversalBehaviour),
      meaning,
    ]),
  );
}

/** The amounts of refunds that choose how the refund goes. */
export function refundTable(): string {
  return table(
    ['Amount of the refund', 'Refund behaviour', 'What comes of the refund'],
    REFUND_TEST_NUMBERS.map(({ amountMinor, refundBehaviour, meaning }) => [
      code(String(amountMinor)),
      code(refundBehaviour),
      meaning,
    ]),
  );
}

/** The wallets and customers of a new sandbox. */
export function accountTable(): string {
  return table(
    ['Wallet', 'Account', 'Name', 'Balance', 'Free limit', 'Password'],
    SEED_ACCOUNTS.map(({ wallet, id, name, balanceMinor, freeLimitMinor, password }) => {
      const currency = WALLETS.find((candidate) => candidate.id === wallet)?.currency ?? 'HKD';
      return [
        code(wallet),
        code(id),
        name,
        formatAmount(balanceMinor, currency),
        formatAmount(freeLimitMinor, currency),
        code(password),
      ];
    }),
  );
}

function codeTable(): string {
  return table(
    [
      'Wallet',
      'Name',
      'Currency',
      'A fresh code',
      'Spends the code when it refuses',
      'A code that comes late',
    ],
    WALLETS.map(({ id, name, currency, codeShapes, spendsCodeOnRefusal, lateCode }) => [
      code(id),
      name,
      currency,
      shapesInWords(codeShapes.filter(({ onWish }) => onWish !== true)),
      spendsCodeOnRefusal ? 'yes' : 'no',
      `${lateCode.graceMs / 1_000} s${lateCode.asksPassword ? ', with the password' : ''}`,
    ]),
  );
}

function rateTable(): string {
  return table(
    ['A sale of', 'debits an account in yuan', 'debits an account in Hong Kong dollars'],
    Array.from(CURRENCIES.values(), ({ code: currency, minorUnits }) => {
      const amountMinor = SAMPLE_MAJOR * 10 ** minorUnits;
      return [
        formatAmount(amountMinor, currency),
        formatAmount(convertMinor(amountMinor, currency, 'CNY'), 'CNY'),
        formatAmount(convertMinor(amountMinor, currency, 'HKD'), 'HKD'),
      ];
    }),
  );
}

/** The reference page of the sandbox: test numbers, wallets, customers and rates. */
export function renderTestNumbers(): string {
  const rates = Object.keys(MICRO_YUAN_PER_UNIT).length;
  return page(
    '# Test numbers, wallets and customers of the sandbox',
    GENERATED_NOTE,
    'A *test code* is a well-formed payment code that no sandbox phone has issued. How its payment ends is chosen by a *test number* of six digits:',
    [
      '1. the last six digits of the code, else',
      '2. the whole amount (`txamt`), else',
      '3. no test number: paid at once.',
    ].join('\n'),
    'So `txamt=401201` and a code ending in `401201` both give 1201. The amount counts in minor units whatever the currency. Codes issued by a sandbox phone are not test codes; how to use them is in [the guide](../guides/test-codes.md).',
    '## Behaviours',
    behaviourTable(),
    'Every behaviour can also be given to a customer of the sandbox, and so can `declined-CODE` with any code that is a refusal.',
    '## Reversals',
    'The payment of such a code waits for its payer (1143), so that it can be reversed. Chosen as above, by the last six digits of the code or by the whole amount.',
    reversalTable(),
    'A customer of the sandbox has a `reversal_behaviour` of her own, one of these names, which counts at the moment of the reversal. A repeated reversal of a payment that is undone is always answered at once. A number that no wallet has seen is barred: it is never charged afterwards.',
    '## Refunds',
    'For payments of test codes the whole amount of the *refund* chooses, in minor units whatever the currency. `42` and a response code that is a refusal refuses it, such as 421269; any other amount is returned at once.',
    refundTable(),
    'A customer of the sandbox has a `refund_behaviour` of her own instead: one of these names, or `refused-CODE` with any code that is a refusal. A repeated refund with a number the wallet has booked is always answered at once, from the book.',
    '## Response codes',
    '`40` and four digits: the response code. A code that says "ask again" is no outcome of a wallet; it stands for a wallet that gives no clear answer at first.',
    'At `npm start` the wallets are reached in their own protocols, and a wallet says only what its protocol has a code for: a response code it does not know is answered by the nearest one it has, often 1205; a wallet that is `busy` may leave the payment open (1145). `opencpm start --sandbox-wallets direct` leaves the protocols out and answers every code as it is listed.',
    numberTable(TEST_NUMBERS.filter(({ number }) => !number.startsWith(BEHAVIOUR_START))),
    '## Wallets',
    codeTable(),
    'A phone shows another code after 60 s. One that comes late is taken for so long behind that, because it was shown in time. Alipay and AlipayHK share their prefixes, 28 most of all; a code with prefix 16 comes from WeChat Pay HK only when it is asked for.',
    "UnionPay codes come as digits and as the EMV text of the QR; using either spends both. The text is another one each time: objects that are there or not, in any order, a second scheme, names with blanks behind. Its card number stays, its counter rises, and the wallet takes it byte for byte only. A test code of Alipay is booked by `alipay`, because codes of Alipay and AlipayHK look the same. The form of the PayMe code is the sandbox's own: the real one is not published.",
    '## Customers',
    accountTable(),
    'A debit above the free limit waits for the customer. Balances and limits are in the currency of the wallet.',
    '## Exchange rates',
    `The sandbox converts with ${rates} fixed rates, round numbers near the real ones, so that a test can foresee every debit.`,
    rateTable(),
  );
}
