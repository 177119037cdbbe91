import type { AnswerShape } from './answer-shape.ts';
import { EMPTY, resultMembersOf, SYSSN } from './member-value.ts';

/** The answer of `/trade/v1/add_note` when the note was taken (contract section 5.6). */
export const NOTE_ANSWER: AnswerShape = {
  name: 'Note',
  meaning: 'The note stands at the transaction.',
  members: {
    ...resultMembersOf('0000'),
    respmsg: { meaning: 'Empty, or why the note was refused.', value: EMPTY },
    data: {
      meaning: 'An object with `syssn`, the number that was asked for. Absent from a refusal.',
      value: {
        type: 'object',
        shape: {
          name: 'NotedTransaction',
          meaning: 'What the note stands at.',
          members: { syssn: { meaning: 'Number of the payment or refund.', value: SYSSN } },
        },
      },
    },
  },
};
