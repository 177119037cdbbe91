import { SIGN_TYPES } from '../signature/sign-type.ts';
import type { AnswerShape } from './answer-shape.ts';
import { textOf } from './member-value.ts';

/** The answer of `/healthz`. */
export const HEALTH_ANSWER: AnswerShape = {
  name: 'Health',
  meaning: 'Whether the gateway can take payments.',
  members: {
    status: { meaning: '`ok`, or `failing` while the disk takes no writes.', value: textOf('ok', 'failing') },
    sign_types: {
      meaning: 'Words of `X-QF-SIGNTYPE` the gateway takes.',
      value: { type: 'words', oneOf: SIGN_TYPES },
    },
  },
};
