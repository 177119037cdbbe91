import { describe, expect, it } from 'vitest';
import { nodeDigest } from '../node-digest.ts';
import { type WireObject, writeWireJson } from '../wire-json.ts';
import { signBody } from './body-signature.ts';
import { equalDigests } from './digest.ts';
import { BODY_VECTORS, DOCUMENT_EXAMPLES } from './vectors/signature-vectors.ts';

/** Bodies that are not in the text form of the service: they show that receivers hash what arrived. */
const OTHER_FORMS: Readonly<Record<string, (form: string) => string>> = {
  'ntf-03': (form) => form.replace('\\u6d4b\\u8bd5', '测试'),
  'ntf-04': (form) => form.replaceAll('", "', '","').replaceAll('": "', '":"'),
  'ntf-05': (form) => `${form}\n`,
};

function rewritten(body: string): string {
  const value: WireObject = JSON.parse(body);
  return writeWireJson(value);
}

it('has twelve bodies', () => expect(BODY_VECTORS).toHaveLength(12));

describe.each(BODY_VECTORS)('$id: $title', ({ id, algorithm, key, body, bodyBytes, expectedDigest }) => {
  it('is signed over its bytes and the key', () => {
    expect(new TextEncoder().encode(body)).toHaveLength(bodyBytes);
    expect(signBody(body, key, algorithm, nodeDigest)).toBe(expectedDigest);
  });

  it('fails with one more blank, another key and the other algorithm', () => {
    const other = algorithm === 'MD5' ? 'SHA256' : 'MD5';
    for (const digest of [
      signBody(`${body} `, key, algorithm, nodeDigest),
      signBody(body, `${key}0`, algorithm, nodeDigest),
      signBody(body, key, other, nodeDigest),
    ]) {
      expect(equalDigests(digest, expectedDigest)).toBe(false);
    }
  });

  it('is written again from its members in their order', () => {
    const form = rewritten(body);
    expect((OTHER_FORMS[id] ?? ((text: string) => text))(form)).toBe(body);
  });
});

it('tells the four forms of one notification apart', () => {
  const digests = BODY_VECTORS.filter(({ id }) => /^ntf-0[1-5]$/.test(id)).map((v) => v.expectedDigest);
  expect(new Set(digests).size).toBe(5);
});

it('doc-02: rebuilds the answer printed in a public document, length and digest included', () => {
  const example = DOCUMENT_EXAMPLES.verified.find(({ id }) => id === 'doc-02');
  if (example?.body === undefined) throw new Error('doc-02 is missing');
  const { body, key, algorithm, publishedDigest, bodyBytes } = example;
  expect(rewritten(body)).toBe(body);
  expect(body).toHaveLength(bodyBytes ?? 0);
  expect(signBody(rewritten(body), key, algorithm, nodeDigest)).toBe(publishedDigest);
});
