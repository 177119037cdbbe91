import { findSandboxMerchants } from '../access/sandbox-merchants.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Surroundings } from '../context.ts';
import { type Finding, ok, warn } from './finding.ts';

/** Says whether simulated wallets answer; a gateway with real wallets has none. */
export async function checkSandbox(
  surroundings: Pick<Surroundings, 'fetch' | 'clock'>,
  url: string,
): Promise<Finding> {
  try {
    const { length } = await findSandboxMerchants(surroundings, url);
    return length > 0
      ? ok('sandbox', `simulated wallets, ${length} ${length === 1 ? 'merchant' : 'merchants'}`)
      : ok('sandbox', 'none at this address');
  } catch (error) {
    if (error instanceof CommandFailure) return warn('sandbox', error.message, error.mend);
    throw error;
  }
}
