import { useState } from 'preact/hooks';
import type { RegisterSnapshot, SaleSummary } from '../../../src/page-api/index.ts';
import { type Failure, post } from '../api/till-call.ts';
import { say } from '../language/language.ts';
import { ApprovalFields, useApproval } from '../session/approval.tsx';
import { failureText } from '../session/pin-field.tsx';
import { Modal } from '@opencpm/page-host/kit';
import { takeAnswer } from './register-state.ts';

interface ReleaseDialogueProps {
  readonly sale: SaleSummary;
  readonly onLeave: () => void;
}

/** A manager lets a basket be charged again although nobody knows what became of the first payment. */
export function ReleaseDialogue({ sale, onLeave }: ReleaseDialogueProps) {
  const phrases = say();
  const approval = useApproval('manager');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Failure>();
  const submit = async (): Promise<void> => {
    const body = { approval: approval.take(), reason };
    const answer = await post<RegisterSnapshot>(`/sales/${encodeURIComponent(sale.id)}/release`, body);
    takeAnswer(answer);
    if (answer.ok) onLeave();
    else setProblem(answer.error);
  };
  return (
    <Modal labelledBy="release-title" onLeave={onLeave}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h2 id="release-title">{phrases.release}</h2>
        <p>{phrases.releaseHint}</p>
        <label class="field">
          <span>{phrases.reason}</span>
          <input
            value={reason}
            required
            maxLength={200}
            autoComplete="off"
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </label>
        <ApprovalFields approval={approval} />
        <p role="alert" class="problem">
          {problem === undefined ? '' : failureText(phrases, problem)}
        </p>
        <div class="actions">
          <button type="button" onClick={onLeave}>
            {phrases.cancel}
          </button>
          <button type="submit" class="main">
            {phrases.release}
          </button>
        </div>
      </form>
    </Modal>
  );
}
