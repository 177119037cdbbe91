import { execFile } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ENTRIES } from './build-package.ts';

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));
const COMPILER = join(CHECKOUT, 'node_modules/typescript/bin/tsc');

const CONTRACT_INDEX = '@opencpm/protocol';

/** What may be imported of the contract: specifier, then source file below the package. */
const CONTRACT_MODULES: ReadonlyMap<string, string> = new Map(
  Object.entries(readManifest().exports).map(([entry, source]) => [
    join(CONTRACT_INDEX, entry).replaceAll('\\', '/'),
    source,
  ]),
);

/** An import of the contract with its names. */
const CONTRACT = /(import|export)( type)? \{ ([^}]+) \} from '(@opencpm\/protocol[^']*)';/g;
const IMPORT = /^import (?:type )?\{ ([^}]+) \} from '([^']+)';\n/gm;
const SPECIFIER = /(\bfrom ')([^']+)(')/g;

/**
 * Writes `index.d.ts` and `node.d.ts`, each with the declarations it needs beside it under `types/`. Declarations of
 * the wire contract are among them, since the published package has no dependency.
 */
export async function writeDeclarations(folder: string): Promise<void> {
  const emitted = mkdtempSync(join(tmpdir(), 'opencpm-declarations-'));
  try {
    await emit(emitted);
    const packages = join(emitted, 'packages');
    const written = new Set<string>();
    for (const [name, entry] of Object.entries(ENTRIES)) {
      const source = join(packages, 'client', entry.replace(/\.ts$/, '.d.ts'));
      const upwards = '../'.repeat(name.split('/').length - 1) || './';
      const target = `${upwards}types/${placeOf(packages, source)}`;
      copyWithImports(packages, source, folder, written);
      writeDeclaration(
        join(folder, `${name}.d.ts`),
        `export * from '${target.replace(/\.d\.ts$/, '.js')}';\n`,
      );
    }
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

async function emit(folder: string): Promise<void> {
  const project = join(folder, 'tsconfig.json');
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(CHECKOUT, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        stripInternal: true,
        rootDir: CHECKOUT,
        outDir: folder,
        // By path, or the compiler takes the contract for a foreign library and writes nothing of it.
        paths: Object.fromEntries(
          Array.from(CONTRACT_MODULES, ([module, source]) => [
            module,
            [join(CHECKOUT, 'packages/protocol', source)],
          ]),
        ),
        typeRoots: [join(CHECKOUT, 'node_modules/@types')],
      },
      include: [],
      files: Object.values(ENTRIES).map((entry) => join(CHECKOUT, 'packages/client', entry)),
    }),
  );
  await promisify(execFile)(process.execPath, [COMPILER, '-p', project]);
}

/** Copies a declaration file and everything it imports. */
function copyWithImports(packages: string, file: string, folder: string, written: Set<string>): void {
  if (written.has(file)) return;
  written.add(file);
  const text = withoutIdleImports(readFileSync(file, 'utf8'))
    .replace(CONTRACT, (_whole, word: string, type = '', names: string, module: string) =>
      contractImports(packages, file, `${word}${word === 'import' ? ' type' : type}`, names, module),
    )
    .replace(SPECIFIER, (whole, before: string, specifier: string, after: string) => {
      if (!specifier.startsWith('.')) return whole;
      const found = resolve(dirname(file), specifier.replace(/\.ts$/, '.d.ts'));
      copyWithImports(packages, found, folder, written);
      return `${before}${specifier.replace(/\.ts$/, '.js')}${after}`;
    });
  writeDeclaration(join(folder, 'types', placeOf(packages, file)), text);
}

/** What only internal declarations needed would draw more files in. */
function withoutIdleImports(text: string): string {
  const rest = text.replace(IMPORT, '');
  return text.replace(IMPORT, (_whole, names: string, from: string) => {
    const needed = names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => new RegExp(`\\b${name}\\b`).test(rest));
    return needed.length === 0 ? '' : `import type { ${needed.join(', ')} } from '${from}';\n`;
  });
}

/** Imports from the files that declare the names, so that no more of the contract is copied than is used. */
function contractImports(
  packages: string,
  file: string,
  words: string,
  names: string,
  module: string,
): string {
  return names
    .split(',')
    .map((name) => {
      const plain = name.trim().replace(/^type /, '');
      const path = relative(dirname(file), declaringFile(packages, plain, module)).replace(/\.d\.ts$/, '.ts');
      return `${words} { ${plain} } from '${path}';`;
    })
    .join('\n');
}

/** A module of its own declares what is imported from it; the index only passes on what other files declare. */
function declaringFile(packages: string, name: string, module: string): string {
  const folder = join(packages, 'protocol/src');
  const source = CONTRACT_MODULES.get(module);
  const files =
    module === CONTRACT_INDEX || source === undefined
      ? globSync('**/*.d.ts', { cwd: folder }).map((each) => join(folder, each))
      : [join(packages, 'protocol', source.replace(/\.ts$/, '.d.ts'))];
  const declaration = new RegExp(`^export (?:declare )?(?:type|interface|const|function) ${name}\\b`, 'm');
  const found = files.find((each) => declaration.test(readFileSync(each, 'utf8')));
  if (found === undefined) throw new Error(`no file of the contract declares ${name}`);
  return found;
}

/** `client/src/attempt.d.ts`. */
function placeOf(packages: string, file: string): string {
  return relative(packages, file).replaceAll('\\', '/');
}

function writeDeclaration(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function readManifest(): { readonly exports: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(join(CHECKOUT, 'packages/protocol/package.json'), 'utf8')) as ReturnType<
    typeof readManifest
  >;
}
