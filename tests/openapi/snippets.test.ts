import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SNIPPET_LANGUAGES } from '../../packages/reference/src/index.ts';
import { madeUpCode } from '../wire/support/payment-codes.ts';
import type { WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';

const run = promisify(execFile);

/** How each language runs a file, and what must be there for it. */
const PROGRAMS: Readonly<
  Record<string, { readonly file: string; readonly program: string; readonly needs: string }>
> = {
  curl: { file: 'call.sh', program: 'sh', needs: 'openssl' },
  typescript: { file: 'call.mts', program: process.execPath, needs: process.execPath },
  python: { file: 'call.py', program: 'python3', needs: 'python3' },
  java: { file: 'Call.java', program: 'java', needs: 'java' },
  php: { file: 'call.php', program: 'php', needs: 'php' },
};

/** Values that the languages quote and encode differently. */
const AWKWARD = `O'Neil "茶" \\ $key {x} 1+1 %41 #`;

let gateway: WireGateway;
let till: WireClient;
let folder: string;

beforeAll(async () => {
  gateway = await WireGateway.start();
  till = await gateway.merchant();
  folder = mkdtempSync(join(tmpdir(), 'opencpm-snippets-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await gateway.close();
});

/** With `CI=true` a missing language is a failure, as for the examples. */
function isThere(program: string): boolean {
  return process.env['CI'] === 'true' || spawnSync(program, ['--version']).error === undefined;
}

describe.each(SNIPPET_LANGUAGES.map((language) => [language.label, language] as const))(
  'the snippet in %s',
  (_label, language) => {
    const { file, program, needs } = PROGRAMS[language.id] ?? { file: '', program: '', needs: '' };

    it.runIf(isThere(needs))('signs a payment and an enquiry by GET that a gateway takes', async () => {
      const order = `SNIPPET-${language.id}`;
      const { appCode, clientKey } = till.credentials;
      const send = async (
        method: 'GET' | 'POST',
        path: string,
        parameters: Readonly<Record<string, string>>,
      ): Promise<Readonly<Record<string, unknown>>> => {
        const source = language.write({
          method,
          gateway: gateway.url,
          path,
          parameters: Object.entries(parameters),
          appCode,
          clientKey,
        });
        writeFileSync(join(folder, file), source);
        const { stdout } = await run(program, [file], { cwd: folder });
        return JSON.parse(stdout);
      };
      expect(
        await send('POST', '/trade/v1/payment', {
          txamt: '1050',
          txcurrcd: 'HKD',
          pay_type: '800108',
          out_trade_no: order,
          txdtm: '2026-03-15 12:00:00',
          auth_code: madeUpCode(),
          goods_name: AWKWARD,
        }),
      ).toMatchObject({ respcd: '0000', out_trade_no: order });
      expect(await send('GET', '/trade/v1/query', { out_trade_no: order })).toMatchObject({
        respcd: '0000',
        data: [{ respcd: '0000', goods_name: AWKWARD }],
      });
    });
  },
);
