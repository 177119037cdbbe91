import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOCAL_WALLETS } from '../../packages/cli/src/start/local/local-wallets.ts';
import { allConnectorKinds, connectorKinds } from '../../packages/gateway/src/index.ts';
import { namesOf } from '../../packages/gateway/src/wallet/settings/setting.ts';
import { CONNECTION_SETTINGS } from '../../packages/gateway/src/wallet/http/connection-settings.ts';
import { RESPONSE_CODES } from '../../packages/protocol/src/index.ts';
import { SCENARIOS } from './support/scenario.ts';

const KINDS = await allConnectorKinds();
/** Connectors that are not complete, each with the reason. A name here is a debt: it goes with the next change to its folder. */
const INCOMPLETE: Readonly<Record<string, string>> = {};
const REFUSALS = ['declined', 'declined for now', 'refused', 'refused for now'];

it('every folder that describes a connector is one', () => {
  expect(KINDS.map(({ name }) => name)).toEqual(connectorKinds());
  expect(KINDS.length).toBeGreaterThan(2);
});

describe.each(KINDS)(
  'the connector $name',
  ({ name, title, documentation, capabilities, settings, codes }) => {
    it('has a title, and a page that says what has never met the real service and what to ask', () => {
      expect(title).not.toBe('');
      const page = new URL(`../../docs/${documentation}`, import.meta.url);
      if (name in INCOMPLETE) return;
      expect(existsSync(page), documentation).toBe(true);
      expect(readFileSync(page, 'utf8')).toMatch(/never met/i);
      expect(readFileSync(page, 'utf8')).toMatch(/question|ask/i);
    });

    it('serves a pay type, each once', () => {
      const payTypes = capabilities.payTypes.map(({ payType }) => payType);
      expect(payTypes.length).toBeGreaterThan(0);
      expect(new Set(payTypes).size).toBe(payTypes.length);
      expect(capabilities.refund.window).not.toBe('');
      expect(capabilities.reversal.window).not.toBe('');
    });

    it('names every code once for each call, and a response code for every refusal', () => {
      const seen = codes.flatMap(({ code, calls }) => calls.map((call) => `${call} ${code}`));
      expect(seen.length).toBeGreaterThan(0);
      expect(new Set(seen).size).toBe(seen.length);
      for (const { code, result, respcd } of codes) {
        expect(respcd !== undefined, `${code}: ${result}`).toBe(REFUSALS.includes(result));
        // "Ask again" and "done" are no refusals.
        if (respcd !== undefined && !result.endsWith('for now'))
          expect(['success', 'pending']).not.toContain(RESPONSE_CODES[respcd].class);
      }
    });

    it('has settings with a meaning and an example, and none that the way to the wallet has already', () => {
      for (const { meaning, example } of Object.values(settings)) {
        expect(meaning).not.toBe('');
        expect(example).not.toBe('');
      }
      const shared = namesOf(CONNECTION_SETTINGS);
      expect(namesOf(settings).filter((each) => shared.includes(each))).toEqual([]);
    });

    it('says what is wrong with settings that are empty', () => {
      const problems: string[] = [];
      const files = {
        read(): string {
          throw new Error('no setting names a file');
        },
      };
      const place = { values: {}, environment: {}, files };
      const found = KINDS.find((kind) => kind.name === name)?.configure(place, (line) => problems.push(line));
      expect(found).toBeUndefined();
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) expect(problem).toMatch(/^[a-z0-9_]+: /);
    });

    it('has a server of its own protocol, so that both books are compared over HTTP', () => {
      const served = LOCAL_WALLETS.filter(({ connector }) => connector === name).flatMap(
        (wallet) => wallet.payTypes,
      );
      expect(served.length > 0 || name in INCOMPLETE).toBe(true);
      const sold = new Set(SCENARIOS.map(({ payType }) => payType));
      expect(served.filter((payType) => !sold.has(payType))).toEqual([]);
    });
  },
);
