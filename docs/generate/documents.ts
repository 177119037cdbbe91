import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LANGUAGES } from '../../packages/protocol/src/response-code/language.ts';
import { alipayCodes, alipaySettings } from './alipay-tables.ts';
import { renderCalls } from './calls.ts';
import { renderCommandLine } from './command-line.ts';
import { damageTable } from './code-damages.ts';
import { connectionSettings, connectorTable, upstreamSettings } from './connector-tables.ts';
import { differenceTable, repairTable } from './difference-table.ts';
import { type ExampleExchanges, runExamples } from './example-exchanges.ts';
import { lineFaultTable, misbehaviourTable, numberedCallTable } from './misbehaviours.ts';
import { renderOpenApi } from './openapi.ts';
import { renderPaymentCodes } from './payment-codes.ts';
import { paymentDiagram, renderPaymentStates } from './payment-states.ts';
import { renderPayTypesAndCurrencies } from './pay-types-and-currencies.ts';
import { RESPONSE_CODE_PAGES, renderResponseCodes } from './response-codes.ts';
import { renderSettings } from './settings.ts';
import {
  accountTable,
  behaviourTable,
  refundTable,
  renderTestNumbers,
  reversalTable,
} from './test-numbers.ts';
import { unionpayCodes, unionpaySettings } from './unionpay-tables.ts';
import { walletTimings } from './wallet-timings.ts';
import { wechatpayCodes, wechatpaySettings } from './wechatpay-tables.ts';

/** A document as it has to stand in the repository. */
export interface GeneratedDocument {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
}

/** Files that are made from the code as a whole, by their path under `docs/`. */
const PAGES: Readonly<Record<string, (examples: ExampleExchanges) => string>> = {
  'reference/calls.md': renderCalls,
  'reference/command-line.md': renderCommandLine,
  'reference/pay-types-and-currencies.md': renderPayTypesAndCurrencies,
  'reference/payment-codes.md': renderPaymentCodes,
  'reference/payment-states.md': renderPaymentStates,
  ...Object.fromEntries(
    LANGUAGES.map((language) => [
      `reference/${RESPONSE_CODE_PAGES[language]}`,
      () => renderResponseCodes(language),
    ]),
  ),
  'reference/settings.md': renderSettings,
  'reference/test-numbers.md': renderTestNumbers,
};

/** Parts that are made from the code inside pages written by hand: page under `docs/`, then name of the part. */
const PARTS: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'README.md': { connectors: connectorTable },
  'architecture.md': { 'payment-diagram': paymentDiagram },
  'guides/how-a-payment-ends.md': { 'wallet-timings': walletTimings },
  'guides/reconcile.md': { differences: differenceTable, repairs: repairTable },
  'guides/test-codes.md': {
    behaviours: behaviourTable,
    reversals: reversalTable,
    refunds: refundTable,
    accounts: accountTable,
    damages: damageTable,
  },
  'wallets/misbehaviour.md': {
    'line-faults': lineFaultTable,
    misbehaviours: misbehaviourTable,
    'numbered-calls': numberedCallTable,
  },
  'wallets/upstream.md': {
    'upstream-settings': upstreamSettings,
    'connection-settings': connectionSettings,
  },
  'wallets/alipay.md': { codes: alipayCodes, settings: alipaySettings },
  'wallets/unionpay.md': { codes: unionpayCodes, settings: unionpaySettings },
  'wallets/wechatpay.md': { codes: wechatpayCodes, settings: wechatpaySettings },
};

const DOCS = new URL('../', import.meta.url);

/** Every generated document as it has to be now. */
export async function generateDocuments(): Promise<readonly GeneratedDocument[]> {
  const examples = await runExamples();
  const pages = Object.entries(PAGES).map(([file, render]) => ({
    path: pathOf(file),
    text: render(examples),
  }));
  const filled = Object.entries(PARTS).map(([file, parts]) => {
    const path = pathOf(file);
    return { path, text: fillParts(readFileSync(path, 'utf8'), parts) };
  });
  const described = Object.entries(renderOpenApi(examples)).map(([file, text]) => ({
    path: pathOf(`../${file}`),
    text,
  }));
  return [...pages, ...described, ...filled];
}

/**
 * Puts generated parts between their marks, `<!-- generated: NAME -->` and `<!-- end -->`.
 *
 * @throws Error when a part has no marks in the text.
 */
export function fillParts(text: string, parts: Readonly<Record<string, () => string>>): string {
  return Object.entries(parts).reduce((filled, [name, render]) => {
    const start = `<!-- generated: ${name} -->\n`;
    const from = filled.indexOf(start);
    const to = filled.indexOf('<!-- end -->', from);
    if (from < 0 || to < 0) throw new Error(`the page has no marks for the generated part ${name}`);
    return `${filled.slice(0, from + start.length)}\n${render()}\n\n${filled.slice(to)}`;
  }, text);
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, DOCS));
}
