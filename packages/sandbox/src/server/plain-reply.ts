import type { WireReply } from './wallet-protocol.ts';

/** An answer in words, for what no protocol knows. */
export function plainReply(status: number, text: string): WireReply {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: Buffer.from(`${text}\n`) };
}
