import { plainText, storeId, timeZone } from './field-format.ts';
import type { ParameterRule } from './parameter-rule.ts';

/** `mchid` of a call about a payment that was made before. */
export const STORE_OF_PAYMENT: ParameterRule = {
  name: 'mchid',
  type: 'String',
  mandatory: false,
  maxLength: 32,
  meaning: 'Store of the payment; mandatory when one was issued.',
  ...storeId,
};

/** `txzone` beside `txdtm`. */
export const ZONE_OF_TIME: ParameterRule = {
  name: 'txzone',
  type: 'String',
  mandatory: false,
  maxLength: 5,
  meaning: 'Zone of txdtm, +0800 when absent.',
  ...timeZone,
};

/** `udid`, echoed. */
export const ECHOED_DEVICE: ParameterRule = {
  name: 'udid',
  type: 'String',
  mandatory: false,
  maxLength: 40,
  meaning: 'Device, echoed.',
  ...plainText,
};
