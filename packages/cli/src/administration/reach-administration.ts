import type {
  HistoryAdministration,
  LedgerStore,
  MerchantAdministration,
  NotificationAdministration,
} from '@opencpm/gateway';
import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-code.ts';
import { refusedByAdministration } from './administration-failure.ts';
import { callSocket, socketIsTrusted } from './administration-socket.ts';
import { SocketAdministration } from './socket-administration.ts';
import { holdsSandbox } from './data-directory.ts';
import { SocketHistory } from './socket-history.ts';
import { SocketLedger } from './socket-ledger.ts';
import { SocketNotifications } from './socket-notifications.ts';

/**
 * Hands administration of a data directory to `use`: the running gateway's, over its socket, or the store itself when
 * no gateway runs.
 *
 * @param masterKey from the environment; the key file of the directory is used without it.
 * @throws CommandFailure for everything an administrator can mend.
 */
export async function withAdministration<T>(
  dataDirectory: string,
  masterKey: Uint8Array | undefined,
  use: (
    administration: MerchantAdministration,
    history: HistoryAdministration,
    notifications: NotificationAdministration,
    ledger: LedgerStore,
  ) => Promise<T>,
): Promise<T> {
  // Loaded here and not above: the gateway takes longer to load than most commands take to run.
  const gateway = await import('@opencpm/gateway');
  const socketPath = gateway.adminSocketPath(dataDirectory);
  try {
    if (await isServed(socketPath, dataDirectory)) {
      return await use(
        new SocketAdministration(socketPath),
        new SocketHistory(socketPath),
        new SocketNotifications(socketPath),
        new SocketLedger(socketPath),
      );
    }
    // The same addresses as beside the gateway that ran here last.
    const policy = { loopbackAllowed: holdsSandbox(dataDirectory) };
    const opened = await gateway.openAdministration(dataDirectory, masterKey, policy);
    try {
      return await use(opened.administration, opened.history, opened.notifications, opened.ledger);
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (error instanceof gateway.AdministrationError)
      throw refusedByAdministration(error.reason, error.message);
    if (error instanceof gateway.DatabaseProblem || error instanceof gateway.KeyVaultProblem) {
      throw new CommandFailure(
        EXIT.cannotRun,
        error.message,
        'Nothing was changed. "opencpm doctor" looks further.',
      );
    }
    throw error;
  }
}

/** Whether a gateway serves the socket. Asked with a call that changes nothing, before one that does. */
async function isServed(socketPath: string, dataDirectory: string): Promise<boolean> {
  if (!socketIsTrusted(socketPath, dataDirectory)) {
    throw new CommandFailure(
      EXIT.cannotRun,
      `The socket ${socketPath} belongs to somebody else than the data directory ${dataDirectory}.`,
      'Find out who made it, and remove it if no gateway of yours did.',
    );
  }
  const result = await callSocket(socketPath, '/admin/merchants');
  if (result.kind !== 'lost') return result.kind === 'answer';
  throw new CommandFailure(
    EXIT.cannotRun,
    `The socket ${socketPath} cannot be used: ${result.detail}.`,
    'Run the command as the user who owns the data directory, or name another directory with --data.',
  );
}
