import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkBooks, checkHandedOn } from './books.ts';
import { GatewayProcess } from './gateway-process.ts';
import type { Signer } from './load-plan.ts';
import { runCommand } from './run-command.ts';
import { type Subject, troubleIn, unsignedIn } from './subject.ts';

const CONNECTOR = 'other';
const KEY_FILE = 'other-key.txt';

/** The members of `opencpm merchant add --json` that a load needs. */
interface AddedMerchant {
  readonly app_code: string;
  readonly client_key: string;
  readonly stores: readonly { readonly mchid: string }[];
}

/**
 * PayMe payments at a gateway that charges through a second one, as it would through QFPay's: each is a process of its own
 * and has its own books, and between them is HTTP. When the load is over, all three books are compared.
 *
 * @param path an empty directory for the data of both.
 */
export function chainedPayments(path: string): Subject {
  return async () => {
    const behindPath = join(path, 'behind');
    const frontPath = join(path, 'front');
    const behind = await GatewayProcess.start(behindPath);
    const signer = await addMerchant(frontPath);
    configure(frontPath, behind);
    const front = await GatewayProcess.serve(frontPath, signer);
    const fromMs = Date.now();
    return {
      lane: {
        port: front.port,
        processId: front.processId,
        requests: { call: 'payment', signer, orderNumbers: 'increasing', first: 0, wallet: 'payme' },
        marker: '"respcd": "0000"',
        repeating: false,
      },
      async end(lane) {
        const peakMemoryBytes = front.peakMemoryBytes();
        await front.stop();
        await behind.stop();
        const answered = lane.answered - lane.wrong;
        const handedOn = await checkHandedOn(frontPath, behindPath, fromMs, answered);
        const charged = await checkBooks(behindPath, fromMs, answered, 'payme');
        const problems = [...troubleIn(lane), ...unsignedIn(lane), ...handedOn, ...charged.problems];
        return { lane, peakMemoryBytes, startUp: front.startUp, problems };
      },
    };
  };
}

async function addMerchant(directory: string): Promise<Signer> {
  const { code, output } = await runCommand([
    ...['merchant', 'add', '--json', '--name', 'Bench', '--kind', 'partner'],
    ...['--store', 'one', '--store', 'two', '--data', directory],
  ]);
  if (code !== 0) throw new Error(`opencpm merchant add ended with ${code}: ${output}`);
  const { app_code: appCode, client_key: clientKey, stores } = JSON.parse(output) as AddedMerchant;
  return { appCode, clientKey, storeIds: stores.map(({ mchid }) => mchid) };
}

/** The sandbox's partner is the customer of the gateway behind. */
function configure(directory: string, { port, signer }: GatewayProcess): void {
  writeFileSync(join(directory, KEY_FILE), signer.clientKey, { mode: 0o600 });
  const connector = {
    connector: 'upstream',
    host: `http://127.0.0.1:${port}`,
    app_code: signer.appCode,
    client_key_file: KEY_FILE,
    store_id: signer.storeIds[0],
  };
  const wallets = { connectors: { [CONNECTOR]: connector }, routes: { '805808': CONNECTOR } };
  writeFileSync(join(directory, 'wallets.json'), JSON.stringify(wallets));
}
