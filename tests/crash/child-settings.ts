/** What the processes of a shop are started with, as one JSON argument. */
export interface ChildSettings {
  /** Where the process keeps what must survive it. */
  readonly directory: string;
  /** Beginning and speed of the time they share. */
  readonly beginMs: number;
  readonly scale: number;
  /** Port to listen on; 0 for any. A process that starts again keeps its port. */
  readonly port: number;
  /** Where the wallets listen; for the gateway. */
  readonly walletUrl?: string;
  /** Where notifications go; for the gateway. */
  readonly notifyUrl?: string;
}

/** The settings this process was started with. */
export function childSettings(): ChildSettings {
  return JSON.parse(process.argv[2] ?? '') as ChildSettings;
}

/** Ends this process with its parent. */
export function endWithParent(): void {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}
