import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Consumer, packPackage } from '../../packages/client/build/test-consumer.ts';
import { killLeftovers, RunningGateway } from '../process/support/opencpm.ts';
import { programOf } from './code-blocks.ts';

let directory: string;
let consumer: Consumer;
let gateway: RunningGateway;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-sdk-pages-'));
  const { tarball } = await packPackage(directory);
  consumer = await Consumer.install(tarball);
  gateway = await RunningGateway.start({ data: join(directory, 'data') });
});

afterAll(async () => {
  await gateway.stop();
  killLeftovers();
  rmSync(directory, { recursive: true, force: true });
  rmSync(consumer.folder, { recursive: true, force: true });
});

/** What each page prints, line by line; a text in `//` is a pattern. */
const PAGES: readonly (readonly [page: string, printed: readonly (string | RegExp)[]])[] = [
  ['packages/client/README.md', ['paid']],
  [
    'docs/guides/charging-exactly-once.md',
    [
      '0 s: sending',
      '0 s: paid',
      /^PAID T7[0-9A-Z]{26}: hand over the goods$/,
      /^PAID T7/,
      /^PAID T7/,
      /^NOT PAID, nothing was charged: 1201/,
      /^PAID T7/,
      /^AttemptExistsError: basket receipt-4714 was paid by attempt T7/,
    ],
  ],
  [
    'docs/guides/client-sdk.md',
    [
      'refused 1268',
      'amountMinor',
      'Wait while the customer confirms on the phone. Do not charge again yet.',
      'succeeded 5000 HKD',
      /^[1-9]\d* succeeded this month$/,
      /^returned \d{26}$/,
      /^payment [0-9A-Z]{26}$/,
      'SUCCESS',
    ],
  ],
];

describe('the examples of', () => {
  it.each(PAGES)('%s compile, and run against the sandbox', async (page, expected) => {
    const file = `${page.replaceAll(/\W/g, '-')}.ts`;
    const path = consumer.write(file, programOf(readFileSync(page, 'utf8')));
    expect(await consumer.compile([path])).toBe('');
    const { url, appCode, clientKey } = gateway.ready;
    const printed = await consumer.run(file, {
      QF_URL: url,
      QF_APP_CODE: appCode,
      QF_CLIENT_KEY: clientKey,
    });
    const lines = printed.trimEnd().split('\n');
    expect(lines.map((line, index) => matches(line, expected[index])).join('\n')).toBe(
      expected.map(() => 'as expected').join('\n'),
    );
  });
});

function matches(line: string, expected: string | RegExp | undefined): string {
  const same = expected instanceof RegExp ? expected.test(line) : line === expected;
  return same ? 'as expected' : `${line} instead of ${String(expected)}`;
}
