import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-code.ts';

/**
 * A request that administration refused.
 *
 * @param message names the field and the mend, as administration writes it.
 */
export function refusedByAdministration(
  reason: 'invalid' | 'unknown' | 'conflict',
  message: string,
): CommandFailure {
  if (reason === 'invalid')
    return new CommandFailure(EXIT.usage, message, 'Nothing was changed. See the --help of the command.');
  const mend =
    reason === 'unknown'
      ? 'List what there is: opencpm merchant list'
      : 'Nothing was changed. Choose another one.';
  return new CommandFailure(EXIT.refused, message, mend);
}

/** There is no merchant with this app code. */
export function unknownMerchant(appCode: string): CommandFailure {
  return refusedByAdministration('unknown', `There is no merchant with the app code ${appCode}.`);
}
