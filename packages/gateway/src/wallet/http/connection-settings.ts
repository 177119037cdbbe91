import { optional, proxyAddress, wholeNumber } from '../settings/plain-settings.ts';
import { pem } from '../settings/key-settings.ts';
import type { SettingsOf } from '../settings/setting.ts';

/** Settings of the way to a wallet, the same for every connector. */
export const CONNECTION_SETTINGS = {
  connectTimeoutMs: wholeNumber({
    meaning: 'how long finding and connecting the wallet may take, TLS included, in milliseconds',
    example: '5000',
    min: 100,
    max: 30_000,
    fallback: 5_000,
  }),
  totalTimeoutMs: wholeNumber({
    meaning: 'how long a call may take altogether, in milliseconds',
    example: '25000',
    min: 500,
    max: 30_000,
    fallback: 25_000,
  }),
  proxy: optional(
    proxyAddress({ meaning: 'proxy every call goes through', example: 'http://proxy.example:3128' }),
    'none; no variable of the environment is read',
  ),
  tlsCertificate: optional(
    pem({
      meaning: 'certificate the gateway shows to the wallet (TLS)',
      example: 'client.pem',
      keeps: 'public',
    }),
    'none',
  ),
  tlsKey: optional(
    pem({ meaning: 'private key of that certificate', example: 'client.key', keeps: 'secret' }),
    'none',
  ),
  tlsAuthorities: optional(
    pem({
      meaning: 'certificate authorities to trust instead of the public ones',
      example: 'tlsAuthorities.pem',
      keeps: 'public',
    }),
    'the public ones',
  ),
} as const;

/** How a wallet is reached. */
export type ConnectionSettings = SettingsOf<typeof CONNECTION_SETTINGS>;
