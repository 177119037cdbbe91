import { randomBytes } from 'node:crypto';
import { sandboxCredentials } from '../../packages/cli/src/start/sandbox-credentials.ts';
import { everyPayType, openGateway, jsonLog, readConfig } from '../../packages/gateway/src/index.ts';
import { childSettings, endWithParent } from './child-settings.ts';
import type { GatewayReady } from './crash-plan.ts';
import { plantKillPoints } from './kill-points.ts';
import { loopbackConnector } from './loopback-connector.ts';
import { obeyKillPlans } from './planned-kill.ts';
import { ScaledTime } from './scaled-time.ts';

/** The real gateway on a real file, with wallets and merchant in other processes, that kills itself when planned. */
const { directory, beginMs, scale, port, walletUrl = '', notifyUrl = '' } = childSettings();
const time = new ScaledTime(beginMs, scale);
const reach = plantKillPoints(obeyKillPlans());
const connector = loopbackConnector(walletUrl);
endWithParent();

const gateway = await openGateway({
  config: readConfig({ OPENCPM_RATE_LIMIT: 'off' }, { data: directory, port: String(port) }, process.cwd()),
  log: jsonLog('alert', 2),
  clock: time,
  timers: time,
  randomBytes: (length) => randomBytes(length),
  addressPolicy: { loopbackAllowed: true },
  connectors: everyPayType(connector),
  onFatal: (error) => {
    process.stderr.write(`storage failed: ${String(error)}\n`);
    process.exit(3);
  },
  reach,
});
process.once('SIGTERM', () => {
  gateway.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
if ((await gateway.administration.list()).length === 0) {
  await gateway.administration.add({ name: 'Harbour Coffee', kind: 'direct', notifyUrl });
}
const [direct] = await sandboxCredentials(gateway);
if (direct === undefined) throw new Error('the gateway has no merchant');
const ready: GatewayReady = {
  url: gateway.url,
  appCode: direct.merchant.appCode,
  clientKey: direct.clientKey,
};
process.send?.(ready);
