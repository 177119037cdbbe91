import type { PaymentJson, RefundJson } from '../../../src/http/phone-json.ts';

/** Everything the phone says, in one language. A language that lacks a word does not compile. */
export interface Words {
  readonly title: string;
  readonly playMoney: string;
  readonly language: string;
  readonly appearance: string;
  readonly appearances: Readonly<Record<'auto' | 'light' | 'dark', string>>;
  readonly chooseWallet: string;
  /** Names as the wallets call themselves, by the sandbox's id. */
  readonly wallets: Readonly<Record<string, string>>;
  readonly allWallets: string;
  readonly balance: string;
  readonly payCode: string;
  readonly showToCashier: string;
  readonly barCode: string;
  readonly qrCode: string;
  readonly enlarge: string;
  readonly close: string;
  readonly renewsIn: (seconds: number) => string;
  readonly renewNow: string;
  readonly noCode: string;
  readonly noConnection: string;
  readonly noAccount: string;
  /** How many of the kept codes are left, the one that is shown among them. */
  readonly noNetwork: (codesLeft: number) => string;
  readonly paymentWaits: string;
  readonly open: string;
  readonly confirmPayment: string;
  readonly payTo: (merchant: string) => string;
  readonly takenFromAccount: (amount: string) => string;
  readonly password: string;
  readonly passwordHint: (password: string) => string;
  readonly pay: string;
  readonly refuse: string;
  readonly fingerprint: string;
  readonly later: string;
  readonly deleteDigit: string;
  readonly wrongPassword: (attemptsLeft: number) => string;
  readonly sixDigits: string;
  readonly timeLeft: (time: string) => string;
  readonly paid: string;
  readonly notPaid: string;
  readonly taken: string;
  readonly done: string;
  /** Why a payment was not paid, by response code. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly otherReason: (respcd: string) => string;
  readonly threeWrongPasswords: string;
  readonly refundArrived: (amount: string) => string;
  readonly reversalArrived: (amount: string) => string;
  readonly history: string;
  readonly noPayments: string;
  readonly details: string;
  readonly number: string;
  readonly item: string;
  readonly states: Readonly<Record<PaymentJson['state'], string>>;
  readonly refundStates: Readonly<Record<RefundJson['state'], string>>;
  readonly forDevelopers: string;
  readonly loading: string;
}
