import { isRefusal } from './judge.ts';
import type { Asked, Heard, RecordedEvent } from './recorder.ts';

/** How far a payment has got. Nothing heard later, by a call made later, may stand lower. */
const RANKS: Readonly<Record<string, number>> = {
  accepted: 1,
  processing: 1,
  waiting_for_payer: 1,
  reversing: 1,
  paid: 2,
  partly_refunded: 3,
  refunded: 4,
  declined: 2,
  reversed: 2,
};

type Verdict = 'paid' | 'declined' | 'reversed';

/** What was heard and done about one payment. */
export class OrderHistory {
  readonly #name: string;
  readonly #offences: string[];
  readonly #codesMayRecur: boolean;
  readonly #wishes: (Asked & { readonly op: 'pay' })[] = [];
  /** What callers had heard by each moment: rank and verdict, in the order of hearing. */
  readonly #known: { readonly at: number; readonly rank: number }[] = [];
  #verdict: Verdict | undefined;
  #syssn: string | undefined;
  #charges = 0;
  #chargedMinor = 0;
  #returnedMinor = 0;
  #late = false;
  #refusals = 0;
  #toldNotPaid = false;
  readonly #returns = new Set<string>();

  /** @param codesMayRecur whether a used code may have been forgotten meanwhile. */
  constructor(name: string, offences: string[], codesMayRecur: boolean) {
    this.#name = name;
    this.#offences = offences;
    this.#codesMayRecur = codesMayRecur;
  }

  /** Codes that were scanned for this order. */
  get codes(): readonly string[] {
    return [...new Set(this.#wishes.map(({ code }) => code))];
  }

  asked(wish: Asked & { readonly op: 'pay' }): void {
    this.#wishes.push(wish);
  }

  heard(asked: Asked, heard: Heard, calledAt: number, heardAt: number): void {
    const knownRank = Math.max(0, ...this.#known.filter(({ at }) => at < calledAt).map(({ rank }) => rank));
    if (isRefusal(heard)) {
      if (heard.respcd === '1100' && asked.op === 'pay' && knownRank > 0) {
        this.#offend('was refused for want of storage although it exists');
      }
      if (asked.op === 'pay' && !this.#mayBeTakenLater(heard)) this.#refusals += 1;
      return;
    }
    if (heard.state === undefined) {
      if (asked.op === 'query' && heard.respcd === '0000' && knownRank > 0) this.#offend('was forgotten');
      return;
    }
    if (heard.syssn !== undefined && asked.op !== 'reverse') {
      if (this.#syssn !== undefined && this.#syssn !== heard.syssn) this.#offend('has two numbers');
      this.#syssn = heard.syssn;
    }
    if (asked.op === 'pay' && heard.amountMinor !== undefined && heard.amountMinor !== asked.amountMinor) {
      this.#offend(`answers a call for ${asked.amountMinor} with ${heard.amountMinor}`);
    }
    const rank = RANKS[heard.state] ?? 0;
    if (rank < knownRank) this.#offend(`went back to ${heard.state}`);
    this.#known.push({ at: heardAt, rank });
    if (rank >= 2) this.#concluded(asked, heard);
  }

  /**
   * Whether a copy of the refused request that the network made may be taken afterwards: 1100 means "not now", and 1202
   * ends when the code is forgotten.
   */
  #mayBeTakenLater({ respcd }: Heard): boolean {
    return respcd === '1100' || (respcd === '1202' && this.#codesMayRecur);
  }

  charged(event: RecordedEvent & { readonly kind: 'charged' }, syssn: string, mayBeLate: boolean): void {
    this.#charges += 1;
    this.#chargedMinor += event.amountMinor;
    this.#late ||= mayBeLate;
    if (this.#charges > 1) this.#offend('was charged twice');
    if (this.#syssn !== undefined && this.#syssn !== syssn) this.#offend('was charged under another number');
    this.#syssn = syssn;
    if (this.#wishes.length === 0) this.#offend('was charged before anybody asked for it');
    if (this.#toldNotPaid && !this.#late) this.#offend('was charged after it was said to be unpaid');
  }

  returned({ amountMinor, returnId }: RecordedEvent & { readonly kind: 'returned' }): void {
    this.#returnedMinor += amountMinor;
    if (this.#returnedMinor > this.#chargedMinor) this.#offend('returned more than was charged');
    if (this.#returns.has(returnId)) this.#offend(`returned ${returnId} twice`);
    this.#returns.add(returnId);
  }

  /** Judges what can only be known when no more will happen. */
  end(): void {
    const standing = this.#chargedMinor - this.#returnedMinor;
    if (this.#toldNotPaid && standing > 0 && !this.#late)
      this.#offend('is said to be unpaid, but money stands');
    if (this.#refusals > 0 && this.#refusals === this.#wishes.length && this.#charges > 0) {
      this.#offend('was refused at every call, yet charged');
    }
  }

  #concluded({ op }: Asked, { state, amountMinor, respcd }: Heard): void {
    const verdict: Verdict = state === 'declined' || state === 'reversed' ? state : 'paid';
    if (this.#verdict !== undefined && this.#verdict !== verdict) {
      this.#offend(`was said to be ${this.#verdict}, then ${verdict}`);
    }
    this.#verdict = verdict;
    if (verdict !== 'paid') {
      this.#toldNotPaid = true;
      // To a reversal 0000 says that nothing is charged; everywhere else it says paid.
      if (op !== 'reverse' && respcd === '0000') this.#offend(`is ${state}, yet answered with 0000`);
      return;
    }
    if (op === 'reverse') this.#offend('is paid, yet its reversal was accepted');
    else if (respcd !== '0000') this.#offend(`is paid, yet answered with ${respcd}`);
    if (this.#charges === 0) this.#offend('was said to be paid before it was charged');
    else if (amountMinor !== undefined && amountMinor !== this.#chargedMinor) {
      this.#offend(`was said to be paid with ${amountMinor}, charged were ${this.#chargedMinor}`);
    }
    if (state === 'refunded' && this.#returnedMinor < this.#chargedMinor) {
      this.#offend('was said to be refunded before all of it went back');
    }
    if (state === 'partly_refunded' && this.#returnedMinor === 0) {
      this.#offend('was said to be refunded in part before anything went back');
    }
  }

  #offend(text: string): void {
    this.#offences.push(`order ${this.#name} ${text}`);
  }
}
