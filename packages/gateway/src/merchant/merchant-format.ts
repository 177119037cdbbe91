import { isCurrencyCode, isPayType, notifyUrlProblem, SIGN_TYPES } from '@opencpm/protocol';
import type { NewMerchant } from './administration.ts';
import { CONNECTOR_NAME, type Routes } from '../wallet/connectors.ts';
import { CONTRACT_PAY_TYPES, isContractPayType } from '../wallet/contract-pay-type.ts';
import type { MerchantChange } from './merchant.ts';

const STORE_ID = /^[A-Za-z0-9]{1,32}$/;
const NAME_LENGTH_MAX = 64;
const RATE_MAX = 1_000_000;

type Settings = Omit<MerchantChange, 'status' | 'stores' | 'routes'>;

/** What is wrong with an address for notifications, as the end of a sentence, or `undefined`. */
export type AddressProblem = (address: string) => string | undefined;

/** The first thing wrong with a new merchant, as "field: rule", or `undefined`. */
export function checkNewMerchant(
  request: NewMerchant,
  addressProblem: AddressProblem = notifyUrlProblem,
): string | undefined {
  if (request.kind !== 'direct' && request.kind !== 'partner') return 'kind: must be direct or partner';
  const stores = request.stores ?? [];
  const ids = stores.flatMap(({ storeId }) => storeId ?? []);
  if (new Set(ids).size !== ids.length) return 'stores: a store id is given twice';
  return (
    nameProblem('name', request.name) ??
    settingsProblem(request, addressProblem) ??
    first(stores, ({ storeId, name }) => storeIdProblem(storeId) ?? nameProblem('stores', name))
  );
}

/** The first thing wrong with a change, as "field: rule", or `undefined`. */
export function checkMerchantChange(
  change: MerchantChange,
  addressProblem: AddressProblem = notifyUrlProblem,
): string | undefined {
  return (
    (change.status === undefined ? undefined : statusProblem('status', change.status)) ??
    (change.name === undefined ? undefined : nameProblem('name', change.name)) ??
    routesProblem(change.routes ?? {}) ??
    settingsProblem(change, addressProblem) ??
    first(
      change.stores ?? [],
      ({ storeId, name, status }) =>
        storeIdProblem(storeId) ?? nameProblem('stores', name) ?? statusProblem('status of a store', status),
    )
  );
}

function settingsProblem(settings: Settings, addressProblem: AddressProblem): string | undefined {
  const { payTypes, currencies, notifyUrl, notifyPrefixes = [] } = settings;
  if (payTypes !== undefined && (payTypes.length === 0 || !payTypes.every(isPayType))) {
    return 'pay types: name at least one of the six consumer-presented pay types';
  }
  if (currencies !== undefined && (currencies.length === 0 || !currencies.every(isCurrencyCode))) {
    return 'currencies: name at least one supported currency';
  }
  const addresses =
    notifyUrl === undefined || notifyUrl === '' ? notifyPrefixes : [notifyUrl, ...notifyPrefixes];
  return (
    first(addresses, (address) => {
      const problem = addressProblem(address);
      return problem === undefined ? undefined : `notify address: ${problem}`;
    }) ?? ratesProblem(settings)
  );
}

function routesProblem(routes: Routes): string | undefined {
  for (const [payType, connector] of Object.entries(routes)) {
    if (!isContractPayType(payType)) {
      return `routes: a route is for one of ${CONTRACT_PAY_TYPES.join(', ')}; 800008 goes the way of the scanned code`;
    }
    if (connector !== '' && !CONNECTOR_NAME.test(connector)) {
      return 'routes: a connector is named by 1 to 32 small letters, digits and hyphens';
    }
  }
  return undefined;
}

function ratesProblem({
  requestsPerSecondMax,
  requestsPerMinuteMax,
  signaturePolicy,
}: Settings): string | undefined {
  for (const rate of [requestsPerSecondMax, requestsPerMinuteMax]) {
    if (rate !== undefined && (!Number.isSafeInteger(rate) || rate < 1 || rate > RATE_MAX)) {
      return `request rate: must be a whole number from 1 to ${RATE_MAX}`;
    }
  }
  if (signaturePolicy === undefined) return undefined;
  const { minimumAlgorithm } = signaturePolicy;
  return SIGN_TYPES.includes(minimumAlgorithm)
    ? undefined
    : `minimum algorithm: must be one of ${SIGN_TYPES.join(', ')}`;
}

function nameProblem(field: string, name: string): string | undefined {
  return typeof name === 'string' && name.trim() !== '' && name.length <= NAME_LENGTH_MAX
    ? undefined
    : `${field}: a name must have 1 to ${NAME_LENGTH_MAX} characters`;
}

function statusProblem(field: string, status: string): string | undefined {
  return status === 'active' || status === 'disabled' ? undefined : `${field}: must be active or disabled`;
}

function storeIdProblem(storeId: string | undefined): string | undefined {
  return storeId === undefined || STORE_ID.test(storeId)
    ? undefined
    : 'stores: a store id must be 1 to 32 letters and digits';
}

function first<T>(items: readonly T[], problemOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
