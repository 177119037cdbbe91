import type { CrashPlan, KillPoint } from './crash-plan.ts';

/**
 * Lets the parent plan a kill over the IPC channel.
 *
 * @returns what has to be called each time a point is passed.
 */
export function obeyKillPlans(): (point: KillPoint) => void {
  let plan: CrashPlan | undefined;
  let passings = 0;
  process.on('message', (message) => {
    plan = message as CrashPlan;
    passings = 0;
    process.send?.('armed');
  });
  return (point) => {
    if (plan?.point !== point) return;
    passings += 1;
    if (passings !== plan.passing) return;
    try {
      process.kill(plan.victim ?? process.pid, 'SIGKILL');
    } catch {
      // Somebody was quicker.
    }
  };
}
