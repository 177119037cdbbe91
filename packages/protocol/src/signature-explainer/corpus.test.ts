import { describe, expect, it } from 'vitest';
import { parseFormText } from '../form/parse-form.ts';
import { writeForm } from '../form/write-form.ts';
import { nodeExplainerHashes } from '../node-digest.ts';
import { explainSignature } from './explain-signature.ts';
import { explainTimestampedSignature } from './explain-timestamped.ts';
import type { MistakenClient } from './test-mistaken-client.ts';
import { MISTAKEN_CLIENTS } from './test-mistaken-clients.ts';
import {
  MISTAKEN_TIMESTAMPED_CLIENTS,
  sampleTimestamped,
  timestampedSignature,
} from './test-mistaken-timestamped-clients.ts';
import { digestOf, joined, sampleRequest, sorted } from './test-requests.ts';
import { SeededChoice } from './test-seeded-choice.ts';

const SEED = 20_260_305;
const CASES = 40;

interface Figure {
  readonly kind: string;
  readonly cases: number;
  readonly named: number;
}

/** What is named first: the id of a mistake, or what kind of answer it is. */
function firstNamed(
  explanation: ReturnType<typeof explainSignature> | ReturnType<typeof explainTimestampedSignature>,
): string {
  return explanation.kind === 'explained' ? (explanation.mistakes[0]?.id ?? 'nothing') : explanation.kind;
}

function measure(client: MistakenClient, seed: number): Figure {
  const choice = new SeededChoice(seed);
  let [cases, named] = [0, 0];
  for (let tries = 0; cases < CASES; tries += 1) {
    if (tries > 20 * CASES) throw new Error(`${client.kind}: hardly ever changes the signature`);
    const request = sampleRequest(choice, client.foreign);
    const sending = client.send(request, choice);
    if (sending === undefined) continue;
    const body = sending.body ?? writeForm(sending.sent ?? request.fields);
    const form = parseFormText(body);
    if (!form.ok) throw new Error(`${client.kind}: ${form.problem}`);
    const algorithm = sending.announced ?? (request.hash === 'md5' ? 'MD5' : 'SHA256');
    const explanation = explainSignature(
      {
        parameters: form.parameters,
        key: sending.believedKey ?? request.key,
        otherKeys: sending.otherKeys ?? [],
        appCode: request.appCode,
        algorithm: client.causes.includes('foreign_hash') ? undefined : algorithm,
        signature: sending.signature,
      },
      nodeExplainerHashes,
    );
    // A mistake that changes nothing here, such as a sort order that happens to be right, is none.
    if (explanation.kind === 'valid') continue;
    cases += 1;
    if (client.causes.includes(firstNamed(explanation))) named += 1;
  }
  return { kind: client.kind, cases, named };
}

function printed(figures: readonly Figure[]): string {
  const lines = figures.map(
    ({ kind, cases, named }) => `  ${String(named).padStart(3)} of ${cases}  ${kind}`,
  );
  const [named, cases] = [
    figures.reduce((sum, one) => sum + one.named, 0),
    figures.reduce((sum, one) => sum + one.cases, 0),
  ];
  return `${lines.join('\n')}\n  ${named} of ${cases}: ${((100 * named) / cases).toFixed(1)} % named first\n`;
}

describe('the explainer of signatures, on clients with one mistake each', () => {
  it(`names the true cause of ${MISTAKEN_CLIENTS.length} kinds first`, () => {
    const figures = MISTAKEN_CLIENTS.map((client, index) => measure(client, SEED + index));
    process.stdout.write(printed(figures));
    const named = figures.reduce((sum, one) => sum + one.named, 0);
    expect(named / (CASES * figures.length)).toBeGreaterThanOrEqual(0.95);
    for (const { kind, named: ofKind } of figures) expect(ofKind / CASES, kind).toBeGreaterThanOrEqual(0.9);
  });

  it('says of a key nobody gave that no known mistake fits, and blames nothing else', () => {
    const choice = new SeededChoice(SEED);
    for (let run = 0; run < 5; run += 1) {
      const { fields, appCode, hash, key } = sampleRequest(choice);
      const parameters = fields.map(([name, value]) => ({ name, value, raw: encodeURIComponent(value) }));
      const signature = digestOf(hash, joined(sorted(fields)) + choice.hex(32));
      expect(
        explainSignature({ parameters, key, appCode, algorithm: undefined, signature }, nodeExplainerHashes),
      ).toEqual({ kind: 'unexplained' });
    }
  });

  it('accuses no client that signs rightly', () => {
    const choice = new SeededChoice(SEED);
    for (let run = 0; run < 400; run += 1) {
      const { fields, key, appCode, hash } = sampleRequest(choice, run % 2 === 0);
      const form = parseFormText(
        choice.of([
          writeForm(fields),
          new URLSearchParams(fields.map(([n, v]): [string, string] => [n, v])).toString(),
        ]),
      );
      const parameters = form.ok ? form.parameters : [];
      const hex = digestOf(hash, joined(sorted(fields)) + key);
      const explanation = explainSignature(
        {
          parameters,
          key,
          appCode,
          otherKeys: [{ name: 'another', key: choice.hex(32) }],
          algorithm: run % 3 === 0 ? undefined : hash === 'md5' ? 'MD5' : 'SHA256',
          signature: choice.of([hex, hex.toLowerCase()]),
        },
        nodeExplainerHashes,
      );
      expect(explanation.kind).toBe('valid');
    }
  });
});

describe('the explainer of signatures with time and nonce', () => {
  it(`names the true cause of ${MISTAKEN_TIMESTAMPED_CLIENTS.length} kinds first`, () => {
    const figures = MISTAKEN_TIMESTAMPED_CLIENTS.map((client, index): Figure => {
      const choice = new SeededChoice(SEED + 1000 + index);
      let named = 0;
      for (let run = 0; run < CASES; run += 1) {
        const sample = sampleTimestamped(choice);
        const { signature, otherKeys = [] } = client.send(sample, choice);
        const explanation = explainTimestampedSignature(
          { request: sample.request, key: sample.key, otherKeys, signature },
          nodeExplainerHashes,
        );
        if (client.causes.includes(firstNamed(explanation))) named += 1;
      }
      return { kind: client.kind, cases: CASES, named };
    });
    process.stdout.write(printed(figures));
    for (const { kind, named } of figures) expect(named / CASES, kind).toBeGreaterThanOrEqual(0.95);
  });

  it('accuses no client that signs rightly', () => {
    const choice = new SeededChoice(SEED);
    for (let run = 0; run < 200; run += 1) {
      const { request, key } = sampleTimestamped(choice);
      const hex = timestampedSignature(request, key);
      const signature = choice.of([hex, hex.toUpperCase()]);
      expect(explainTimestampedSignature({ request, key, signature }, nodeExplainerHashes)).toEqual({
        kind: 'valid',
      });
    }
  });

  it('says so when nothing fits, or when it is no signature', () => {
    const { request, key } = sampleTimestamped(new SeededChoice(SEED));
    const explain = (signature: string) =>
      explainTimestampedSignature({ request, key, signature }, nodeExplainerHashes);
    expect(explain('0'.repeat(64))).toEqual({ kind: 'unexplained' });
    expect(explain('abc')).toMatchObject({ kind: 'malformed' });
    expect(explain('not hex')).toMatchObject({ kind: 'malformed' });
  });
});
