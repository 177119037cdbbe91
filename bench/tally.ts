import { signBody } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import { type AnswerFrame, headerOf } from './answer-frame.ts';
import { percentile } from './statistics.ts';

/** Every so many answers one is kept, and its signature verified when the load is over. */
const SAMPLE_EVERY = 499;

interface Sample {
  readonly head: string;
  readonly body: string;
}

/** Counts answers and what is wrong with them. Cheap per answer; whatever takes time is done at the end. */
export class Tally {
  readonly #marker: string;
  readonly #latenciesMs: number[] = [];
  readonly #samples: Sample[] = [];
  #answered = 0;
  #wrong = 0;
  #wrongExample: string | undefined;

  /** @param marker text that stands in every right answer; empty when answers mean nothing. */
  constructor(marker: string) {
    this.#marker = marker;
  }

  get answered(): number {
    return this.#answered;
  }

  get wrong(): number {
    return this.#wrong;
  }

  /** The first answer that was wrong, or why the first connection broke. */
  get wrongExample(): string | undefined {
    return this.#wrongExample;
  }

  /** @param latencyMs `undefined` outside the measured part. */
  add(text: string, frame: AnswerFrame, latencyMs: number | undefined): void {
    this.#answered += 1;
    if (latencyMs !== undefined) this.#latenciesMs.push(latencyMs);
    if (!frame.ok || !text.includes(this.#marker)) {
      this.#wrong += 1;
      this.note(text);
    }
    if (this.#marker !== '' && this.#answered % SAMPLE_EVERY === 1) {
      this.#samples.push({
        head: text.slice(0, frame.bodyStart),
        body: text.slice(frame.bodyStart, frame.end),
      });
    }
  }

  note(trouble: string): void {
    this.#wrongExample ??= trouble;
  }

  /** Latencies of the measured part below which half and 99 % of them lie, in milliseconds. */
  latencies(): { readonly p50Ms: number; readonly p99Ms: number } {
    const sorted = Float64Array.from(this.#latenciesMs).sort();
    return { p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99) };
  }

  /** Verifies the MD5 signatures of the answers that were kept. */
  verifySamples(clientKey: string): { readonly verified: number; readonly wrong: number } {
    const wrong = this.#samples.filter(
      ({ head, body }) => headerOf(head, 'x-qf-sign') !== signBody(body, clientKey, 'MD5', nodeDigest),
    );
    for (const { head, body } of wrong) this.note(head + body);
    return { verified: this.#samples.length - wrong.length, wrong: wrong.length };
  }
}
