import { afterEach, it } from 'vitest';
import { Browser } from './support/browser.ts';
import { MANAGER, useShop } from './support/shop.ts';
import { TillProcess } from './support/till-process.ts';

const shop = useShop();

let running: TillProcess | undefined;
afterEach(async () => {
  await running?.kill();
});

it('a page that still listens for a session that has ended takes nothing down with it', async () => {
  running = await TillProcess.start(shop());
  const page = new Browser(running.url);
  await page.setUp({ setUpCode: running.setUpCode ?? '', ...MANAGER });
  let isListening = (): void => undefined;
  const listening = new Promise<void>((resolve) => {
    isListening = resolve;
  });
  const told = page.follow((events) => {
    isListening();
    return events.some(({ event }) => event === 'logged_out');
  });
  await listening;
  // A new log-in in another tab of the browser ends the session that the page listens for.
  const { cashiers } = await page.start();
  const logIn = { cashierId: cashiers[0]?.id, pin: MANAGER.pin, registerId: '1' };
  await page.tab().send('POST', '/log-in', logIn, { 'x-till-csrf': 'before-log-in' });
  // A sale tells every page twice in one turn.
  const other = new Browser(running.url);
  await other.logIn(MANAGER.name, MANAGER.pin, '1');
  await other.sell({ code: shop().code() });
  await told;
  await other.until('paid');
});
