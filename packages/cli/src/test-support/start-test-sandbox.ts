import { randomBytes } from 'node:crypto';
import { jsonLog } from '@opencpm/gateway';
import {
  type SandboxGateway,
  type SandboxGatewayOptions,
  startSandboxGateway,
} from '../start/sandbox-gateway.ts';

/** Starts a gateway with sandbox wallets on a directory and a free port. It logs nothing, and what nobody expected throws. */
export function startTestSandbox(
  dataDirectory: string,
  changes: Partial<SandboxGatewayOptions> = {},
): Promise<SandboxGateway> {
  return startSandboxGateway({
    config: {
      host: '127.0.0.1',
      port: 0,
      dataDirectory,
      node: 1,
      logLevel: 'silent',
      rateLimited: false,
      masterKey: undefined,
    },
    log: jsonLog('silent', 2),
    randomBytes: (length) => randomBytes(length),
    onFatal(error) {
      throw error;
    },
    ...changes,
  });
}
