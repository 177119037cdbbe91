import type { WalletFamily } from '@opencpm/protocol';
import type { Connector } from './connector.ts';
import { CONTRACT_PAY_TYPES, type ContractPayType } from './contract-pay-type.ts';
import { profileOf, type ResolverProfile } from './resolver-profile.ts';

/** How a connector is named in the configuration and in routes. */
export const CONNECTOR_NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Which connector charges which pay type, by name. */
export type Routes = Readonly<Partial<Record<ContractPayType, string>>>;

/** The connectors of a gateway. */
export interface Connectors {
  /** By the name that is stored with every payment. */
  readonly byName: ReadonlyMap<string, Connector>;
  /** For merchants without a route of their own. A pay type that stands nowhere is charged by nobody. */
  readonly routes: Routes;
}

/** How a payment is brought to its end: by the profile of its connector, else by the usual one of its wallet. */
export type FindProfile = (payment: {
  readonly connector: string;
  readonly family: WalletFamily;
}) => ResolverProfile;

/** The profiles of connectors. A payment whose connector is gone goes by the usual profile of its wallet. */
export function profilesOf(byName: ReadonlyMap<string, Connector>): FindProfile {
  return ({ connector, family }) => byName.get(connector)?.profileOf?.(family) ?? profileOf(family);
}

/** One connector for every pay type. */
export function everyPayType(connector: Connector): Connectors {
  return {
    byName: new Map([[connector.name, connector]]),
    routes: Object.fromEntries(CONTRACT_PAY_TYPES.map((payType) => [payType, connector.name])),
  };
}
