import type { GatewayParts } from '@opencpm/gateway';
import { addTillRoutes, Till, type TillLog, type TillPorts } from '@opencpm/till';
import type { SandboxCredentials } from './sandbox-credentials.ts';

type App = Parameters<NonNullable<GatewayParts['extraRoutes']>>[0];

/** The currency most of the sandbox's customers have. */
const USUAL_CURRENCY = 'HKD';

/** What opening the till takes. */
export interface SandboxTillOptions {
  readonly gatewayUrl: string;
  readonly dataDirectory: string;
  readonly credentials: readonly SandboxCredentials[];
  readonly ports: TillPorts;
}

/**
 * A till for the sandbox's direct merchant, at `/till` of the gateway's own address. It speaks to the gateway as any till
 * does: over HTTP, with a client key.
 */
export class SandboxTill {
  #till: Till | undefined;

  /** Adds the routes; until the till is open they answer that it is being started. */
  addRoutes(scope: App, log: TillLog): void {
    addTillRoutes(scope, {
      till: () => this.#till,
      log,
      reach: { publicHost: undefined, loopbackOnly: true },
      isSecure: false,
      phoneUrl: '/phone',
    });
  }

  /**
   * Opens the till when the gateway can be called. There is none without an active direct merchant.
   *
   * @throws TillProblem when its file cannot be used.
   */
  async open({
    gatewayUrl,
    dataDirectory,
    credentials,
    ports,
  }: SandboxTillOptions): Promise<Till | undefined> {
    const direct = credentials.find(({ merchant }) => merchant.kind === 'direct');
    if (direct === undefined) return undefined;
    const { merchant, clientKey } = direct;
    const till = new Till(
      {
        gatewayUrl,
        // The address may change with the port; the data lies together.
        gatewayName: 'sandbox',
        appCode: merchant.appCode,
        clientKey,
        storeId: undefined,
        dataDirectory,
        shopName: merchant.name,
        shopLines: [],
        currencies: [...merchant.currencies].sort(
          (left, right) => Number(right === USUAL_CURRENCY) - Number(left === USUAL_CURRENCY),
        ),
        payTypes: ['800008', '805808'],
        registers: [{ id: '1', name: 'Register 1' }],
        timeZone: 'Asia/Hong_Kong',
        sandbox: true,
        publicUrl: undefined,
      },
      ports,
    );
    this.#till = till;
    await till.start();
    return till;
  }
}
