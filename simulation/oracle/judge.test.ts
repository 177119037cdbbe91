import { describe, expect, it } from 'vitest';
import { HandWritten } from './hand-written.ts';
import { judge } from './judge.ts';

type Story = readonly [name: string, write: (history: HandWritten) => unknown];

const LEGAL: readonly Story[] = [
  ['nothing happens', () => undefined],
  [
    'paid at once',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid');
    },
  ],
  ['declined', (h) => h.hears(h.pay('a'), 'declined')],
  [
    'the answer is lost, the enquiry finds it paid',
    (h) => {
      h.pay('a');
      h.charged('a').hears(h.query('a'), 'paid');
    },
  ],
  [
    'the request is lost, the enquiry finds nothing',
    (h) => {
      h.pay('a');
      h.findsNothing(h.query('a'));
    },
  ],
  [
    'nothing is found at first, because the request is still on its way',
    (h) => {
      h.pay('a');
      h.findsNothing(h.query('a')).charged('a').hears(h.query('a'), 'paid');
    },
  ],
  [
    'pending, then paid',
    (h) => {
      const pay = h.pay('a');
      h.hears(pay, 'waiting_for_payer').charged('a').hears(h.query('a'), 'paid');
    },
  ],
  [
    'a copy of a request refused for its code is taken once the code is forgotten',
    (h) => {
      h.refused(h.pay('a'), '1202').forgetsCodes().charged('a').hears(h.query('a'), 'paid');
    },
  ],
  [
    'two enquiries at once may cross',
    (h) => {
      h.hears(h.pay('a'), 'processing');
      const [first, second] = [h.query('a'), h.query('a')];
      h.charged('a').hears(second, 'paid').hears(first, 'processing');
    },
  ],
  [
    'undone before anything was charged',
    (h) => {
      h.hears(h.pay('a'), 'processing');
      h.hears(h.reverse('a'), 'reversed').hears(h.query('a'), 'reversed');
    },
  ],
  [
    'charged and undone, nobody was told that it is paid',
    (h) => {
      h.hears(h.pay('a'), 'processing').charged('a');
      const reverse = h.reverse('a');
      h.returned('a', 100, 'reversal').hears(reverse, 'reversed');
    },
  ],
  [
    'a reversal comes too late',
    (h) => {
      h.hears(h.pay('a'), 'processing').charged('a');
      h.refused(h.reverse('a'), '1260').hears(h.query('a'), 'paid');
    },
  ],
  [
    'a reversal of a declined payment is accepted',
    (h) => {
      h.hears(h.pay('a'), 'declined');
      h.hears(h.reverse('a'), 'declined');
    },
  ],
  [
    'refunded in two parts',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid');
      const first = h.refund('r', 'a', 60);
      h.returned('a', 60, 'r').hears(first, 'succeeded').hears(h.query('a'), 'partly_refunded');
      const second = h.refund('s', 'a', 40);
      h.returned('a', 40, 's').hears(second, 'succeeded').hears(h.query('a'), 'refunded');
    },
  ],
  [
    'a refund is refused',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid');
      h.hears(h.refund('r', 'a', 60), 'refused').hears(h.query('a'), 'paid');
    },
  ],
  [
    'a refund is unclear, then returned',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid');
      h.hears(h.refund('r', 'a', 60), 'processing').returned('a', 60, 'r');
      h.hears(h.refund('r', 'a', 60), 'succeeded');
    },
  ],
  [
    'an altered repeat is turned away',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid');
      h.refused(h.pay('a', 200), '2011').hears(h.query('a'), 'paid');
    },
  ],
  [
    'a code shown twice is turned away',
    (h) => {
      const pay = h.pay('a', 100, 'x');
      h.charged('a').hears(pay, 'paid');
      h.refused(h.pay('b', 100, 'x'), '1202').findsNothing(h.query('b'));
    },
  ],
  [
    'no storage at first, then paid',
    (h) => {
      h.refused(h.pay('a'), '1100');
      const again = h.pay('a');
      h.charged('a').hears(again, 'paid');
    },
  ],
  [
    'a wallet breaks its word, and the money goes back',
    (h) => {
      h.hears(h.pay('a'), 'declined')
        .chargedLate('a')
        .returned('a', 100, 'LCa')
        .hears(h.query('a'), 'declined');
    },
  ],
  [
    'a double scan hears the same twice',
    (h) => {
      const [first, second] = [h.pay('a'), h.pay('a')];
      h.charged('a').hears(second, 'paid').hears(first, 'processing').hears(h.query('a'), 'paid');
    },
  ],
];

