import type { PlantedBug } from './plant.ts';

const CLIENT = 'packages/client/src/client.ts';
const RUN = 'packages/client/src/pay-run.ts';
const READING = 'packages/client/src/reading.ts';
const STATES = 'packages/client/src/transaction.ts';
const OBSTACLE = 'packages/client/src/find-obstacle.ts';
const EXCHANGE = 'packages/client/src/exchange.ts';

const SENDS_PAYMENT = 'const sent = await this.#line.send(this.#payment, paymentAnswerMs, attempt.signType);';
const PENDING = "    case '1143':\n    case '1145':\n      return 'pending';";

const BUGS: readonly PlantedBug[] = [
  {
    name: 'a time-out at the till is a refusal',
    file: RUN,
    find: "if (sent.kind === 'unknown') return { kind: 'unclear', reason: sent.reason };",
    replace:
      "if (sent.kind === 'unknown') return { kind: 'verdict', verdict: { kind: 'declined', respcd: '', reason: sent.reason }, syssn: '' };",
  },
  {
    name: 'a payment is sent before it is written down',
    file: CLIENT,
    find: 'const obstacle = await journal.begin(attempt);',
    replace: 'const obstacle = undefined;\n    void journal.begin(attempt);',
  },
  {
    name: 'a payer who has to confirm has refused',
    file: STATES,
    find: PENDING,
    replace: "    case '1143':\n      return 'failed';\n    case '1145':\n      return 'pending';",
  },
  {
    name: 'a wallet at work has refused',
    file: STATES,
    find: PENDING,
    replace: "    case '1145':\n      return 'failed';\n    case '1143':\n      return 'pending';",
  },
  {
    name: 'a reversal that was sent has happened',
    file: RUN,
    find: "return this.#after(await this.#enquire(), 'cancel');",
    replace:
      "return { step: 'ended', verdict: { kind: 'reversed', respcd: '1142', reason: 'reversal sent' } };",
  },
  {
    name: 'a payment is sent again under another order number',
    file: RUN,
    find: SENDS_PAYMENT,
    replace: `const again = repeated
      ? {
          ...this.#payment,
          content: this.#payment.content.replace('out_trade_no=', 'out_trade_no=R'),
          parameters: this.#payment.parameters.map(([n, v]) => [n, n === 'out_trade_no' ? \`R\${v}\` : v]),
        }
      : this.#payment;
    const sent = await this.#line.send(again, paymentAnswerMs, attempt.signType);`,
  },
  {
    name: 'an order that is not found will never come',
    file: RUN,
    find: "return reading.kind === 'not_found' && tooLate ? NEVER_BEGUN : reading;",
    replace: "return reading.kind === 'not_found' && (tooLate || true) ? NEVER_BEGUN : reading;",
  },
  {
    name: 'an order that is not found soon will never come',
    file: 'packages/client/src/timing.ts',
    find: 'signType === HMAC_SIGN_TYPE ? 15 * 60_000 : 24 * 3_600_000',
    replace: 'signType === HMAC_SIGN_TYPE ? 20_000 : 20_000',
  },
  {
    name: 'a paid basket may be charged again',
    file: OBSTACLE,
    find: "return verdict === undefined ? release === undefined : verdict.kind === 'paid';",
    replace: 'return verdict === undefined && release === undefined;',
  },
  {
    name: 'an open basket may be charged again',
    file: OBSTACLE,
    find: "return verdict === undefined ? release === undefined : verdict.kind === 'paid';",
    replace: "return release === undefined && verdict?.kind === 'paid';",
  },
  {
    name: 'a repeat that was not sent proves that nothing began',
    file: RUN,
    find: 'this.#mayHaveBegun = repeated || !reading.proven;',
    replace: 'this.#mayHaveBegun = !reading.proven;',
  },
  {
    name: 'a connection that broke never came about',
    file: 'packages/client/src/network-error.ts',
    find: '  if (!NOT_CONNECTED.has(code)) return false;',
    replace: "  if (code === 'ECONNRESET') return true;\n  if (!NOT_CONNECTED.has(code)) return false;",
  },
  {
    name: 'what a dead till left open has never begun',
    file: RUN,
    find: 'this.#mayHaveBegun = payment === undefined;',
    replace: 'this.#mayHaveBegun = false;',
  },
  {
    name: 'a till that is stopped has charged nothing',
    file: RUN,
    find: 'if (!this.#mayHaveBegun && (stopped',
    replace: 'if ((stopped',
  },
  {
    name: 'verdicts are not written down',
    file: 'packages/client/src/attempt-record.ts',
    find: '      await this.#journal.update(this.#attempt.orderNumber, { stage, syssn, verdict });\n',
    replace: '      void syssn;\n',
  },
  {
    name: 'the till gives up before it has waited',
    file: RUN,
    find: 'if (ageMs < this.#unresolvedAtMs) return next;',
    replace: 'if (ageMs < this.#unresolvedAtMs / 6) return next;',
  },
  {
    name: 'an answer with a wrong signature is believed',
    file: EXCHANGE,
    find: "  if (proof === 'wrong' && answerSignatures !== 'ignored') {\n    return unknown(`the answer (${respcd}) is not signed with this client key`);\n  }",
    replace:
      "  if (proof === 'wrong') return { kind: 'answered', httpStatus: status, respcd, fields, proven: true, retryAfterMs: undefined };",
  },
  {
    name: 'an answer without a signature is believed',
    file: READING,
    find: '  if (!proven) return UNSIGNED;\n  const strange',
    replace: '  const strange',
  },
  {
    name: 'a used nonce is a refusal',
    file: READING,
    find: 'const mustAsk = repeated || isOfCopy ||',
    replace: 'const mustAsk = repeated || (isOfCopy && repeated) ||',
  },
];

/** Mistakes in the SDK; the tills of their worlds run it. */
export const PLANTED_CLIENT_BUGS: readonly PlantedBug[] = BUGS.map((bug) => ({ ...bug, tills: 'sdk' }));
