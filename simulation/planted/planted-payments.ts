import type { PlantedBug } from './plant.ts';

const TAKE = 'packages/gateway/src/trade/take-payment.ts';
const CLOCK = 'packages/gateway/src/clock';

/** Mistakes in taking payments, in answering, and in time. */
export const PLANTED_PAYMENT_BUGS: readonly PlantedBug[] = [
  {
    name: 'charge before the intent',
    file: TAKE,
    find: '    const accepted = await this.#accept(intent);',
    replace:
      '    void plan.connector.charge(' +
      'orderOf(intent, merchant, request, plan), new AbortController().signal);\n' +
      '    const accepted = await this.#accept(intent);',
  },
  {
    name: 'an open order is charged again',
    file: TAKE,
    find: '        return repeatOf(accepted.transaction, intent);',
    replace:
      "        if (accepted.transaction.kind === 'payment' && accepted.transaction.state === 'accepted')\n" +
      '          return { ok: true, payment: await this.#charge(accepted.transaction, plan.connector, ' +
      'orderOf(intent, merchant, request, plan)) };\n' +
      '        return repeatOf(accepted.transaction, intent);',
  },
  {
    name: 'a repeat is not compared with the first request',
    file: TAKE,
    find: '  const altered = findAlteration(stored, request);',
    replace: '  const altered = undefined as ReturnType<typeof findAlteration>; void request;',
  },
  {
    name: 'used codes are forgotten by the number of the latest payment',
    file: 'packages/gateway/src/trade/sweep-by-running-time.ts',
    find: 'await store.milestone(of, node, back)',
    replace: 'store.nextTransactionNumber()',
  },
  {
    name: 'the hash of a code depends on the order',
    file: TAKE,
    find: 'this.#parts.hashAuthCode(credentialOf(plan.code))',
    replace: 'this.#parts.hashAuthCode(credentialOf(plan.code) + request.orderNumber)',
  },
  {
    name: 'used codes are forgotten at the first milestone',
    file: 'packages/gateway/src/trade/sweep-by-running-time.ts',
    find: 'const back = keptMs / SWEEP_INTERVAL_MS;',
    replace: 'const back = 0 * (keptMs / SWEEP_INTERVAL_MS);',
  },
  {
    name: 'answer before the outcome is durable',
    file: TAKE,
    find: "      const stored = await recordAnswer(this.#parts, payment, answer, 'charge');",
    replace:
      "      const recording = recordAnswer(this.#parts, payment, answer, 'charge');\n" +
      '      recording.catch(() => undefined);\n' +
      "      const stored = answer.kind === 'paid' ? { ...payment, state: 'paid' as const, respcd: '0000' } : await recording;",
  },
  {
    name: 'the end of the budget is answered as a refusal',
    file: TAKE,
    find: 'answerBudgetMs, () => resolve(payment));',
    replace: "answerBudgetMs, () => resolve({ ...payment, state: 'declined', respcd: '1201' }));",
  },
  {
    name: 'a full disk is ignored',
    file: TAKE,
    find: '    return ifWritable(log, () => store.acceptPayment(intent));',
    replace:
      "    const unwritten = { kind: 'accepted', payment: { ...intent, kind: 'payment', state: 'accepted', version: 1, respcd: '1145', asks: 0 } as unknown as Payment };\n" +
      '    return ifWritable(log, () => store.acceptPayment(intent)).then((accepted) => accepted ?? unwritten);',
  },
  {
    name: 'a full disk hides what an earlier request brought',
    file: TAKE,
    find: 'return this.#refuseUnlessRepeat(merchant, request, authCodeHash, CANNOT_WRITE);',
    replace: 'return { ok: false, refusal: CANNOT_WRITE };',
  },
  {
    name: 'another amount is charged than was asked for',
    file: TAKE,
    find: '    amountMinor: intent.amountMinor,\n    currency: intent.currency,',
    replace: '    amountMinor: intent.amountMinor + 1,\n    currency: intent.currency,',
  },
  {
    name: 'the wallet knows the payment by the order number',
    file: TAKE,
    find: '      channelOrderId: syssn,',
    replace: '      channelOrderId: request.orderNumber,',
  },
  {
    name: 'a write that failed counts as written',
    file: 'packages/gateway/src/trade/record-answer.ts',
    find: '    const recorded = await store.changePayment(current, step);',
    replace:
      '    const recorded = await store.changePayment(current, step).catch(() => ({ ...current, ...step.progress }));',
  },
  {
    name: 'an enquiry looks at another merchant',
    file: 'packages/gateway/src/trade/answer-enquiry.ts',
    find: '    merchantNumber: merchant.merchantNumber,',
    replace: '    merchantNumber: 1,',
  },
  {
    name: 'due times follow the wall clock',
    file: `${CLOCK}/steady-clock.ts`,
    find: 'return Math.floor(this.#offsetMs + this.#clock.monotonicMs());',
    replace: 'return Math.floor(this.#clock.nowMs() + 0 * this.#offsetMs);',
  },
  {
    name: 'the business clock runs backwards',
    file: `${CLOCK}/business-clock.ts`,
    find: 'this.#latestMs = Math.max(this.#latestMs, this.#clock.nowMs());',
    replace: 'this.#latestMs = this.#clock.nowMs();',
  },
  {
    name: 'the business clock forgets over a restart',
    file: `${CLOCK}/business-clock.ts`,
    find: '    this.#latestMs = latestMs;',
    replace: '    this.#latestMs = 0 * latestMs;',
  },
];
