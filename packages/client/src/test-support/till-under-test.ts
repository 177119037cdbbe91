import type { Client } from '../client.ts';
import { createClient } from '../create-client.ts';
import type { Credentials } from '../credentials.ts';
import type { Journal } from '../journal.ts';
import { MemoryJournal } from '../memory-journal.ts';
import type { PayOrder } from '../pay-order.ts';
import type { PayProgress } from '../pay-progress.ts';
import { type Script, ScriptedGateway, TEST_CREDENTIALS } from './scripted-gateway.ts';

/** A sale of HKD 10.50. */
export const TEST_ORDER: PayOrder = {
  authCode: '280000000000000001',
  amountMinor: 1050,
  currency: 'HKD',
  basketId: 'basket-1',
  payType: '800108',
  orderNumber: 'ORDER-1',
};

/** A client in front of a scripted gateway. */
export interface TillUnderTest {
  readonly gateway: ScriptedGateway;
  readonly client: Client;
  readonly journal: Journal;
  /** States told so far, each once in a row. */
  readonly told: PayProgress['state'][];
  readonly onProgress: (progress: PayProgress) => void;
}

export function tillWith(
  script: Script,
  journal: Journal = new MemoryJournal(),
  credentials: Partial<Credentials> = {},
): TillUnderTest {
  const gateway = new ScriptedGateway(script);
  const told: PayProgress['state'][] = [];
  const client = createClient({
    ...TEST_CREDENTIALS,
    ...credentials,
    journal,
    surroundings: gateway.surroundings,
  });
  const onProgress = ({ state }: PayProgress): void => {
    if (told.at(-1) !== state) told.push(state);
  };
  return { gateway, client, journal, told, onProgress };
}
