import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Clock ticks of `/proc` are a hundredth of a second on every Linux that Node runs on. */
export const TICK_MS = 10;

/** CPU time in milliseconds up to now. */
export interface CpuTimes {
  readonly own: number;
  /** `undefined` where there is no `/proc`. */
  readonly server: number | undefined;
  /** All work of all cores. */
  readonly machine: number;
}

/** Reads how much CPU time this process, a server process and the whole machine have used so far. */
export function cpuTimes(serverProcessId: number): CpuTimes {
  const { user, system } = process.cpuUsage();
  let machine = 0;
  for (const { times } of cpus()) machine += times.user + times.nice + times.sys + times.irq;
  return { own: (user + system) / 1000, server: processCpuMs(serverProcessId), machine };
}

function processCpuMs(processId: number): number | undefined {
  const fields = processStat(processId);
  return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/**
 * The fields of `/proc/PID/stat` that follow the name of the program; the first of them is the third of the manual
 * page proc(5).
 *
 * @returns `undefined` where there is no `/proc`.
 */
export function processStat(processId: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The name may contain blanks and brackets; the last bracket ends it.
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
