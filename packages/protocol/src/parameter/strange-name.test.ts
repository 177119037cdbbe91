import { describe, expect, it } from 'vitest';
import { findStrangeName } from './strange-name.ts';

const LISTED = new Set(['txamt', '_internal']);
const sent = (...names: string[]) => names.map((name) => ({ name, value: '1', raw: '1' }));

describe('findStrangeName', () => {
  it.each(['__proto__', '_x', '9', '10amount'])('refuses %s', (name) => {
    expect(findStrangeName(sent('txamt', name), LISTED)).toEqual({
      field: name,
      problem: 'is no parameter of this call; a name begins with a letter',
    });
  });

  it.each(['Page', 'constructor', 'product_name', 'x'])(
    'tolerates %s, which an older client may send',
    (name) => {
      expect(findStrangeName(sent('txamt', name), LISTED)).toBeUndefined();
    },
  );

  it('asks nothing of the names a call knows', () => {
    expect(findStrangeName(sent('_internal'), LISTED)).toBeUndefined();
  });
});
