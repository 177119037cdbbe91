import { formatWireTime, signRequest, writeForm } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import { freshTestCode } from '../transaction/fresh-test-code.ts';
import type { SandboxCredentials } from './sandbox-credentials.ts';

/** A signed payment as a command that works when pasted into a shell; pasted again it is a repeat and answers the same. */
export function curlLine(
  url: string,
  { merchant, clientKey }: SandboxCredentials,
  nowMs: number,
  randomBytes: (count: number) => Uint8Array,
): string {
  const parameters: [string, string][] = [
    ['auth_code', freshTestCode('800108', randomBytes)],
    ['out_trade_no', `FIRST-${nowMs}`],
    ['pay_type', '800108'],
    ['txamt', '1050'],
    ['txcurrcd', 'HKD'],
    ['txdtm', formatWireTime(nowMs)],
  ];
  const signature = signRequest(parameters, clientKey, 'SHA256', nodeDigest);
  return [
    `curl ${url}/trade/v1/payment`,
    `-H 'X-QF-APPCODE: ${merchant.appCode}'`,
    `-H 'X-QF-SIGN: ${signature}'`,
    `-H 'X-QF-SIGNTYPE: SHA256'`,
    `-d '${writeForm(parameters)}'`,
  ].join(' \\\n    ');
}
