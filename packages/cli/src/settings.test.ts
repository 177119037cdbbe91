import { describe, expect, it } from 'vitest';
import { CommandFailure } from './command-failure.ts';
import { ENVIRONMENT_VARIABLES, readMasterKey, readSettings } from './settings.ts';

describe('readSettings', () => {
  it('reads every variable', () => {
    const environment = {
      OPENCPM_URL: 'https://pay.example.com',
      OPENCPM_APP_CODE: 'A',
      OPENCPM_KEY: 'K',
      OPENCPM_MCHID: 'M',
      OPENCPM_DATA: '/data',
      NO_COLOR: '1',
    };
    expect(readSettings(environment)).toEqual({
      url: 'https://pay.example.com',
      appCode: 'A',
      key: 'K',
      storeId: 'M',
      dataDirectory: '/data',
      noColour: true,
    });
  });

  it('takes an empty variable for an absent one', () => {
    const empty = Object.fromEntries(ENVIRONMENT_VARIABLES.map(([name]) => [name, '']));
    expect(readSettings(empty)).toEqual(readSettings({}));
    expect(readMasterKey(empty)).toBeUndefined();
  });

  it('uses no colour on a dumb terminal', () => {
    expect(readSettings({ TERM: 'dumb' }).noColour).toBe(true);
    expect(readSettings({ TERM: 'xterm' }).noColour).toBe(false);
  });
});

describe('readMasterKey', () => {
  it('reads 64 hex digits', () => {
    expect(readMasterKey({ OPENCPM_MASTER_KEY: 'ab'.repeat(32) })).toEqual(Buffer.alloc(32, 0xab));
  });

  it.each(['ab', 'zz'.repeat(32), `${'ab'.repeat(32)}\n`])('refuses %j without repeating it', (text) => {
    const read = (): unknown => readMasterKey({ OPENCPM_MASTER_KEY: text });
    expect(read).toThrow(CommandFailure);
    expect(read).toThrow(/^OPENCPM_MASTER_KEY does not hold 64 hex digits\.$/);
  });
});
