import type { PlantedBug } from './plant.ts';
import { PLANTED_BOOK_BUGS } from './planted-books.ts';
import { PLANTED_CLIENT_BUGS } from './planted-client.ts';
import { PLANTED_CONNECTOR_BUGS } from './planted-connectors.ts';
import { PLANTED_OUTCOME_BUGS } from './planted-outcomes.ts';
import { PLANTED_PAYMENT_BUGS } from './planted-payments.ts';
import { PLANTED_RETURN_BUGS } from './planted-returns.ts';

/** Every bug the simulation has to find within 20,000 histories. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...PLANTED_PAYMENT_BUGS,
  ...PLANTED_OUTCOME_BUGS,
  ...PLANTED_RETURN_BUGS,
  ...PLANTED_BOOK_BUGS,
  ...PLANTED_CLIENT_BUGS,
  ...PLANTED_CONNECTOR_BUGS,
];
