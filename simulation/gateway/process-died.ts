/** Ends whatever a process was doing when it was killed. Nobody hears of it. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';
}
