import { ADD_NOTE_NAMES, findAmbiguity, findStrangeName, readAddNoteRequest } from '@opencpm/protocol';
import type { Refusal } from '../payment/refusal.ts';
import { type NoteTransactionParts, noteTransaction } from '../trade/note-transaction.ts';
import { refusalAnswer, resultMembers, signedAnswer } from './answer.ts';
import type { AuthenticRequest, Call, CallResult } from './call.ts';

/** `POST /trade/v1/add_note`: puts a remark on a finished transaction (contract section 5.6). */
export function noteCall(parts: NoteTransactionParts): Call {
  return {
    path: '/trade/v1/add_note',
    methods: ['POST'],
    event: 'add_note',
    pinned: 'note',
    async handle(request) {
      const { parameters, merchant, answerKey } = request;
      const fault = findStrangeName(parameters, ADD_NOTE_NAMES) ?? findAmbiguity(parameters, ADD_NOTE_NAMES);
      const read = fault === undefined ? readAddNoteRequest(parameters) : { ok: false as const, ...fault };
      if (!read.ok) return refuse(request, { respcd: '1104', message: `${read.field}: ${read.problem}` });
      const outcome = await noteTransaction(parts, merchant, read.request);
      if (!outcome.ok) return refuse(request, outcome.refusal);
      const { syssn } = outcome.transaction;
      return {
        answer: signedAnswer({ ...resultMembers('0000', ''), data: { syssn } }, answerKey),
        log: { syssn, respcd: '0000' },
      };
    },
  };
}

function refuse(request: AuthenticRequest, refusal: Refusal): CallResult {
  return {
    answer: refusalAnswer(refusal, request.answerKey),
    log: { respcd: refusal.respcd, why: refusal.message },
  };
}
