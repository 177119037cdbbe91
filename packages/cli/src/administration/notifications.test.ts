import { describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { type CommandRun, runCommand } from '../test-support/run-command.ts';
import { type SandboxUnderTest, until, useSandbox } from '../test-support/sandbox-under-test.ts';

const sandbox = useSandbox();
/** Nobody listens there. */
const DEAD_URL = 'http://127.0.0.1:1/notify';

function run(...words: readonly string[]): Promise<CommandRun> {
  return runCommand([...words, '--data', sandbox().directory]);
}

/** A payment whose notification was tried once in vain. */
async function payInVain(): Promise<string> {
  const words = ['pay', '1050', '--url', sandbox().running.url, '--notify-url', DEAD_URL, '--json'];
  const { stdout } = await runCommand(words);
  const { syssn } = JSON.parse(stdout) as { readonly syssn: string };
  await until(async () => (await sandbox().running.notifications.show(syssn)).attempts === 1);
  return syssn;
}

describe.each([
  ['beside a running gateway', async () => undefined],
  ['without a gateway', (running: SandboxUnderTest) => running.stop()],
])('opencpm notify %s', (_, prepare) => {
  it('lists, shows and replays', async () => {
    const syssn = await payInVain();
    await prepare(sandbox());
    const listed = await run('notify', 'list');
    expect(listed.stdout).toMatch(
      /^CREATED \(UTC\) +SYSSN +STATE +TRIES +NEXT TRY \(UTC\) +LAST RESULT +ENDPOINT\n/,
    );
    expect(listed.stdout).toMatch(
      new RegExp(
        `^2026-03-05 10:00:00 +${syssn} +waiting +1 +2026-03-05 10:0\\d:\\d\\d +connect ECONNREFUSED`,
        'm',
      ),
    );
    const shown = await run('notify', 'show', syssn);
    expect(shown.stdout).toMatch(/^WAITING\nid +ntf_[0-9a-f]{32}\n/);
    expect(shown.stdout).toContain('\n{"status": "1", "pay_type": "800008", ');
    const replayed = JSON.parse((await run('notify', 'replay', syssn, '--json')).stdout) as Record<
      string,
      unknown
    >;
    expect(replayed).toMatchObject({ syssn, state: 'waiting', url: DEAD_URL, attempts: 1 });
    expect(replayed['notify_id']).toMatch(/^ntf_/);
    expect((await run('notify', 'show', String(replayed['notify_id']))).exitCode).toBe(EXIT.done);
  });

  it('lists by state, merchant and number of rows', async () => {
    await payInVain();
    const syssn = await payInVain();
    const [direct, partner] = sandbox().running.credentials;
    await prepare(sandbox());
    const list = async (...words: readonly string[]) => {
      const { stdout } = await run('notify', 'list', '--json', ...words);
      const { notifications } = JSON.parse(stdout) as {
        notifications: readonly { readonly syssn: string }[];
      };
      return notifications.map((notification) => notification.syssn);
    };
    expect(await list()).toHaveLength(2);
    expect(await list('--limit', '1')).toEqual([syssn]);
    expect(await list('--state', 'waiting', '--app-code', direct?.merchant.appCode ?? '')).toHaveLength(2);
    expect(await list('--app-code', partner?.merchant.appCode ?? '')).toEqual([]);
    expect(await list('--state', 'given-up')).toEqual([]);
    expect(await list('--state', 'acknowledged')).toEqual([]);
    expect((await run('notify', 'list', '--state', 'given-up')).stdout).toBe(
      'There is no such notification.\n',
    );
  });

  it.each([
    [
      ['notify', 'show', '20260305000100020000000099'],
      'there is none with the id or for the number',
      'notify',
    ],
    [['notify', 'replay', 'ntf_none'], 'there is none with the id or for the number ntf_none', 'notify'],
    [['notify', 'list', '--app-code', 'X'], 'there is no merchant X', 'merchant'],
  ])('refuses %j and says where to look', async (words, problem, list) => {
    await prepare(sandbox());
    const { exitCode, stderr } = await run(...words);
    expect(exitCode).toBe(EXIT.refused);
    expect(stderr).toContain(problem);
    expect(stderr).toContain(`opencpm ${list} list`);
  });

  it.each([
    [['notify', 'show'], 'No notification is named.'],
    [['notify', 'replay', ''], 'No notification is named.'],
    [['notify', 'list', '--state', 'given_up'], '--state is not known: given_up'],
    [['notify', 'list', '--limit', '0'], '--limit is no number of rows: 0'],
    [['notify', 'list', '--limit', '1001'], 'limit: must be a whole number from 1 to 1000'],
  ])('does not take %j', async (words, problem) => {
    await prepare(sandbox());
    const { exitCode, stderr } = await run(...words);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain(problem);
  });

  it('lets an address on this machine be registered, as beside the sandbox that runs here', async () => {
    const [direct] = sandbox().running.credentials;
    const appCode = direct?.merchant.appCode ?? '';
    await prepare(sandbox());
    const own = await run('merchant', 'change', appCode, '--notify-url', 'http://127.0.0.1:9000/notify');
    expect(own.exitCode).toBe(EXIT.done);
    const inside = await run('merchant', 'change', appCode, '--notify-url', 'http://10.0.0.1/notify');
    expect(inside.exitCode).toBe(EXIT.usage);
    expect(inside.stderr).toContain('notify address: must lead to the public internet');
  });
});
