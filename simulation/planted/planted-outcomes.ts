import type { PlantedBug } from './plant.ts';

const VERDICT = 'packages/gateway/src/payment/wallet-verdict.ts';
const LAW = 'packages/gateway/src/payment/transition.ts';
const RECORD = 'packages/gateway/src/trade/record-answer.ts';
const RESOLVE = 'packages/gateway/src/resolver/resolve-payment.ts';
const RESOLVER = 'packages/gateway/src/resolver/resolver.ts';
const REVERSAL = 'packages/gateway/src/trade/drive-reversal.ts';
const REVERSE = 'packages/gateway/src/trade/reverse-payment.ts';

const UNKNOWN_FACT = `    case 'not_sent':
    case 'unknown':
    case 'not_found':
      return outcomeUnknown('The wallet has not given a result yet; ask again');`;

/** Mistakes in what answers mean, in the resolver and in reversals. */
export const PLANTED_OUTCOME_BUGS: readonly PlantedBug[] = [
  {
    name: 'silence is a refusal',
    file: VERDICT,
    find: UNKNOWN_FACT,
    replace: `    case 'not_found':
      return outcomeUnknown('The wallet has not given a result yet; ask again');
    case 'not_sent':
    case 'unknown':
      return { event: 'declined_by_wallet', detail: 'no answer', refusal: '1201' };`,
  },
  {
    name: 'not found is a refusal',
    file: VERDICT,
    find: UNKNOWN_FACT,
    replace: `    case 'not_sent':
    case 'unknown':
      return outcomeUnknown('The wallet has not given a result yet; ask again');
    case 'not_found':
      return { event: 'declined_by_wallet', detail: 'not found', refusal: '1201' };`,
  },
  {
    name: 'a refusal that is not final is final',
    file: VERDICT,
    find: '      return answer.mayStillCharge\n',
    replace: '      return false\n',
  },
  {
    name: 'any amount will do',
    file: VERDICT,
    find: 'return answer.amountMinor === payment.amountMinor && answer.currency',
    replace: 'return answer.currency',
  },
  {
    name: 'any currency will do',
    file: VERDICT,
    find: 'answer.amountMinor === payment.amountMinor && answer.currency === payment.currency',
    replace: 'answer.amountMinor === payment.amountMinor',
  },
  {
    name: 'a reversal that nobody acknowledged is confirmed by not found',
    file: VERDICT,
    find: "if (answer.kind === 'not_found' && standing === 'acknowledged') {",
    replace: "if (answer.kind === 'not_found') {",
  },
  {
    name: 'paid wins against a reversal on its way',
    file: LAW,
    find: "makes it stand.\n    paid_by_wallet: 'nothing_new',",
    replace: "makes it stand.\n    paid_by_wallet: { to: 'paid' },",
  },
  {
    name: 'a refusal overwrites paid',
    file: LAW,
    find: "  paid: {\n    outcome_unknown: 'nothing_new',\n    payer_asked: 'nothing_new',\n    paid_by_wallet: 'nothing_new',\n    declined_by_wallet: 'alarm',",
    replace:
      "  paid: {\n    outcome_unknown: 'nothing_new',\n    payer_asked: 'nothing_new',\n    paid_by_wallet: 'nothing_new',\n    declined_by_wallet: { to: 'declined' },",
  },
  {
    name: 'a late success flips a refusal',
    file: LAW,
    find: "  declined: {\n    outcome_unknown: 'nothing_new',\n    payer_asked: 'nothing_new',\n    paid_by_wallet: 'late_charge',",
    replace:
      "  declined: {\n    outcome_unknown: 'nothing_new',\n    payer_asked: 'nothing_new',\n    paid_by_wallet: { to: 'paid' },",
  },
  {
    name: 'a late success after a refusal is ignored',
    file: LAW,
    find: "  declined: {\n    outcome_unknown: 'nothing_new',\n    payer_asked: 'nothing_new',\n    paid_by_wallet: 'late_charge',",
    replace:
      "  declined: {\n    outcome_unknown: 'nothing_new',\n    payer_asked: 'nothing_new',\n    paid_by_wallet: 'nothing_new',",
  },
  {
    name: 'nobody looks again after a verdict',
    file: RECORD,
    find: "  if (progress.state !== 'declined' && progress.state !== 'reversed') return progress;",
    replace: '  if (progress.state.length > 0) return progress;',
  },
  {
    name: 'an old answer is taken for a late charge',
    file: RECORD,
    find: '      return given.askedAfterVerdict\n',
    replace: '      return given.askedAfterVerdict || true\n',
  },
  {
    name: 'age makes a failure',
    file: RESOLVE,
    find: '      await this.#undo(leased, answer);\n      return;',
    replace:
      "      await this.#write(leased, (current) => stepOfMove(this.#parts, current, { ...progressOf(current), state: 'declined', respcd: '1201', detail: 'too old', dueAtMs: undefined }, { answer, by: 'resolver' }));\n      return;",
  },
  {
    name: 'the wallet is told to reverse before that is written',
    file: RESOLVE,
    find: "    reach('before_reversal');\n",
    replace:
      "    reach('before_reversal');\n    void this.#parts.connectors.get(leased.connector)?.reverse(leased, new AbortController().signal);\n",
  },
  {
    name: 'the resolver never begins',
    file: RESOLVER,
    find: '    this.#running = true;\n    this.wake();',
    replace: '    this.#running = true;',
  },
  {
    name: 'a start takes nothing over',
    file: RESOLVER,
    find: 'await store.resumeDue(steadyClock.nowMs(), OLD_WORK_PAUSE_MS)',
    replace: '0 * OLD_WORK_PAUSE_MS',
  },
  {
    name: 'late charges are noted and not returned',
    file: RESOLVER,
    find: 'for (const lane of [...this.#lanes, this.#lateCharges]) await lane.fill();',
    replace: 'for (const lane of this.#lanes) await lane.fill();',
  },
  {
    name: 'an owner whose lease is over goes on writing',
    file: 'packages/gateway/src/trade/owned-change.ts',
    find: '    if (!isOwned(owned, current)) return undefined;',
    replace: '    void isOwned;',
  },
  {
    name: 'silence after a reversal is a confirmation',
    file: REVERSAL,
    find: 'return this.#nextTurn(owned, `reversal ${answer.kind}`);',
    replace: "return this.#confirm(connector, owned, 'acknowledged');",
  },
  {
    name: 'the acknowledgement of a reversal is trusted',
    file: REVERSAL,
    find: "          : this.#confirm(connector, acknowledged, 'acknowledged', true);",
    replace:
      "          : ((await this.#weigh(acknowledged, { kind: 'reversed', reason: 'trusted' }, 'acknowledged')) ?? acknowledged);",
  },
  {
    name: 'a reversal that was refused for good is repeated for ever',
    file: REVERSAL,
    find: "          ? this.#nextTurn(owned, 'reversal refused for now')",
    replace:
      "          ? this.#nextTurn(owned, 'reversal refused for now')\n          : answer.mayRetry === false\n          ? this.#nextTurn(owned, 'refused')",
  },
  {
    name: 'a reversal is tried once',
    file: REVERSAL,
    find: '    const dueAtMs = pace.dueMs(owned.id, repeatWaitMs(profile.reversalWaitsMs, asks));',
    replace: '    const dueAtMs = pace === undefined ? asks + repeatWaitMs([], 0) : undefined;',
  },
  {
    name: 'a paid payment is reversed for a merchant',
    file: REVERSE,
    find: "      if (WIRE_VIEWS[current.state].respcd === '0000') return { ok: false, refusal: PAID, payment: current };",
    replace: '',
  },
  {
    name: 'a reversal is answered as done when it has begun',
    file: REVERSE,
    find: '    if (waitMs > 0) return { ok: true, payment: begun, reversal };',
    replace: "    if (waitMs > 0) return { ok: true, payment: { ...begun, state: 'reversed' }, reversal };",
  },
];
