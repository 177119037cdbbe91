import { isRefusal } from './judge.ts';
import type { Asked, Heard } from './recorder.ts';

/** What was heard and done about one refund. */
export class RefundHistory {
  readonly #name: string;
  readonly #offences: string[];
  readonly #wishes: (Asked & { readonly op: 'refund' })[] = [];
  #returnedMinor = 0;
  #verdict: string | undefined;
  #verdictHeardAt = 0;
  #syssn: string | undefined;

  constructor(name: string, offences: string[]) {
    this.#name = name;
    this.#offences = offences;
  }

  asked(wish: Asked & { readonly op: 'refund' }): void {
    this.#wishes.push(wish);
  }

  heard(heard: Heard, calledAt: number, heardAt: number): void {
    if (isRefusal(heard)) {
      // A refusal without a refund behind it: fine before one exists, a lie after one has succeeded.
      if (this.#verdict === 'succeeded' && this.#verdictHeardAt < calledAt && heard.respcd !== '2011') {
        this.#offend(`succeeded, then was refused with ${heard.respcd}`);
      }
      return;
    }
    if (heard.state === undefined) return;
    if (heard.syssn !== undefined) {
      if (this.#syssn !== undefined && this.#syssn !== heard.syssn) this.#offend('has two numbers');
      this.#syssn = heard.syssn;
    }
    if (heard.state !== 'succeeded' && heard.state !== 'refused') {
      if (this.#verdict !== undefined && this.#verdictHeardAt < calledAt) {
        this.#offend(`went back to ${heard.state}`);
      }
      return;
    }
    if (this.#verdict !== undefined && this.#verdict !== heard.state) {
      this.#offend(`was said to be ${this.#verdict}, then ${heard.state}`);
    }
    if (this.#verdict === undefined) this.#verdictHeardAt = heardAt;
    this.#verdict = heard.state;
    if (heard.state === 'refused' && this.#returnedMinor > 0)
      this.#offend('was said to be refused, but went back');
    if (heard.state !== 'succeeded') return;
    if (this.#returnedMinor === 0) this.#offend('was said to be returned before it was');
    else if (!this.#wishes.some(({ amountMinor }) => amountMinor === this.#returnedMinor)) {
      this.#offend(`returned ${this.#returnedMinor}, which nobody asked for`);
    }
  }

  returned(amountMinor: number): void {
    this.#returnedMinor += amountMinor;
    if (this.#wishes.length === 0) this.#offend('went back before anybody asked for it');
    if (this.#verdict === 'refused') this.#offend('went back after it was refused');
  }

  #offend(text: string): void {
    this.#offences.push(`refund ${this.#name} ${text}`);
  }
}
