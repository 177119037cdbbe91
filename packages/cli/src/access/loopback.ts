const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether an address leads to this machine: nobody listens on the way, and a sandbox answers nobody else. */
export function isOnThisMachine(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname);
}

const EVERY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' };

/**
 * Host and port by which this machine reaches a server that listens at an address: whoever listens everywhere is reached over
 * the loopback interface.
 */
export function hostHere({ hostname, port }: URL): string {
  return `${EVERY_ADDRESS[hostname] ?? hostname}:${port || '80'}`;
}
