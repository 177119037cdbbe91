import { bringPagesUpToDate } from './bring-up-to-date.ts';

try {
  await bringPagesUpToDate();
} catch (error) {
  // An installation without development tools keeps the pages it has, and starts without those it lacks.
  if (!process.argv.includes('--if-possible')) throw error;
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The pages for browsers were not built: ${why}\n`);
}
