import { notReachable } from '../access/sandbox-merchants.ts';
import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-code.ts';
import type { EnquiryResult } from './enquiry.ts';
import { resultAdvice, resultText } from './result-text.ts';

/** Turns an enquiry that was not answered into a failure with its mend. No payment is touched by an enquiry. */
export function enquiryFailure(
  url: string,
  result: Exclude<EnquiryResult, { readonly kind: 'rows' }>,
): CommandFailure {
  if (result.kind === 'not_sent') return notReachable(url, result.reason);
  if (result.kind === 'refused') {
    return new CommandFailure(
      EXIT.refused,
      `The gateway refused the enquiry: ${resultText(result.respcd, result.text)}`,
      // The code's own advice speaks of a payment's parameters.
      result.respcd === '1104'
        ? 'Correct the option it names.'
        : (resultAdvice(result.respcd) ?? 'See the text of the gateway.'),
    );
  }
  const mend = result.credentialsRefused
    ? 'Check --app-code and --key (OPENCPM_APP_CODE, OPENCPM_KEY); "opencpm doctor" tests them.'
    : 'Ask again: an enquiry changes nothing. "opencpm doctor" looks for the cause.';
  return new CommandFailure(EXIT.unreachable, `The enquiry was not answered: ${result.reason}.`, mend);
}
