import type { Merchant } from './merchant.ts';

/** A merchant's route that leads nowhere: every payment under it is refused with 1242. */
export interface UnknownRoute {
  readonly app: string;
  readonly payType: string;
  readonly connector: string;
}

/** The routes of active merchants to connectors whose names are not among those that are there. */
export function unknownRoutes(
  merchants: readonly Merchant[],
  connectors: { has(name: string): boolean },
): readonly UnknownRoute[] {
  return merchants
    .filter(({ status }) => status === 'active')
    .flatMap(({ appCode, routes }) =>
      Object.entries(routes)
        .filter(([, connector]) => !connectors.has(connector))
        .map(([payType, connector]) => ({ app: appCode, payType, connector })),
    );
}
