import type { Connector } from './connector.ts';
import { CONTRACT_PAY_TYPES, type ContractPayType } from './contract-pay-type.ts';

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

/** One connector for every pay type. */
export function everyPayType(connector: Connector): Connectors {
  return {
    byName: new Map([[connector.name, connector]]),
    routes: Object.fromEntries(CONTRACT_PAY_TYPES.map((payType) => [payType, connector.name])),
  };
}
