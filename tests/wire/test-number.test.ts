import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RESPONSE_CODE_ENTRIES, type ResponseCodeEntry } from '../../packages/protocol/src/index.ts';
import { TEST_NUMBERS } from '../../packages/sandbox/src/index.ts';
import { madeUpCode, PAY_TYPE_WALLETS } from './support/payment-codes.ts';
import { VirtualTime } from './support/virtual-time.ts';
import type { WireAnswer, WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

/** What a till hears about one test number. */
interface Story {
  /** `respcd` of the payment. */
  readonly first: string;
  /** `respcd` of the row in an enquiry right after it. */
  readonly next: string;
  /** `respcd` of the row when everything that was to happen has happened. */
  readonly last: string;
}

const same = (respcd: string): Story => ({ first: respcd, next: respcd, last: respcd });

/** The documented course of every behaviour that has a name. */
const STORIES: Readonly<Record<string, Story>> = {
  paid: same('0000'),
  'password-approved': { first: '1143', next: '1143', last: '0000' },
  'password-refused': { first: '1143', next: '1143', last: '1205' },
  'password-unanswered': { first: '1143', next: '1143', last: '1142' },
  'processing-paid': { first: '1145', next: '1145', last: '0000' },
  'processing-declined': { first: '1145', next: '1145', last: '1205' },
  slow: same('0000'),
  'very-slow': { first: '1145', next: '0000', last: '0000' },
  'answer-lost': { first: '1145', next: '0000', last: '0000' },
  'answer-timeout': { first: '1145', next: '0000', last: '0000' },
  'never-arrived': same('1145'),
  'late-success': { first: '1145', next: '1145', last: '0000' },
  'wrong-amount': same('1145'),
  'wrong-currency': same('1145'),
  busy: same('1297'),
  'declined-not-final': { first: '1145', next: '1205', last: '1205' },
  'declined-then-paid': { first: '1145', next: '1145', last: '0000' },
  // The verdict stays; what the wallet takes afterwards goes back.
  'declined-then-charged': same('1205'),
  'reversal-ignored': { first: '1145', next: '1145', last: '0000' },
  'server-error-early': same('1145'),
  // Charged, and the answer is damaged on its way: an enquiry says so.
  ...Object.fromEntries(
    [
      'connection-reset',
      'answer-cut',
      'answer-empty',
      'answer-garbage',
      'server-error',
      'redirect',
      'answer-too-long',
      'answer-trickles',
      'unsigned',
      'wrong-signature',
      'other-order',
      'unknown-code',
    ].map((behaviour) => [behaviour, { first: '1145', next: '0000', last: '0000' }] as const),
  ),
};

/** The course of a response code: open ones are open first and end well, all others are the refusal they name. */
function storyOfCode({ code, class: codeClass, retry }: ResponseCodeEntry): Story {
  if (codeClass === 'success') return same('0000');
  if (code === '1143') return { first: '1143', next: '1143', last: '1142' };
  const open = codeClass === 'pending' || (codeClass === 'system' && retry === 'query');
  return open ? { first: '1145', next: '1145', last: '0000' } : same(code);
}

/** How long the till would wait for the answer, as time stands still by itself. */
const PATIENCE_MS: Readonly<Record<string, number>> = {
  slow: 3_000,
  'very-slow': 6_000,
  'answer-timeout': 6_000,
};

/** Pays, lets pass the time the wallet takes, and returns the answer. */
async function payThrough(behaviour: string, changes: Record<string, string>): Promise<WireAnswer> {
  const waitMs = PATIENCE_MS[behaviour];
  const answer = shop.pay(changes);
  if (waitMs !== undefined) {
    await time.whenWaiting(waitMs);
    time.advance(waitMs);
  }
  return answer;
}

async function rowOf(syssn: string): Promise<unknown> {
  const { rows } = await shop.query({ syssn });
  expect(rows).toHaveLength(1);
  return rows[0]?.['respcd'];
}

/** Longer than any behaviour takes, and than the gateway waits for a wallet. */
const EVERYTHING_MS = 600_000;

async function expectStory(behaviour: string, changes: Record<string, string>, story: Story): Promise<void> {
  const answer = await payThrough(behaviour, changes);
  expect(answer.respcd, 'payment').toBe(story.first);
  expect(answer.syssn).not.toBe('');
  expect(await rowOf(answer.syssn), 'enquiry at once').toBe(story.next);
  time.advance(EVERYTHING_MS);
  expect(await rowOf(answer.syssn), 'enquiry later').toBe(story.last);
  expect(await rowOf(answer.syssn), 'enquiry once more').toBe(story.last);
}

describe('a payment whose txamt is the test number of a response code', () => {
  it.each(RESPONSE_CODE_ENTRIES.map((entry) => [entry.code, entry] as const))('40%s', async (code, entry) => {
    const listed = TEST_NUMBERS.find(({ number }) => number === `40${code}`);
    expect(listed?.amountMinor).toBe(Number(`40${code}`));
    await expectStory(listed?.behaviour ?? '', { txamt: `40${code}` }, storyOfCode(entry));
  });
});

describe('a payment whose txamt is the test number of a behaviour', () => {
  const named = TEST_NUMBERS.filter(({ number }) => number.startsWith('4100'));

  it('there is a story for each of them', () => {
    expect(named.map(({ behaviour }) => behaviour).toSorted()).toEqual(Object.keys(STORIES).toSorted());
  });

  it.each(named.map(({ number, behaviour }) => [number, behaviour] as const))(
    '%s: %s',
    async (number, behaviour) => {
      await expectStory(behaviour, { txamt: number }, STORIES[behaviour] ?? same(''));
    },
  );
});

describe('a payment whose code ends in a test number', () => {
  it.each(PAY_TYPE_WALLETS)('ends the same way under %s', async (pay_type, wallet) => {
    for (const [number, story] of [
      ['401205', same('1205')],
      ['410002', STORIES['password-approved'] ?? same('')],
    ] as const) {
      const auth_code = madeUpCode(wallet).slice(0, -6) + number;
      await expectStory('', { auth_code, pay_type, txamt: '1050' }, story);
    }
  });
});

describe('the documented list of test numbers', () => {
  it('is what the sandbox tells, and names the code that a refusal answers', async () => {
    const response = await fetch(`${gateway.url}/sandbox/test-numbers`);
    const { test_numbers: told } = (await response.json()) as {
      test_numbers: { code_ending: string; amount_minor: number; behaviour: string; meaning: string }[];
    };
    expect(told).toHaveLength(RESPONSE_CODE_ENTRIES.length + Object.keys(STORIES).length);
    for (const { code_ending, amount_minor, behaviour, meaning } of told) {
      expect(Number(code_ending)).toBe(amount_minor);
      const refusal = /^declined-(\d{4})$/.exec(behaviour)?.[1];
      if (refusal !== undefined) expect(meaning).toContain(refusal);
    }
  });
});
