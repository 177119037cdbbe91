import type { Socket } from 'node:net';
import { openSocket } from '../../wire/support/raw-http.ts';

/** Sends bytes over a connection of their own and reads until the other side closes it. */
export async function untilClosed(url: string, bytes: Uint8Array): Promise<string> {
  const socket = await openSocket(url);
  const received = receivedUntilClosed(socket);
  socket.write(bytes);
  return received;
}

/** Everything a socket receives until it is closed; a reset counts as closing. */
export function receivedUntilClosed(socket: Socket): Promise<string> {
  let received = '';
  return new Promise((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(received));
  });
}
