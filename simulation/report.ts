import { type Options, USUAL } from './options.ts';
import { missingSituations } from './reached.ts';
import type { Tally } from './tally.ts';
import { CUT_MS_MAX } from './till/network-cut.ts';
import { VERDICT_WITHIN_MS, verdictShares } from './till/verdict-share.ts';

/** Failures that are told in full. */
const TOLD = 5;

/** A run in words. */
export function report(tally: Tally, options: Options, seconds: number): string {
  const { workers } = options;
  const { histories, payments, events, virtualMs, replayed, failures } = tally;
  const each = (number: number): string => Math.round(number).toLocaleString('en');
  const lines = [
    `${each(histories)} histories, ${each(payments)} payments, ${each(events)} events, ` +
      `${each(virtualMs / 3_600_000)} hours of virtual time in ${seconds.toFixed(1)} s ` +
      `(${each(histories / seconds)} histories a second on ${workers} ${workers === 1 ? 'thread' : 'threads'}).`,
    `${each(replayed)} were run twice and were the same; ${each(failures.length)} broke a rule.`,
  ];
  for (const { which, sales, inTime } of verdictShares(tally.reached)) {
    lines.push(
      `Network cut in the ${which}, for up to ${CUT_MS_MAX / 1_000} s: the verdict was there within ` +
        `${VERDICT_WITHIN_MS / 1_000} s in ${each(inTime)} of ${each(sales)} sales ` +
        `(${((100 * inTime) / sales).toFixed(3)} %).`,
    );
  }
  for (const { seed, violations } of failures.slice(0, TOLD)) {
    lines.push(`seed ${seed}:`);
    for (const { rule, text } of violations) lines.push(`  ${rule}  ${text}`);
    lines.push(`  npm run simulate -- --seed ${seed} --histories 1${kindOf(options)} --trace`);
  }
  if (failures.length > TOLD) {
    const seeds = failures.slice(TOLD, TOLD + 20).map(({ seed }) => seed);
    lines.push(`and the seeds ${seeds.join(', ')}${failures.length > TOLD + 20 ? ', ...' : ''}`);
  }
  const missing = missingSituations(tally, options);
  if (missing.length > 0) lines.push('Met too rarely:', ...missing.map((line) => `  ${line}`));
  return lines.join('\n');
}

/** What beside the seed decides a history, as far as it is not as usual. */
function kindOf({ tills, wallet, sqliteShare }: Options): string {
  return [
    ...(tills === USUAL.tills ? [] : [` --till ${tills}`]),
    ...(wallet === USUAL.wallet ? [] : [` --wallet ${wallet}`]),
    ...(sqliteShare === USUAL.sqliteShare ? [] : [` --sqlite-share ${sqliteShare}`]),
  ].join('');
}
