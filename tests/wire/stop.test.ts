import { describe, expect, it } from 'vitest';
import { openSocket } from './support/raw-http.ts';
import { VirtualTime } from './support/virtual-time.ts';
import { PAYMENT_PATH, paymentOf } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

/** Resolves when a gateway takes no new connections. */
async function untilRefused(url: string): Promise<void> {
  for (;;) {
    try {
      (await openSocket(url)).destroy();
    } catch {
      return;
    }
  }
}

describe('a gateway that is stopped', () => {
  it('waits for nothing any more once it is closed, so that its process can end', async () => {
    const time = new VirtualTime();
    const gateway = await WireGateway.start({ time });
    const shop = await gateway.merchant();
    await shop.pay();
    await shop.pay({ txamt: '401143' });
    await shop.query();
    await gateway.close();
    expect(time.running).toBe(0);
  });

  it('lets an open payment end and answers it', async () => {
    const time = new VirtualTime();
    const gateway = await WireGateway.start({ time });
    const shop = await gateway.merchant();
    const answer = shop.send(PAYMENT_PATH, paymentOf({ txamt: '410007' }));
    await time.whenWaiting(3_000);
    const closed = gateway.close();
    await untilRefused(gateway.url);
    // Far from the ten seconds a stop may take: it is the payment that ends it.
    time.advance(3_000);
    expect((await answer).respcd).toBe('0000');
    await closed;
    expect(time.running).toBe(0);
  });

  it('goes after ten seconds when a wallet does not answer, having told the till 1145', async () => {
    const time = new VirtualTime();
    const gateway = await WireGateway.start({ time });
    const shop = await gateway.merchant();
    const answer = shop.send(PAYMENT_PATH, paymentOf({ txamt: '410010' }));
    await time.whenWaiting(6_000);
    const closed = gateway.close();
    await untilRefused(gateway.url);
    time.advance(6_000);
    expect((await answer).respcd).toBe('1145');
    time.advance(4_000);
    await closed;
  });
});
