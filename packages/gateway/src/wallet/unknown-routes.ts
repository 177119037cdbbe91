import type { Merchant } from '../merchant/merchant.ts';
import type { Connectors } from './connectors.ts';

/** A merchant's route that leads nowhere: every payment under it is refused with 1242. */
export interface UnknownRoute {
  readonly app: string;
  readonly payType: string;
  readonly connector: string;
}

/** The routes of active merchants to connectors that are not there. */
export function unknownRoutes(
  merchants: readonly Merchant[],
  { byName }: Pick<Connectors, 'byName'>,
): readonly UnknownRoute[] {
  return merchants
    .filter(({ status }) => status === 'active')
    .flatMap(({ appCode, routes }) =>
      Object.entries(routes)
        .filter(([, connector]) => !byName.has(connector))
        .map(([payType, connector]) => ({ app: appCode, payType, connector })),
    );
}
