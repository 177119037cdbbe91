import { expect, it } from 'vitest';
import { nodeDigest } from './node-digest.ts';

it.each([
  ['MD5', '', 'D41D8CD98F00B204E9800998ECF8427E'],
  ['MD5', 'abc', '900150983CD24FB0D6963F7D28E17F72'],
  ['SHA256', '', 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855'],
  ['SHA256', 'abc', 'BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD'],
] as const)('gives the published %s of %j in upper case', (algorithm, text, digest) => {
  expect(nodeDigest(algorithm, text)).toBe(digest);
});

it('hashes UTF-8 bytes', () => {
  expect(nodeDigest('MD5', 'Caf\u00e9')).toBe('4655BD14EEBFAF444E5B33D6851DBBD0');
});
