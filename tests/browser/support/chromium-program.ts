import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A Chromium that can be launched. */
export interface ChromiumProgram {
  readonly executablePath: string;
  /** Environment it needs, besides that of this process. */
  readonly environment: Readonly<Record<string, string>>;
}

const CHECKOUT = new URL('../../../', import.meta.url);
const PACKAGE_FILE = new URL('node_modules/@sparticuz/chromium/package.json', CHECKOUT);
const UNPACK = fileURLToPath(new URL('unpack-chromium.ts', import.meta.url));
/** Chinese glyphs, which a bare machine does not have. */
const FONTS = fileURLToPath(new URL('fonts/', import.meta.url));

/**
 * The Chromium of the browser tests: the one `CHROMIUM_PATH` names, otherwise the one that came through npm, which runs
 * on x64 Linux without anything installed. Unpacked once for each version, in the temporary directory.
 */
export function chromiumProgram(): ChromiumProgram {
  const own = process.env['CHROMIUM_PATH'];
  const folder = own === undefined ? unpacked() : join(tmpdir(), 'opencpm-chromium-fonts');
  mkdirSync(folder, { recursive: true });
  return {
    executablePath: own ?? join(folder, 'chromium'),
    environment: {
      FONTCONFIG_FILE: fontSettings(folder),
      ...(own === undefined ? { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') } : {}),
    },
  };
}

function unpacked(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'npm brings a Chromium for x64 Linux only: install one and set CHROMIUM_PATH to its program.',
    );
  }
  const { version } = JSON.parse(readFileSync(PACKAGE_FILE, 'utf8')) as { version: string };
  const folder = join(tmpdir(), `opencpm-chromium-${version}`);
  if (existsSync(folder)) return folder;
  // Several test files may find it missing at once; each unpacks for itself and the first one is kept.
  const making = `${folder}.${process.pid}`;
  mkdirSync(making);
  const { status, stderr } = spawnSync(process.execPath, [UNPACK], {
    env: { ...process.env, TMPDIR: making },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Chromium cannot be unpacked: ${stderr}`);
  try {
    renameSync(making, folder);
  } catch {
    rmSync(making, { recursive: true });
  }
  return folder;
}

/** Fonts of the machine, of the package, and of the tests; the same ones come first on every machine. */
function fontSettings(folder: string): string {
  const settings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${FONTS}</dir>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
  <alias binding="strong"><family>system-ui</family><prefer><family>Open Sans</family><family>Noto Sans TC Thin</family><family>Noto Sans SC Thin</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family><family>Noto Sans TC Thin</family><family>Noto Sans SC Thin</family></prefer></alias>
</fontconfig>
`;
  // Checkouts have settings of their own; written anew, those of a test that is running stay whole.
  const file = join(folder, `fonts.${createHash('sha256').update(settings).digest('hex').slice(0, 12)}.conf`);
  if (!existsSync(file)) writeFileSync(file, settings);
  return file;
}
