import {
  AttemptExistsError,
  type Client,
  InvalidRequestError,
  type PayProgress,
  type PayResult,
} from '@opencpm/client';
import { FileJournal, JournalError } from '@opencpm/client/node';
import type { SignType } from '@opencpm/protocol';
import type { GatewayAccess } from '../access/gateway-access.ts';
import { merchantClient } from '../access/merchant-client.ts';
import { wrongRequest } from '../access/wrong-request.ts';
import { CommandFailure } from '../command-failure.ts';
import type { CommandOption } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { shellWord } from '../terminal/shell-word.ts';
import type { PaymentOutcome } from './payment-outcome.ts';
import { resultText } from './result-text.ts';
import type { TransactionState } from './transaction-state.ts';

/** The option that names the journal. */
export const JOURNAL_OPTION: CommandOption = {
  type: 'text',
  value: 'FILE',
  meaning: 'Journal of payments: a payment is written there before it is sent.',
};

/**
 * Works with a client whose journal is in a file. One process uses a journal at a time.
 *
 * @param signType how calls are signed; what the gateway offers when left out.
 * @throws CommandFailure when the journal cannot be used, or when the client refuses before anything was sent.
 */
export async function withJournal<T>(
  context: CommandContext,
  access: GatewayAccess,
  file: string,
  signType: SignType | undefined,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const journal = await openJournal(file);
  try {
    return await work(await merchantClient(context, access, signType, journal));
  } catch (error) {
    throw readable(error, file);
  } finally {
    await journal.close();
  }
}

async function openJournal(file: string): Promise<FileJournal> {
  try {
    return await FileJournal.open(file);
  } catch (error) {
    if (error instanceof JournalError) {
      throw new CommandFailure(
        EXIT.cannotRun,
        `The journal cannot be used: ${error.message}`,
        'Mend that first.',
      );
    }
    const detail = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(
      EXIT.cannotRun,
      `The journal cannot be opened: ${detail}`,
      'Name a file in a directory that exists and may be written to.',
    );
  }
}

/** What the client refused before anything was sent, as a failure of the command. */
function readable(error: unknown, file: string): unknown {
  if (error instanceof InvalidRequestError) return wrongRequest(error);
  if (error instanceof AttemptExistsError) {
    const { orderNumber, verdict } = error.attempt;
    return new CommandFailure(
      verdict === undefined ? EXIT.pending : EXIT.usage,
      `Nothing was sent: ${error.message}`,
      verdict === undefined
        ? `Find out about order ${orderNumber} first: opencpm recover --journal ${shellWord(file)}`
        : `See order ${orderNumber}: opencpm query --order ${shellWord(orderNumber)}`,
    );
  }
  return error;
}

/** What a result of the client says about a payment. */
export function outcomeOfResult(result: PayResult): PaymentOutcome {
  const { syssn } = result.attempt;
  switch (result.outcome) {
    case 'paid':
      return { state: 'paid', syssn, respcd: '0000', explanation: resultText('0000', '') };
    case 'declined': {
      const respcd = 'respcd' in result.verdict ? result.verdict.respcd : '';
      return { state: 'refused', syssn, respcd, explanation: result.verdict.reason };
    }
    case 'reversed': {
      const { respcd, reason } = result.verdict;
      return { state: 'reversed', syssn, respcd, explanation: reason };
    }
    case 'unresolved':
      return { state: 'unknown', syssn, respcd: '', explanation: result.reason };
  }
}

const STATES: Readonly<Partial<Record<PayProgress['state'], TransactionState>>> = {
  payer_confirms: 'waiting_for_payer',
  processing: 'processing',
  asking: 'unknown',
};

/** The state a progress stands for, when it is worth a line. */
export function stateOfProgress({ state }: PayProgress): TransactionState | undefined {
  return STATES[state];
}
