import { useEffect, useState } from 'preact/hooks';
import type { RefundRequest, SaleDetail } from '../../../src/page-api/index.ts';
import { amountField, money, readAmount } from '../amount/money.ts';
import { type Failure, post } from '../api/till-call.ts';
import { say } from '../language/language.ts';
import { ApprovalFields, useApproval } from '../session/approval.tsx';
import { failureText } from '../session/pin-field.tsx';
import { Modal } from '@opencpm/page-host/kit';

interface RefundDialogueProps {
  readonly detail: SaleDetail;
  /** `changed` is the sale after the refund. */
  readonly onLeave: (changed?: SaleDetail) => void;
}

interface RefundTry {
  readonly id: string;
  readonly amountMinor: number;
}

/**
 * Refunds whose answer was lost, by sale: the same amount again is the same refund, also after the dialogue was left, so
 * that nothing goes back twice.
 */
const unanswered = new Map<string, RefundTry>();

/** A try that the sale tells of is answered. */
function forgetAnswered({ sale, refunds }: SaleDetail): void {
  const last = unanswered.get(sale.id);
  if (refunds.some(({ id }) => id === last?.id)) unanswered.delete(sale.id);
}

/** Money goes back, all of it or a part, behind a PIN. */
export function RefundDialogue({ detail, onLeave }: RefundDialogueProps) {
  const phrases = say();
  const { sale, refundableMinor } = detail;
  const { currency } = sale;
  const approval = useApproval('refund');
  const [text, setText] = useState(amountField(refundableMinor, currency));
  const [problem, setProblem] = useState<Failure | 'amount'>();
  const [busy, setBusy] = useState(false);
  // Only when it opens: what is entered in it is one refund, however often it is sent.
  useEffect(() => forgetAnswered(detail), []);
  const submit = async (): Promise<void> => {
    const amountMinor = readAmount(text, currency);
    if (amountMinor === undefined || amountMinor < 1 || amountMinor > refundableMinor) {
      return setProblem('amount');
    }
    const earlier = unanswered.get(sale.id);
    const refund = earlier?.amountMinor === amountMinor ? earlier : { id: crypto.randomUUID(), amountMinor };
    const body: RefundRequest = { refundId: refund.id, amountMinor, approval: approval.take() };
    unanswered.set(sale.id, refund);
    setBusy(true);
    const answer = await post<SaleDetail>(`/sales/${encodeURIComponent(sale.id)}/refunds`, body);
    setBusy(false);
    // A refusal says that this very request began nothing, and nothing about one whose answer was lost before.
    if (answer.ok) unanswered.delete(sale.id);
    if (answer.ok) onLeave(answer.value);
    else setProblem(answer.error);
  };
  const problemText =
    problem === undefined
      ? ''
      : problem === 'amount'
        ? `${phrases.badAmount} ${phrases.refundable(money(refundableMinor, currency))}`
        : problem.code === 'no_answer'
          ? phrases.refundUnanswered
          : failureText(phrases, problem);
  return (
    <Modal labelledBy="refund-title" onLeave={() => onLeave()}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        <h2 id="refund-title">
          {phrases.refund} · {phrases.sale(sale.number)}
        </h2>
        <div class="row">
          <label class="field grow">
            <span>{phrases.refundAmount}</span>
            <input
              value={text}
              required
              inputMode="decimal"
              autoComplete="off"
              aria-describedby="refund-hint"
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </label>
          <button type="button" onClick={() => setText(amountField(refundableMinor, currency))}>
            {phrases.whole}
          </button>
        </div>
        <p class="hint" id="refund-hint">
          {phrases.refundable(money(refundableMinor, currency))}
        </p>
        <ApprovalFields approval={approval} />
        <p role="alert" class="problem">
          {problemText}
        </p>
        <div class="actions">
          <button type="button" onClick={() => onLeave()}>
            {phrases.cancel}
          </button>
          <button type="submit" class="main" disabled={busy}>
            {phrases.refund}
          </button>
        </div>
      </form>
    </Modal>
  );
}
