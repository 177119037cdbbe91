import type { MistakenClient } from './test-mistaken-client.ts';
import { PARAMETER_CLIENTS } from './test-parameter-clients.ts';
import { CHARSET_CLIENTS, TEXT_CLIENTS } from './test-text-clients.ts';

/** Every kind of mistaken client of the older forms. */
export const MISTAKEN_CLIENTS: readonly MistakenClient[] = [
  ...PARAMETER_CLIENTS,
  ...CHARSET_CLIENTS,
  ...TEXT_CLIENTS,
];
