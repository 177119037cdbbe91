import type { Attempt, Release, Verdict } from '@opencpm/client';
import type { Row } from './till-database.ts';

function text(row: Row, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : '';
}

function textOrNone(row: Row, name: string): string | undefined {
  const value = row[name];
  return typeof value === 'string' ? value : undefined;
}

/** The attempt in a row of `sales`. */
export function attemptOfRow(row: Row): Attempt {
  return {
    orderNumber: text(row, 'order_number'),
    basketId: text(row, 'basket_id'),
    amountMinor: Number(row['amount_minor']),
    currency: text(row, 'currency'),
    payType: text(row, 'pay_type'),
    storeId: textOrNone(row, 'store_id'),
    authCodeHash: text(row, 'auth_code_hash'),
    callerTime: text(row, 'caller_time'),
    startedAtMs: Number(row['started_at_ms']),
    // Columns hold what the client wrote; a CHECK of the table holds the stages.
    signType: text(row, 'sign_type') as Attempt['signType'],
    stage: text(row, 'stage') as Attempt['stage'],
    syssn: text(row, 'syssn'),
    verdict: verdictOfRow(row),
    release: releaseOfRow(row),
  };
}

function verdictOfRow(row: Row): Verdict | undefined {
  const respcd = text(row, 'respcd');
  const reason = text(row, 'reason');
  switch (textOrNone(row, 'verdict') ?? '') {
    case 'paid':
      return { kind: 'paid', paidAt: text(row, 'paid_at'), walletNumber: text(row, 'wallet_number') };
    case 'declined':
      return { kind: 'declined', respcd, reason };
    case 'reversed':
      return { kind: 'reversed', respcd, reason };
    case 'not_begun':
      return { kind: 'not_begun', reason };
    default:
      return undefined;
  }
}

function releaseOfRow(row: Row): Release | undefined {
  const by = textOrNone(row, 'released_by');
  if (by === undefined) return undefined;
  return { by, reason: text(row, 'release_reason'), atMs: Number(row['released_at_ms']) };
}

/** The columns a verdict fills. */
export function verdictColumns(
  verdict: Verdict | undefined,
): readonly [kind: string | null, respcd: string, reason: string, paidAt: string, walletNumber: string] {
  switch (verdict?.kind) {
    case undefined:
      return [null, '', '', '', ''];
    case 'paid':
      return ['paid', '0000', '', verdict.paidAt, verdict.walletNumber];
    case 'declined':
    case 'reversed':
      return [verdict.kind, verdict.respcd, verdict.reason, '', ''];
    case 'not_begun':
      return ['not_begun', '', verdict.reason, '', ''];
  }
}
