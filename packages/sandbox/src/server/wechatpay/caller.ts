import { NUMBERS } from './messages.ts';
import type { Contract, Shop } from './merchants.ts';
import { checkFields, type FieldRules } from './request-fields.ts';
import { badField, CAUSE, type FieldLocation, WireRefusal } from './wire-refusal.ts';

/** Who calls, and for which shop. */
export interface Caller {
  readonly contract: Contract;
  readonly shop: Shop;
  /** The merchant as the message named it. */
  readonly identity: Readonly<Record<string, string>>;
}

const IDENTITY_NAMES = ['appid', 'mchid', 'sp_appid', 'sp_mchid', 'sub_appid', 'sub_mchid'] as const;

/**
 * Checks the fields of a message and that whoever signed it may speak for the shop it names.
 *
 * @param rules the fields of the message by the signer's mode; the numbers of the merchant are among them.
 * @throws WireRefusal when they may not.
 */
export function readCaller(
  contract: Contract,
  message: unknown,
  rules: FieldRules,
  location: FieldLocation,
): Caller & { readonly fields: Readonly<Record<string, unknown>> } {
  const fields = checkFields(message, rules, location);
  const named = Object.fromEntries(
    IDENTITY_NAMES.flatMap((name) =>
      typeof fields[name] === 'string' ? [[name, fields[name]] as const] : [],
    ),
  );
  const signer = contract.mode === 'institution' ? named['sp_mchid'] : named['mchid'];
  if (signer !== contract.mchid) {
    throw new WireRefusal(401, 'SIGN_ERROR', 'mchid of the signature is not the one of the message', {
      cause: CAUSE.badSignature,
    });
  }
  const appid = contract.mode === 'institution' ? named['sp_appid'] : named['appid'];
  if (appid !== undefined && !contract.appids.includes(appid)) {
    throw new WireRefusal(400, 'APPID_MCHID_NOT_MATCH', 'appid and mchid do not belong together');
  }
  const number = contract.mode === 'institution' ? named['sub_mchid'] : named['mchid'];
  const shop = contract.shops.find((each) => each.number === number);
  if (shop === undefined) {
    throw new WireRefusal(403, 'NO_AUTH', 'sub_mchid is not under this institution', {
      cause: CAUSE.shopOfOther,
    });
  }
  return { contract, shop, identity: named, fields };
}

/** The caller of an enquiry, by its query. */
export function readCallerOfQuery(
  contract: Contract,
  query: URLSearchParams,
  more: FieldRules = {},
): Caller & { readonly fields: Readonly<Record<string, unknown>> } {
  const fields: Record<string, string> = {};
  for (const [name, value] of query) {
    if (Object.hasOwn(fields, name)) throw badField(name, value, 'stands twice', 'query');
    fields[name] = value;
  }
  return readCaller(contract, fields, { ...NUMBERS[contract.mode], ...more }, 'query');
}
