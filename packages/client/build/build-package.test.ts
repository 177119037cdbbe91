import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiText } from './api-text.ts';
import { Consumer, type PackedPackage, packPackage } from './test-consumer.ts';

/** A sale against a gateway that is imitated by a function, and a journal in a file; prints what became of it. */
const SMOKE = `
import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { cashierWords, createClient, imitateNotification, verifyNotification } from '@opencpm/client';
import { CASHIER_WORDS } from '@opencpm/client/cashier/zh-hant';
import { FileJournal } from '@opencpm/client/node';
const key = 'k'.repeat(32);
const journal = await FileJournal.open(mkdtempSync('smoke-') + '/journal');
async function fetch(url, { body }) {
  const sent = new URLSearchParams(body);
  const answer = JSON.stringify({
    respcd: '0000', syssn: '1', out_trade_no: sent.get('out_trade_no'), txamt: sent.get('txamt'), txcurrcd: 'HKD',
  });
  const sign = createHash('sha256').update(answer + key).digest('hex');
  return new Response(answer, { headers: { 'x-qf-sign': sign, 'x-qf-signtype': 'SHA256' } });
}
const client = createClient({
  baseUrl: 'http://gateway.test', appCode: 'A', clientKey: key, journal, surroundings: { fetch },
});
const result = await client.pay({
  authCode: '280000000000000001', amountMinor: 1050, currency: 'HKD', basketId: 'b',
});
const notification = imitateNotification({
  clientKey: key, nowMs: 0, syssn: '1', orderNumber: 'o', amountMinor: 1, currency: 'HKD',
});
const { genuine } = verifyNotification(notification, { clientKeys: [key], nowMs: 0 });
await journal.close();
console.log(result.outcome, genuine, cashierWords(CASHIER_WORDS, '1143'));
`;

const TYPED = `
import { type CashierWords, cashierWords, createClient, matchOutcome, MemoryJournal, type PayResult } from '@opencpm/client';
import { CASHIER_WORDS } from '@opencpm/client/cashier/en';
import { FileJournal } from '@opencpm/client/node';
const client = createClient({ baseUrl: 'https://a.test', appCode: 'A', clientKey: 'K', journal: new MemoryJournal() });
const words: CashierWords = CASHIER_WORDS;
export const open = () => FileJournal.open('journal');
export async function sell(authCode: string): Promise<string> {
  const result: PayResult = await client.pay({ authCode, amountMinor: 1, currency: 'HKD', basketId: 'b' });
  return matchOutcome(result, {
    paid: ({ verdict }) => verdict.walletNumber,
    declined: ({ verdict }) => verdict.reason,
    reversed: ({ verdict }) => cashierWords(words, verdict.respcd),
    unresolved: ({ attempt }) => attempt.orderNumber,
  });
}
`;

let directory: string;
let packed: PackedPackage;
let consumer: Consumer;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-client-'));
  packed = await packPackage(directory);
  consumer = await Consumer.install(packed.tarball);
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
  rmSync(consumer.folder, { recursive: true, force: true });
});

function code(name: string): string {
  return readFileSync(join(packed.folder, name), 'utf8');
}

/** What a module of the package imports. */
function importsOf(text: string): readonly string[] {
  return Array.from(
    text.matchAll(/^(?:import|export) .*from ["'](.+)["'];?$/gm),
    ([, target = '']) => target,
  );
}

/** Whether a module is one that entries share; how many there are is the bundler's affair. */
function isShared(target: string): boolean {
  return /^\.\/shared\d*\.js$/.test(target);
}

/** The main entry with everything it loads. */
function mainEntry(): string {
  const loaded = new Map<string, string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.set(file, code(file));
    for (const target of importsOf(code(file))) {
      expect(isShared(target), target).toBe(true);
      load(target.slice(2));
    }
  };
  load('index.js');
  return [...loaded.values()].join('\n');
}

describe('the published package', () => {
  it('has no dependency, and its main entry knows no platform', () => {
    const manifest = JSON.parse(code('package.json')) as Record<string, unknown>;
    expect(Object.keys(manifest).filter((name) => /dependencies/i.test(name))).toEqual([]);
    expect(manifest['private']).toBeUndefined();
    expect(importsOf(code('index.js')).every(isShared)).toBe(true);
    expect(importsOf(code('node.js')).every((target) => target.startsWith('node:') || isShared(target))).toBe(
      true,
    );
    const bare = mainEntry().replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|"[^"\n]*"/gm, '');
    expect(bare).not.toMatch(/\b(?:process\.|Buffer\b|require\(|__dirname)/);
    expect(code('THIRD-PARTY-NOTICES')).toContain('MIT');
  });

  it('keeps the words for cashiers out of the main entry', () => {
    const words = '暫勿再次收款';
    expect(code('cashier/zh-hant.js')).toContain(words);
    expect(mainEntry()).not.toContain(words);
  });

  it('passes publint', async () => {
    const { messages } = await publint({ pkgDir: packed.folder, strict: true });
    expect(messages).toEqual([]);
  });

  it('has types that are right for every resolution of ES modules', async () => {
    const found = await checkPackage(createPackageFromTarballData(readFileSync(packed.tarball)));
    if (found.types === false) throw new Error('the package has no types');
    const problems = found.problems.filter(
      (problem) => !('resolutionKind' in problem) || /esm|bundler/.test(problem.resolutionKind),
    );
    expect(problems).toEqual([]);
  });

  it('has the interface that was reviewed', () => {
    const reviewed = readFileSync(fileURLToPath(new URL('../api.txt', import.meta.url)), 'utf8');
    expect(
      apiText(packed.folder),
      'the public interface has changed; run "npm run build -w @opencpm/client" and review packages/client/api.txt',
    ).toBe(reviewed);
  });
});

describe('a project that installs it', () => {
  it.each(['nodenext', 'bundler'] as const)('compiles strictly: %s', async (resolution) => {
    const file = consumer.write('typed.ts', TYPED);
    expect(await consumer.compile([file], resolution)).toBe('');
  });

  it('does not compile when an outcome is forgotten', async () => {
    const file = consumer.write('forgotten.ts', TYPED.replace(/ +reversed: .*\n/, ''));
    expect(await consumer.compile([file])).toContain("Property 'reversed' is missing");
  });

  it('sells, on this Node and on every older one at hand', async () => {
    consumer.write('smoke.js', SMOKE);
    for (const node of [process.execPath, ...otherNodes()]) {
      expect(await consumer.run('smoke.js', {}, node), node).toBe(
        'paid true 請等待顧客在手機上確認付款。暫勿再次收款。\n',
      );
    }
  });
});

/** Other versions of Node that the package promises to run on. */
function otherNodes(): readonly string[] {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .filter((path) => existsSync(path) && isPromised(path));
}

function isPromised(node: string): boolean {
  const version = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}
