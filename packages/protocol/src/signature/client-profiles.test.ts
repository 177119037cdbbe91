import { expect, it } from 'vitest';
import { parseForm } from '../form/parse-form.ts';
import { writeForm } from '../form/write-form.ts';
import { nodeDigest } from '../node-digest.ts';
import { PAYMENT_NAMES } from '../parameter/payment-request.ts';
import { findAmbiguity } from './ambiguity.ts';
import { parseSignType } from './digest.ts';
import { verifyRequest } from './request-signature.ts';
import { CLIENT_PROFILES, type ClientProfile } from './vectors/signature-vectors.ts';

/** What the edge does with a request: body bytes and headers in, verified parameters out. */
function receive(body: string, headers: ClientProfile['headers'], key: string) {
  const form = parseForm(new TextEncoder().encode(body));
  if (!form.ok) throw new Error(form.problem);
  const algorithm = parseSignType(headers['X-QF-SIGNTYPE']);
  if (algorithm === undefined) throw new Error('unknown X-QF-SIGNTYPE');
  const { parameters } = form;
  const signature = headers['X-QF-SIGN'];
  const check = { signature, algorithm, keys: [key], rawAllowed: true, digest: nodeDigest };
  return { parameters, algorithm, match: verifyRequest(parameters, check) };
}

/** Postman's own escaping is unknown; any valid form encoding has to verify. */
function bodyOf({ body, params }: ClientProfile): string {
  return body ?? writeForm(params);
}

it('has all nine clients', () => expect(CLIENT_PROFILES).toHaveLength(9));

it.each(CLIENT_PROFILES)('$id verifies as it is sent', (profile) => {
  const { headers, key, params, signBasis } = profile;
  const { parameters, algorithm, match } = receive(bodyOf(profile), headers, key);
  expect(algorithm).toBe(profile.algorithm);
  expect(match).toMatchObject({ keyIndex: 0, variant: { emptyValues: 'kept' } });
  // A plus sign or an escape is all that tells the readings apart; without one the usual reading matches first.
  const differs = parameters.some(({ name, value, raw }) => name !== 'sign' && value !== raw);
  expect(match?.variant.values).toBe(differs ? signBasis : 'decoded');
  const received = new Map(parameters.map(({ name, value }) => [name, value]));
  expect(received).toEqual(new Map(params));
  expect(findAmbiguity(parameters, PAYMENT_NAMES)).toBeUndefined();
});

it.each(CLIENT_PROFILES)('$id verifies in either case of the digest', (profile) => {
  const { headers, key, digestCaseSent } = profile;
  const signature = headers['X-QF-SIGN'];
  const upper = signature.toUpperCase();
  expect(signature).toBe(digestCaseSent === 'upper' ? upper : upper.toLowerCase());
  for (const sent of [upper, upper.toLowerCase()]) {
    expect(receive(bodyOf(profile), { ...headers, 'X-QF-SIGN': sent }, key).match).toBeDefined();
  }
});

it.each(CLIENT_PROFILES)('$id fails with another key, digest, amount or algorithm', (profile) => {
  const { headers, key } = profile;
  const body = bodyOf(profile);
  const signature = headers['X-QF-SIGN'];
  const altered = `${signature.startsWith('0') ? '1' : '0'}${signature.slice(1)}`;
  expect(receive(body, headers, `${key}0`).match).toBeUndefined();
  expect(receive(body, { ...headers, 'X-QF-SIGN': altered }, key).match).toBeUndefined();
  expect(receive(body.replace('txamt=', 'txamt=1'), headers, key).match).toBeUndefined();
  expect(receive(body, { ...headers, 'X-QF-SIGNTYPE': 'SHA256' }, key).match).toBeUndefined();
});
