import { wrongUsage } from '../command-failure.ts';
import type { Command } from '../command.ts';

/** `opencpm start`. */
export const startCommand: Command = {
  name: 'start',
  summary: 'Start gateway and sandbox',
  usage: '[options]',
  positionalsMax: 0,
  options: {},
  examples: [{ line: 'opencpm start', purpose: 'Everything in one process.' }],
  run: () => Promise.reject(wrongUsage('start is not part of this build.', 'Use a complete checkout.')),
};
