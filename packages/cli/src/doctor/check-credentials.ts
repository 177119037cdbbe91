import { type GatewayAccess, resolveAccess } from '../access/gateway-access.ts';
import { CommandFailure } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { enquire } from '../transaction/enquiry.ts';
import { resultAdvice, resultText } from '../transaction/result-text.ts';
import { fail, type Finding, ok } from './finding.ts';

const SUBJECT = 'credentials';
const KEY_MEND =
  'Check app code and key (--app-code, --key or OPENCPM_APP_CODE, OPENCPM_KEY): both belong to one environment.';

/** Checks that the gateway accepts the credentials, by a signed enquiry, which changes nothing. */
export async function checkCredentials(context: CommandContext): Promise<Finding> {
  let access: GatewayAccess;
  try {
    access = await resolveAccess(context);
  } catch (error) {
    if (error instanceof CommandFailure) return fail(SUBJECT, error.message, error.mend);
    throw error;
  }
  const result = await enquire(context, access, [['page_size', '1']], 'SHA256');
  switch (result.kind) {
    case 'rows':
      return ok(SUBJECT, `the gateway accepts the signature of ${access.appCode}`);
    case 'refused':
      return fail(SUBJECT, resultText(result.respcd, result.text), resultAdvice(result.respcd) ?? KEY_MEND);
    case 'not_sent':
      return fail(SUBJECT, result.reason, 'Start the gateway, or name another with --url.');
    case 'unknown':
      return fail(
        SUBJECT,
        result.reason,
        result.credentialsRefused ? KEY_MEND : 'Check --url, and look at the log of the gateway.',
      );
  }
}
