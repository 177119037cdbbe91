import { gatewayUrl } from '../access/gateway-access.ts';
import { findSandboxMerchants } from '../access/sandbox-merchants.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isRecord, readJson, textOf } from '../json-record.ts';
import { readSettings } from '../settings.ts';
import { timedFetch } from '../timed-fetch.ts';
import { checkNotification, type KnownKey } from './check-notification.ts';
import { reportHeard } from './listen-report.ts';
import { openReceiver, type ReceivedRequest, type ReceiverAnswer } from './receiver.ts';

/** Port without `--port`. */
const DEFAULT_LISTEN_PORT = 9_000;

/** Ids that are remembered to tell repeats; older ones are forgotten. */
const REMEMBERED_MAX = 1_000;

/** What of a request is handed on. */
const FORWARDED = ['content-type', 'user-agent', 'x-qf-sign', 'x-qf-notify-id', 'x-qf-signature-v2'];

/** Listens for notifications, shows each, and answers it, until Ctrl-C or `--count` notifications. */
export async function runListen(context: CommandContext): Promise<ExitCode> {
  const port = wholeNumber(context, 'port', 0, 65_535) ?? DEFAULT_LISTEN_PORT;
  const count = wholeNumber(context, 'count', 1, 1_000_000) ?? Number.POSITIVE_INFINITY;
  const target = forwardTarget(context);
  // Found out now and not at the first notification: nothing can be verified without a key.
  let keys = await knownKeys(context);
  const checks = await import('@opencpm/gateway');
  const heardTimes = new Map<string, number>();
  let heard = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const receiver = await openReceiver(port, async (request) => {
    // Merchants may be added while this listens; a gateway that restarts right now is no reason to forget its keys.
    keys = await knownKeys(context).catch(() => keys);
    const verdict = checkNotification(checks, request, keys, await senderNowMs(context));
    const answer = target === undefined ? ownAnswer(verdict.ok) : await forward(context, target, request);
    const times = countTimes(heardTimes, request.header('x-qf-notify-id'));
    reportHeard(context, { request, verdict, times, answered: answer.words });
    heard += 1;
    if (heard >= count) finish();
    return answer;
  });
  announce(context, receiver.url, target);
  const interruption = context.interruption();
  interruption.addEventListener('abort', () => finish());
  if (interruption.aborted) finish();
  await finished;
  await receiver.close();
  return EXIT.done;
}

function announce(context: CommandContext, url: string, target: string | undefined): void {
  const lines = [
    `Listening on ${url}/`,
    ...(target === undefined ? [] : [`Forwarding to ${target}`]),
    `Use it as notify_url:  opencpm pay 1050 --notify-url ${url}/`,
  ];
  const output = context.json ? context.stderr : context.stdout;
  output.write(`${lines.join('\n')}\n`);
}

/** The keys a notification may be signed with: the one given, else those of the sandbox as they are now. */
async function knownKeys(context: CommandContext): Promise<readonly KnownKey[]> {
  const settings = readSettings(context.environment);
  const key = context.options.text('key') ?? settings.key;
  const appCode = context.options.text('app-code') ?? settings.appCode;
  if (key !== undefined) return [{ name: appCode ?? 'the key given', key }];
  const url = gatewayUrl(context);
  const merchants = await findSandboxMerchants(context, url);
  const keys = merchants
    .filter((merchant) => appCode === undefined || merchant.appCode === appCode)
    .map(({ name, clientKey }) => ({ name, key: clientKey }));
  if (keys.length > 0) return keys;
  throw wrongUsage(
    `No key to verify with, and no sandbox at ${url} that knows ${appCode ?? 'a merchant'}.`,
    'Give --key (or OPENCPM_KEY), or start a sandbox with: opencpm start',
  );
}

/** The time of whoever signs: the clock of a sandbox can stand ahead of this machine's. */
async function senderNowMs(context: CommandContext): Promise<number> {
  const result = await timedFetch(context, `${gatewayUrl(context)}/sandbox/clock`, {});
  const clock = result.kind === 'answer' ? readJson(result.answer.body) : undefined;
  const nowMs = isRecord(clock) ? Date.parse(textOf(clock, 'now')) : Number.NaN;
  return Number.isNaN(nowMs) ? context.clock.nowMs() : nowMs;
}

interface WordedAnswer extends ReceiverAnswer {
  readonly words: string;
}

function ownAnswer(verified: boolean): WordedAnswer {
  return verified
    ? { status: 200, body: 'SUCCESS', words: 'SUCCESS' }
    : { status: 401, body: 'WRONG SIGNATURE', words: 'HTTP 401, so that it is sent again' };
}

/** Hands a request on as it is; whoever is behind the target checks the signature itself. */
async function forward(
  context: CommandContext,
  target: string,
  received: ReceivedRequest,
): Promise<WordedAnswer> {
  const headers = FORWARDED.flatMap((name) => {
    const value = received.header(name);
    return value === undefined ? [] : [[name, value] as [string, string]];
  });
  const { method, body } = received;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const request = { method, headers, ...(hasBody ? { body: new Uint8Array(body) } : {}) };
  const result = await timedFetch(context, target, request);
  if (result.kind === 'failure') {
    return {
      status: 502,
      body: 'NOT FORWARDED',
      words: `HTTP 502: ${target} does not answer, ${result.detail}`,
    };
  }
  const { answer } = result;
  const text = new TextDecoder().decode(answer.body).trim().slice(0, 60);
  const words = `HTTP ${answer.status} from ${target}${text === '' ? '' : `: ${text}`}`;
  return { status: answer.status, body: answer.body, words };
}

function countTimes(heard: Map<string, number>, id: string | undefined): number {
  if (id === undefined) return 1;
  const times = (heard.get(id) ?? 0) + 1;
  heard.delete(id);
  heard.set(id, times);
  const [oldest] = heard.keys();
  if (heard.size > REMEMBERED_MAX && oldest !== undefined) heard.delete(oldest);
  return times;
}

function forwardTarget(context: CommandContext): string | undefined {
  const text = context.options.text('forward-to');
  if (text === undefined) return undefined;
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url !== null) return url.href;
  throw wrongUsage(`--forward-to is no address: ${text}`, 'Write it like http://127.0.0.1:3000/notify');
}

function wholeNumber(context: CommandContext, name: string, min: number, max: number): number | undefined {
  const text = context.options.text(name);
  if (text === undefined) return undefined;
  if (/^[0-9]{1,7}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  throw wrongUsage(
    `--${name} is no whole number from ${min} to ${max}: ${text}`,
    `Write it in digits: --${name} 1`,
  );
}