const ILLEGAL: readonly Story[] = [
  [
    'charged twice',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid').charged('a');
    },
  ],
  ['paid, but nothing was charged', (h) => h.hears(h.pay('a'), 'paid')],
  [
    'paid before it was charged',
    (h) => {
      h.hears(h.pay('a'), 'paid').charged('a');
    },
  ],
  [
    'declined, and the money stays',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'declined');
    },
  ],
  [
    'undone, and the money stays',
    (h) => {
      h.hears(h.pay('a'), 'processing').charged('a').hears(h.reverse('a'), 'reversed');
    },
  ],
  [
    'paid, then declined',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid').returned('a', 100, 'reversal').hears(h.query('a'), 'declined');
    },
  ],
  [
    'declined, then paid',
    (h) => {
      h.hears(h.pay('a'), 'declined').chargedLate('a').hears(h.query('a'), 'paid');
    },
  ],
  [
    'declined, then reversed',
    (h) => {
      h.hears(h.pay('a'), 'declined').hears(h.query('a'), 'reversed');
    },
  ],
  [
    'paid, then pending again',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid').hears(h.query('a'), 'processing');
    },
  ],
  [
    'known, then forgotten',
    (h) => {
      h.hears(h.pay('a'), 'processing').findsNothing(h.query('a'));
    },
  ],
  [
    'charged with another amount than the one said to be paid',
    (h) => {
      const pay = h.pay('a');
      h.charged('a', 99).hears(pay, 'paid', { amountMinor: 100 });
    },
  ],
  [
    'charged before anybody asked',
    (h) => {
      h.charged('a').hears(h.pay('a'), 'paid');
    },
  ],
  [
    'charged after it was said to be unpaid, by an honest wallet',
    (h) => {
      h.hears(h.pay('a'), 'declined').charged('a').returned('a', 100, 'LCa');
    },
  ],
  [
    'refused at every call, yet charged',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').refused(pay, '1202');
    },
  ],
  [
    'refused for a setting at every call, yet charged, though codes are forgotten',
    (h) => {
      const pay = h.forgetsCodes().pay('a');
      h.charged('a').refused(pay, '1242');
    },
  ],
  [
    'one code, two charges',
    (h) => {
      h.pay('a', 100, 'x');
      h.pay('b', 100, 'x');
      h.charged('a').charged('b');
    },
  ],
  [
    'more goes back than was charged',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid');
      h.refund('r', 'a', 60);
      h.refund('s', 'a', 60);
      h.returned('a', 60, 'r').returned('a', 60, 's');
    },
  ],
  [
    'one refund goes back twice',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid');
      h.refund('r', 'a', 20);
      h.returned('a', 20, 'r').returned('a', 20, 'r');
    },
  ],
  [
    'refund refused, yet it goes back',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid');
      h.hears(h.refund('r', 'a', 60), 'refused').returned('a', 60, 'r');
    },
  ],
  [
    'refund returned, but nothing went back',
    (h) => {
      const pay = h.pay('a');
      h.charged('a')
        .hears(pay, 'paid')
        .hears(h.refund('r', 'a', 60), 'succeeded');
    },
  ],
  [
    'refunded in part, then as if nothing had gone back',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid');
      const refund = h.refund('r', 'a', 60);
      h.returned('a', 60, 'r').hears(refund, 'succeeded').hears(h.query('a'), 'partly_refunded');
      h.hears(h.query('a'), 'paid');
    },
  ],
  [
    'a paid payment is said to be reversed',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid').hears(h.reverse('a'), 'reversed');
    },
  ],
  [
    'an altered repeat is answered like the first',
    (h) => {
      const pay = h.pay('a');
      h.charged('a').hears(pay, 'paid').hears(h.pay('a', 200), 'paid', { amountMinor: 100 });
    },
  ],
];

describe('the history checker', () => {
  it('has twenty histories of each kind at least', () => {
    expect(LEGAL.length).toBeGreaterThanOrEqual(20);
    expect(ILLEGAL.length).toBeGreaterThanOrEqual(20);
  });

  it.each(LEGAL)('lets pass: %s', (_, write) => {
    const history = new HandWritten();
    write(history);
    expect(judge(history.events, history.book)).toEqual([]);
  });

  it.each(ILLEGAL)('finds: %s', (_, write) => {
    const history = new HandWritten();
    write(history);
    expect(judge(history.events, history.book)).not.toEqual([]);
  });
});
