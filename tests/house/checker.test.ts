import { describe, expect, it } from 'vitest';
import { codeOnly } from './code-only.ts';
import { findConventionOffences, LINES_MAX } from './conventions.ts';
import { IMPORT_RULES } from './import-rules.ts';
import { findImportOffences, importsOf } from './imports.ts';
import { WORD_RULES } from './word-rules.ts';
import { findWordOffences } from './words.ts';

/** For every rule of imports a file that breaks it. */
const IMPORT_OFFENCES: Readonly<Record<string, readonly (readonly [path: string, text: string])[]>> = {
  'protocol stands alone': [
    ['packages/protocol/src/a.ts', "import { createHash } from 'node:crypto';"],
    ['packages/protocol/src/a.ts', "import type { Clock } from '@opencpm/gateway';"],
    ['packages/protocol/src/node-digest.ts', "import { readFileSync } from 'node:fs';"],
    ['packages/protocol/src/a.ts', "const fs = await import('node:fs');"],
  ],
  'gateway knows no sandbox': [
    ['packages/gateway/src/main.ts', "import { openSandbox } from '@opencpm/sandbox';"],
    ['packages/gateway/src/a.test.ts', "import { b } from '../../sandbox/src/b.ts';"],
  ],
  'sandbox knows no gateway': [
    ['packages/sandbox/src/a.ts', "import type { Connector } from '@opencpm/gateway';"],
  ],
  'the reference stands on the protocol': [
    ['packages/reference/src/a.ts', "import { readFile } from 'node:fs/promises';"],
    ['packages/reference/src/routes.ts', "import { openGateway } from '@opencpm/gateway';"],
  ],
  'the client stands on the protocol': [
    ['packages/client/src/a.ts', "import { createHash } from 'node:crypto';"],
    ['packages/client/src/a.ts', "import { sha256 } from '@noble/hashes/sha2.js';"],
    ['packages/client/src/node/a.ts', "import { openGateway } from '@opencpm/gateway';"],
  ],
  'the client runs without Node': [
    ['packages/client/src/a.ts', "import { FileJournal } from './node/file-journal.ts';"],
  ],
  'the till stands on the client': [
    ['packages/till/src/a.ts', "import { jsonLog } from '@opencpm/gateway';"],
    ['packages/till/src/a.test.ts', "import { Sandbox } from '@opencpm/sandbox';"],
  ],
  "the till's page stands on its types and the client's journal": [
    ['packages/till/pages/till/a.tsx', "import { openTill } from '../../src/till.ts';"],
    ['packages/till/pages/till/a.ts', "import { createClient } from '@opencpm/client';"],
    ['packages/till/pages/till/a.ts', "import { readFileSync } from 'node:fs';"],
    ['packages/till/pages/till/sale/a.tsx', "import { readBarcodes } from 'zxing-wasm/reader';"],
  ],
  'what pages share knows no page and no server': [
    ['packages/page-host/pages/kit/a.ts', "import { pageRoutes } from '../../src/page-routes.ts';"],
    ['packages/page-host/pages/kit/a.ts', "import { CURRENCIES } from '@opencpm/protocol';"],
  ],
  'servers stand on no page': [
    ['packages/till/src/a.ts', "import { settingsOf } from '@opencpm/page-host/kit';"],
  ],
  'pages are served by themselves': [
    ['packages/page-host/src/a.ts', "import { currency } from '@opencpm/protocol';"],
  ],
  "only the till's store knows SQL": [
    ['packages/till/src/shift/a.ts', "import { DatabaseSync } from 'node:sqlite';"],
  ],
  'packages by name': [['packages/cli/src/a.ts', "export { b } from '../../gateway/src/b.ts';"]],
  'payment is pure': [
    ['packages/gateway/src/payment/a.ts', "import { systemClock } from '../clock/system-clock.ts';"],
    ['packages/gateway/src/payment/a.ts', "import { Connector } from '../wallet/connector.ts';"],
    ['packages/gateway/src/payment/a.ts', "import { randomBytes } from 'node:crypto';"],
  ],
  'only stores know SQL': [
    ['packages/gateway/src/trade/a.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['packages/cli/src/a.ts', "import type { DatabaseSync } from 'node:sqlite';"],
  ],
  'only the book knows SQL': [['packages/sandbox/src/a.ts', "import { DatabaseSync } from 'node:sqlite';"]],
  'the edge knows no SQL and no wallet': [
    ['packages/gateway/src/http/a.ts', "import { SqliteStore } from '../store/sqlite/sqlite-store.ts';"],
    ['packages/gateway/src/http/a.ts', "import type { Connector } from '../wallet/connector.ts';"],
  ],
  'trade knows no engine': [
    ['packages/gateway/src/trade/a.ts', "import { SqliteStore } from '../store/sqlite/sqlite-store.ts';"],
    ['packages/gateway/src/trade/a.ts', "import type { Answer } from '../http/answer.ts';"],
  ],
  'stores know no flow': [
    [
      'packages/gateway/src/store/sqlite/a.ts',
      "import { CODE_REUSE_MS } from '../../trade/take-payment.ts';",
    ],
  ],
  'connectors know no gateway': [
    ['packages/gateway/src/wallet/a/b.ts', "import type { Store } from '../../store/store.ts';"],
    ['packages/gateway/src/wallet/a/b.ts', "import { request } from 'node:https';"],
    ['packages/gateway/src/wallet/a/b.ts', "import { createClient } from '@opencpm/client';"],
  ],
  'a connector stands alone': [
    ['packages/gateway/src/wallet/a/b.ts', "import { codes } from '../other/codes.ts';"],
  ],
  'nobody names a connector': [
    ['packages/gateway/src/trade/a.ts', "import { codes } from '../wallet/a/codes.ts';"],
    ['packages/gateway/src/wallet/a.ts', "import { codes } from './a/codes.ts';"],
  ],
};

/** For every rule of words a line of code that breaks it. */
const WORD_OFFENCES: Readonly<Record<string, readonly string[]>> = {
  'time is handed in': ['const a = Date.now();', 'const a = new Date();', 'performance.now()'],
  'waiting is handed in': ['setTimeout(go, 1);', 'setInterval(go, 1);', 'AbortSignal.timeout(5)'],
  'turns belong to group commits': ['setImmediate(go);', 'process.nextTick(go);'],
  'chance is handed in': [
    'Math.random()',
    "import { createHash, randomBytes } from 'node:crypto';",
    'crypto.randomUUID()',
  ],
  'the network is handed in': ['await fetch(url);'],
  'the environment is read in one place': ["const port = process.env['PORT'];"],
  'a library does not end the process': ['process.exit(1);', 'process.exitCode = 1;'],
};

describe('the rules of imports', () => {
  it('have a planted offence each', () => {
    expect(Object.keys(IMPORT_OFFENCES)).toEqual(IMPORT_RULES.map(({ name }) => name));
  });

  const planted = Object.entries(IMPORT_OFFENCES).flatMap(([name, offences]) =>
    offences.map(([path, text]) => ({ name, path, text })),
  );

  it.each(planted)('find: $name in $path: $text', ({ name, path, text }) => {
    const found = findImportOffences(IMPORT_RULES, [{ path, text: `\n${text}\n` }]);
    expect(found.map(({ rule }) => rule)).toContain(name);
    expect(found.map(({ at }) => at)).toContain(`${path}:2`);
    for (const { instead } of found) expect(instead).toMatch(/^[A-Z].*\.$/);
  });

  it.each([
    ['packages/protocol/src/node-digest.ts', "import { hash } from 'node:crypto';"],
    ['packages/protocol/src/a.test.ts', "import { readFileSync } from 'node:fs';"],
    ['packages/gateway/src/payment/a.ts', "import type { WalletAnswer } from '../wallet/connector.ts';"],
    ['packages/gateway/src/payment/a.ts', "import { isResponseCode } from '@opencpm/protocol';"],
    ['packages/gateway/src/store/sqlite/a.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['packages/gateway/src/wallet/a/b.ts', "import { createSign } from 'node:crypto';"],
    ['packages/gateway/src/wallet/a/b.ts', "import { text } from '../settings/plain-settings.ts';"],
    ['packages/gateway/src/wallet/http/b.ts', "import { request } from 'node:https';"],
    ['packages/gateway/src/wallet/upstream/b.ts', "import { createClient } from '@opencpm/client';"],
    ['packages/sandbox/src/book/a.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['packages/cli/src/a.ts', "import { openGateway } from '@opencpm/gateway';"],
    ['packages/client/src/pure-hashes.ts', "import { sha256 } from '@noble/hashes/sha2.js';"],
    ['packages/client/src/node/a.ts', "import { open } from 'node:fs/promises';"],
  ])('let pass in %s: %s', (path, text) => {
    expect(findImportOffences(IMPORT_RULES, [{ path, text }])).toEqual([]);
  });
});

describe('importsOf', () => {
  it('reads every form an import has', () => {
    const text = [
      "import 'a';",
      "import b from 'b';",
      "import * as c from 'c';",
      "import { d, type D } from 'd';",
      "import type { E } from 'e';",
      'import {',
      '  f,',
      "} from 'f';",
      "export * from 'g';",
      "export type { H } from 'h';",
      "export { i } from './i.ts';",
      "const j = await import('j');",
      'const text = "import k";',
    ].join('\n');
    const imports = importsOf({ path: 'x/y.ts', text });
    expect(imports.map(({ target }) => target)).toEqual([
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
      'x/i.ts',
      'j',
    ]);
    expect(imports.filter(({ typeOnly }) => typeOnly).map(({ target }) => target)).toEqual(['e', 'h']);
  });
});

describe('the rules of words', () => {
  it('have a planted offence each', () => {
    expect(Object.keys(WORD_OFFENCES)).toEqual(WORD_RULES.map(({ name }) => name));
  });

  const planted = Object.entries(WORD_OFFENCES).flatMap(([name, lines]) =>
    lines.map((line) => ({ name, line })),
  );

  it.each(planted)('find: $name: $line', ({ name, line }) => {
    const path = 'packages/gateway/src/trade/a.ts';
    const found = findWordOffences(WORD_RULES, [{ path, text: `// a comment\n${line}\n` }]);
    expect(found).toMatchObject([{ rule: name, at: `${path}:2` }]);
    expect(found[0]?.instead).toMatch(/^[A-Z].*\.$/);
  });

  it.each(planted)('do not find it in a test, a comment or a text: $line', ({ line }) => {
    const inTest = { path: 'packages/gateway/src/trade/a.test.ts', text: line };
    const comments = `// ${line}\n/* ${line} */\n/** {@link ${line}} */\n`;
    const texts = `const a = ${JSON.stringify(line)}; const b = \`${line}\`;`;
    const inWords = { path: 'packages/gateway/src/trade/a.ts', text: comments + texts };
    expect(findWordOffences(WORD_RULES, [inTest, inWords])).toEqual([]);
  });

  it('do not find a method or a parameter of the same name', () => {
    const text = 'options.fetch(url); const { randomBytes } = parts; clock.now(); timers.setTimeoutLater();';
    expect(findWordOffences(WORD_RULES, [{ path: 'packages/gateway/src/a.ts', text }])).toEqual([]);
  });
});

/** Templates inside texts are written with another sign, so that nobody takes these texts for templates. */
function withDollars(text: string): string {
  return text.replaceAll('§', '$');
}

describe('codeOnly', () => {
  it.each([
    ['a // b', 'a     '],
    ['a /* b\nc */ d', 'a     \n     d'],
    ["a('b\\'c')d", "a('    ')d"],
    ['a("b//c")', 'a("    ")'],
    ['x = /["\'`]/.test(y)', 'x = /     /.test(y)'],
    ['x = a / b / c', 'x = a / b / c'],
    ['`a§{b("c")}d`', '` §{b(" ")} `'],
    ['`§{`§{a}`}` + b', '`§{`§{a}`}` + b'],
    ['`a§{{ b: 1 }}c`', '` §{{ b: 1 }} `'],
  ])('turns %j into %j', (text, code) => {
    expect(codeOnly(withDollars(text))).toBe(withDollars(code));
  });

  it('keeps length and lines, whatever it reads', () => {
    for (const text of ["'", '`§{', '/*', '//', '/[', 'a\n"b\nc', '}}}', '`\n§{a\n}`']) {
      const code = codeOnly(withDollars(text));
      expect(code).toHaveLength(text.length);
      expect(code.split('\n')).toHaveLength(text.split('\n').length);
    }
  });
});

describe('the conventions', () => {
  it.each([
    ['files are short', 'packages/cli/src/a.ts', 'x\n'.repeat(LINES_MAX + 1)],
    ['names say what is inside', 'packages/cli/src/utils.ts', ''],
    ['names say what is inside', 'packages/cli/src/helpers/a.ts', ''],
    ['names say what is inside', 'packages/cli/src/common.test.ts', ''],
    ['nothing is left unfinished', 'packages/cli/src/a.ts', '// TODO: more'],
    ['nothing is left unfinished', 'packages/cli/src/a.ts', '/* FIXME */'],
    ['every test runs', 'packages/cli/src/a.test.ts', "it.skip('works', () => {});"],
    ['every test runs', 'packages/cli/src/a.test.ts', "describe.only('this', () => {});"],
  ])('find: %s in %s', (rule, path, text) => {
    expect(findConventionOffences([{ path, text }]).map((offence) => offence.rule)).toEqual([rule]);
  });

  it('let everything else pass', () => {
    const text = 'x\n'.repeat(LINES_MAX);
    expect(findConventionOffences([{ path: 'packages/cli/src/common-name.ts', text }])).toEqual([]);
  });
});
