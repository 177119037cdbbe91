import { describe, expect, it } from 'vitest';
import { TEST_CERTIFICATES } from './test-certificates.ts';
import { certificatesOf } from '../pem-certificates.ts';
import { WalletCertificates } from './wallet-certificates.ts';

const { root, mid, leaf, expired, foreign, stray } = TEST_CERTIFICATES;
const NOW_MS = Date.UTC(2026, 2, 1);

function trust(...pems: readonly string[]): WalletCertificates {
  return new WalletCertificates({
    authorities: certificatesOf(pems.join('')),
    signerName: '中国银联股份有限公司',
  });
}

describe('the certificate of an answer', () => {
  it('is believed when a chain leads to an authority of ours', () => {
    const certificates = trust(root, mid);
    const first = certificates.keyOf(leaf, NOW_MS);
    expect(first).toHaveProperty('key');
    expect(certificates.keyOf(leaf, NOW_MS + 1)).toEqual(first);
  });

  it('is believed when it is the authority itself', () => {
    expect(trust(stray).keyOf(stray, NOW_MS)).toHaveProperty('key');
  });

  it.each([
    ['that is none', 'x', trust(root, mid), 'carries no certificate'],
    ['that has expired', expired, trust(root, mid), 'is signed with a certificate that is not in force'],
    ['of somebody else', foreign, trust(root, mid), 'is signed with a certificate of somebody else'],
    ['without its chain', leaf, trust(root), 'no authority of ours vouches for'],
    ['whose chain has no root', leaf, trust(mid), 'no authority of ours vouches for'],
    ['that only vouches for itself', stray, trust(root, mid), 'no authority of ours vouches for'],
  ])('%s is not believed', (_name, pem, certificates, flaw) => {
    expect(certificates.keyOf(pem, NOW_MS)).toEqual({ flaw: expect.stringContaining(flaw) });
  });

  it('is looked at again as time goes by', () => {
    const certificates = trust(root, mid);
    expect(certificates.keyOf(leaf, NOW_MS)).toHaveProperty('key');
    expect(certificates.keyOf(leaf, Date.UTC(2130, 0, 1))).toHaveProperty('flaw');
    expect(certificates.keyOf(leaf, Date.UTC(2019, 0, 1))).toHaveProperty('flaw');
  });
});
