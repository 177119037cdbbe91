import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { writeDeclarations } from './declarations.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CHECKOUT = join(ROOT, '../..');
const BUNDLED = join(CHECKOUT, 'node_modules/@noble/hashes');

/** The entries of the package: what runs everywhere, what needs a browser or Node, and the words for cashiers by language. */
export const ENTRIES = {
  index: 'src/index.ts',
  browser: 'src/browser/index.ts',
  node: 'src/node/index.ts',
  'cashier/en': 'src/cashier/en.ts',
  'cashier/zh-hans': 'src/cashier/zh-hans.ts',
  'cashier/zh-hant': 'src/cashier/zh-hant.ts',
} as const;

/**
 * Writes the package as it is published: a folder with its own package.json, plain JavaScript without any dependency,
 * and declarations. The wire contract and the hash functions are bundled.
 *
 * @param folder emptied first.
 */
export async function buildPackage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const bundle = await rolldown({
    cwd: ROOT,
    input: { ...ENTRIES },
    platform: 'neutral',
    external: /^node:/,
    treeshake: { moduleSideEffects: false },
  });
  try {
    await bundle.write({ dir: folder, format: 'esm', chunkFileNames: 'shared.js', sourcemap: false });
  } finally {
    await bundle.close();
  }
  await writeDeclarations(folder);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`);
  cpSync(join(ROOT, 'README.md'), join(folder, 'README.md'));
  cpSync(join(CHECKOUT, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(
    join(folder, 'THIRD-PARTY-NOTICES'),
    `Contains parts of @noble/hashes:\n\n${readFileSync(join(BUNDLED, 'LICENSE'), 'utf8')}`,
  );
}

function publishedManifest(): object {
  const own: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { name, version, description, license, type, engines, keywords } = own as Record<string, unknown>;
  return {
    name,
    version,
    description,
    keywords,
    license,
    type,
    engines,
    sideEffects: false,
    exports: {
      ...Object.fromEntries(Object.keys(ENTRIES).map(publishedEntry)),
      './package.json': './package.json',
    },
  };
}

function publishedEntry(name: string): [string, object] {
  return [name === 'index' ? '.' : `./${name}`, { types: `./${name}.d.ts`, default: `./${name}.js` }];
}
