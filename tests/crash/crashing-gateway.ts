import { randomBytes } from 'node:crypto';
import { startSandboxGateway } from '../../packages/cli/src/start/sandbox-gateway.ts';
import { pinoLog, readConfig } from '../../packages/gateway/src/index.ts';
import type { CrashPlan, GatewayReady, KillPoint } from './crash-plan.ts';
import { plantKillPoints } from './kill-points.ts';

/**
 * The real gateway with the real sandbox on a data directory, as a process of its own that kills itself when its
 * parent has planned it: `node crashing-gateway.ts DIRECTORY`, started with an IPC channel.
 */
const [directory = ''] = process.argv.slice(2);

let plan: CrashPlan | undefined;
let passings = 0;

function pass(point: KillPoint): void {
  if (plan?.point !== point) return;
  passings += 1;
  if (passings === plan.passing) process.kill(process.pid, 'SIGKILL');
}

process.on('message', (message) => {
  plan = message as CrashPlan;
  passings = 0;
  process.send?.('armed');
});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const reach = plantKillPoints(pass);
const gateway = await startSandboxGateway({
  config: readConfig({ OPENCPM_RATE_LIMIT: 'off' }, { data: directory, port: '0' }, process.cwd()),
  log: pinoLog('alert', 2),
  randomBytes: (length) => randomBytes(length),
  onFatal: (error) => {
    process.stderr.write(`storage failed: ${String(error)}\n`);
    process.exit(3);
  },
  reach,
});
const [direct] = gateway.credentials;
if (direct === undefined) throw new Error('the sandbox has no merchant');
const ready: GatewayReady = {
  url: gateway.url,
  appCode: direct.merchant.appCode,
  clientKey: direct.clientKey,
};
process.send?.(ready);
