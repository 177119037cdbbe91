import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '@opencpm/gateway';

/** Local wallets as an operator would configure them. */
export interface LocalConfiguration {
  readonly entries: readonly {
    readonly connector: string;
    /** As in a configuration file; secrets by the names of variables. */
    readonly values: Readonly<Record<string, unknown>>;
    /** What those variables hold. */
    readonly environment: Readonly<Record<string, string>>;
  }[];
  readonly routes: Readonly<Record<string, string>>;
}

const FILE = 'wallets.json';
const GATEWAY_FILE = 'gateway-url.txt';

/**
 * Writes the configuration of the wallets that run now, so that other commands reach them as they reach real ones: secrets
 * into files of their own beside it, because commands do not share this process's variables.
 *
 * @param folder of the wallets' keys; nobody else can read it.
 * @param gatewayUrl where the gateway of these wallets listens; their clock is read there.
 */
export function writeConfiguration(
  folder: string,
  { entries, routes }: LocalConfiguration,
  gatewayUrl: string,
): void {
  makeDirectory(folder);
  const connectors = entries.map(({ connector, values, environment }) => {
    const inFiles = Object.entries(values).map(([name, value]): readonly [string, unknown] => {
      const secret = name.endsWith('_env') && typeof value === 'string' ? environment[value] : undefined;
      if (secret === undefined) return [name, value];
      const file = `${connector}-${name.slice(0, -'_env'.length)}.secret`;
      keep(join(folder, file), secret);
      return [name.replace(/_env$/, '_file'), file];
    });
    return [connector, Object.fromEntries(inFiles)] as const;
  });
  const content = { connectors: Object.fromEntries(connectors), routes };
  keep(join(folder, GATEWAY_FILE), gatewayUrl);
  keep(join(folder, FILE), `${JSON.stringify(content, undefined, 2)}\n`);
}

/** Takes the configuration away: nobody listens there any more. */
export function forgetConfiguration(folder: string): void {
  for (const file of [FILE, GATEWAY_FILE]) rmSync(join(folder, file), { force: true });
}

/** Where the gateway of the local wallets listens; undefined while none runs. @param folder of the wallets' keys. */
export function localGatewayUrl(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, GATEWAY_FILE), 'utf8');
  } catch {
    return undefined;
  }
}

/** Writes a file as a whole: whoever reads it meanwhile sees the one before. */
function keep(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
