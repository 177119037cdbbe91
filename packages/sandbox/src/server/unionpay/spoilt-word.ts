import { type Misbehaviour, refusalIn, type SpoiltCall, stateIn } from '../../misbehaviour.ts';
import { type Word, WORDS } from './words.ts';

/** Values of an answer beside its code. */
type Values = Readonly<Record<string, string | number>>;

const INSTEAD: Readonly<Partial<Record<Misbehaviour, Word>>> = {
  'unknown-early': WORDS.asking,
  'system-error-early': WORDS.broken,
  'not-there': WORDS.notFound,
};

/** What a call is answered when it is not done; undefined for a misbehaviour under which it is. */
export function wordBefore(name: Misbehaviour | undefined, call: SpoiltCall): Word | undefined {
  const code = refusalIn(name);
  if (code !== undefined) return { code, message: `应测试要求拒绝[${code}]` };
  if (name === 'throttled') {
    return call === 'query' || call === 'queryRefund' ? WORDS.tooOften : WORDS.notOpen;
  }
  return name === undefined ? undefined : INSTEAD[name];
}

/** How a contract of UnionPay writes the states a misbehaviour can claim. */
interface Claims {
  readonly paying: Word;
  /** As the state of an enquiry. */
  readonly payingState: string;
}

/** What a call that was done is answered. @param paid what an answer adds that says paid. */
export function spoiltWord<More extends Values>(
  name: Misbehaviour | undefined,
  saying: { readonly word: Word; readonly more?: More },
  claims: Claims,
  paid: More,
): { readonly word: Word; readonly more?: Values } {
  const { more } = saying;
  const claim = (word: Word, state: string, added: Values = {}) =>
    more !== undefined && 'origRespCode' in more
      ? { word: saying.word, more: { ...more, ...added, origRespCode: state } }
      : { word, more: { ...more } };
  const state = stateIn(name);
  if (state !== undefined) return claim({ code: state, message: `应测试要求应答[${state}]` }, state, paid);
  if (name === 'unknown') return { word: WORDS.asking };
  if (name === 'system-error') return { word: WORDS.broken };
  if (name === 'says-paying') return claim(claims.paying, claims.payingState);
  if (name === 'says-paid') return claim(WORDS.done, '00', paid);
  if (name === 'new-state') return claim(WORDS.unheardOf, WORDS.unheardOf.code);
  if (name === 'other-shop') return { ...saying, more: { ...more, merId: '777290058110099' } };
  return saying;
}
